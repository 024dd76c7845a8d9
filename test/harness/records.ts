import type { Decision } from '../../src/domain/decision.ts'
import { type CaseWriteUp, caseSearchText, type Script } from '../../src/domain/knowledge.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import type { FoundCase } from '../../src/ports/knowledge-store.ts'
import type { TriageRecord } from '../../src/ports/triage-store.ts'

/** A unit vector that points along one axis, leaning a little towards another. */
export function axisVector(axis: number, lean = 0, towards = axis + 1): Float32Array {
  const v = new Float32Array(512)
  v[axis] = Math.sqrt(1 - lean * lean)
  v[towards] = lean
  return v
}

export const NOW = Date.parse('2026-11-20T10:20:00+08:00')
export const DAY = 86_400_000

export const aRecord = (over: Partial<TriageRecord> & { id: string }): TriageRecord => ({
  receivedAt: NOW,
  keys: { customer: 'c1', phone: null, order: null },
  product: null,
  domain: null,
  channel: 'phone',
  nature: 'complaint',
  level: 3,
  codes: ['SP-07'],
  outside: false,
  maskedText: '快递〔电话1〕三天没到',
  maskedSpans: [{ kind: 'phone', start: 2, end: 13, placeholder: '〔电话1〕' }],
  decision: { id: over.id, severity: { level: 3 } } as Decision,
  policyHash: 'p',
  model: 'm1',
  vector: axisVector(0),
  ...over,
})

/** What a search says of a case before its body is fetched. */
export const rankedBy = (item: CaseWriteUp): Pick<FoundCase, 'id' | 'version' | 'codes' | 'domain' | 'tokens'> => ({
  id: item.id,
  version: '1',
  codes: item.codes,
  domain: item.domain,
  tokens: searchTokens(caseSearchText(item)),
})

export const aCase = (over: Partial<CaseWriteUp> & { id: string }): CaseWriteUp => ({
  title: '快递延误补偿',
  code: 'SP-07',
  codes: ['SP-07'],
  level: 3,
  domain: 'logistics',
  product: null,
  departments: ['物流'],
  occurredOn: '2025-01-02',
  channel: 'phone',
  summary: '包裹晚到五天,客户催了两次',
  course: [{ at: '第0天', what: '来电', decision: null }],
  rootCause: '分拨积压',
  outcome: 'resolved',
  result: '补偿二十元',
  remedy: '优惠券',
  turningPoint: '主动回电',
  lessons: '先给时间',
  audience: 'frontline',
  sources: [],
  lang: 'zh',
  validFrom: null,
  validTo: null,
  ...over,
})

export const aScript = (over: Partial<Script> & { id: string }): Script => ({
  scene: '配送延误·致歉',
  codes: ['SP-07'],
  families: [],
  emotionMin: 1,
  emotionMax: 3,
  stage: 'solution',
  audience: 'frontline',
  domain: null,
  text: '{客户称呼},让您久等了,包裹今天送达。',
  slots: ['客户称呼'],
  avoid: [],
  maxPromiseYuan: 0,
  lang: 'zh',
  validFrom: null,
  validTo: null,
  ...over,
})

import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { type CaseWriteUp, caseSchema } from '../../src/domain/knowledge.ts'
import type { SummaryRequest } from '../../src/domain/summary.ts'
import { maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createKnowledgeDesk } from '../../src/knowledge/desk.ts'
import { readKnowledgeRules } from '../../src/node/policy-files.ts'
import type { Drafting } from '../../src/ports/drafting.ts'
import { withoutQuotes } from '../../src/triage/stored.ts'
import { createSummaryService } from '../../src/triage/summary.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { draftingGround } from '../harness/drafting-ground.ts'
import { aRecord } from '../harness/records.ts'
import { ok } from '../harness/upstream/index.ts'
import { decision, fakeApp, keyFor, post, realPolicy } from './fakes.ts'

const TEXT = '快递十天了还没到,打13812345678没人接。客服说三天内给答复,一直没有。'
export const NOTES = '11月20日 10:30 联系物流,确认漏分拣\n11月21日 送达,决定:补偿20元券'
/** What a model writes that keeps to what it was told. */
export const HONEST = {
  title: '快递十天未到,联系物流后送达并补偿20元券',
  summary: '客户反映快递十天了还没到,打电话没人接,客服说三天内答复却一直没有。',
  course: [
    { at: '11月20日 10:30', what: '联系物流,确认漏分拣', decision: null },
    { at: '11月21日', what: '快递送达', decision: '补偿20元券' },
  ],
  rootCause: '物流漏分拣。',
  outcome: 'partly',
  result: '快递已送达。',
  remedy: '补偿20元券。',
  turningPoint: '联系物流确认漏分拣。',
  lessons: '主动查物流;先给时间再答复。',
}

export const itemOf = (answer: { item: { item: unknown } }) => caseSchema.parse(answer.item.item) as CaseWriteUp
export const kinds = (answer: { findings: { field: string; kind: string }[] }) =>
  answer.findings.map((f) => `${f.field} ${f.kind}`)

/** Judged complaints and an app that drafts write-ups of them, for the tests of one file. Call at the top of a file. */
export function summaryGround() {
  const ground = draftingGround(() => ok(HONEST))
  let n = 0

  /** Keeps a judged complaint; answers its id. */
  async function kept(over: Partial<Decision> = {}, text = TEXT): Promise<string> {
    const id = `tri_0000000000${String(++n).padStart(4, '0')}`
    const masked = maskText(readText(text))
    const own: Decision = {
      ...decision,
      id,
      receivedAt: '2026-11-20T10:20:00+08:00',
      severity: { ...decision.severity, evidence: [] },
      types: [{ ...decision.types[0]!, code: 'SP-07', role: 'primary', evidence: [{ start: 0, end: 9, quote: '' }] }],
      repeat: { ...decision.repeat, earlier: [], evidence: [] },
      emotion: { ...decision.emotion, evidence: [] },
      group: { ...decision.group, evidence: [] },
      threats: [],
      entities: [],
      scripts: [],
      ...over,
    }
    const record = aRecord({
      id,
      decision: withoutQuotes(own),
      maskedText: masked.text,
      maskedSpans: masked.spans,
      domain: 'logistics',
      product: '保温杯',
    })
    await createTriageStore(ground.database.db).save(record, {
      actor: 'open',
      eventId: `evt_s${n}`,
      auditId: `aud_s${n}`,
      claim: null,
    })
    return id
  }

  async function appWith(model: Drafting | null, more: Partial<HttpDeps> = {}) {
    const policy = await realPolicy()
    const ids = createIds()
    const desk = createKnowledgeDesk({
      items: createItemStore(ground.database.db),
      policy,
      rules: await readKnowledgeRules(),
      ids,
      clock: { now: () => Date.now() },
      onShown: async () => {},
    })
    const summaries = createSummaryService({
      policy,
      triages: createTriageStore(ground.database.db),
      desk,
      ids,
      drafting: model,
    })
    const fakes = await fakeApp({ summaries, desk, ...more })
    const draft = async (id: string, body: Partial<SummaryRequest> | null = {}, as?: string) => {
      const headers = as ? { authorization: `Bearer ${keyFor(as)}` } : {}
      const init = body === null ? { method: 'POST', headers } : post(body, headers)
      const response = await fakes.app.request(`/v1/triage/${id}/summary`, init)
      return { status: response.status, headers: response.headers, answer: await response.json() }
    }
    return { ...fakes, draft }
  }

  return { ground, kept, appWith }
}

import { describe, expect, it } from 'vitest'
import { anAssessment, atLevel, evidenceOf, signal } from '../../test/harness/assessments.ts'
import type { Assessment } from '../domain/assessment.ts'
import { triageRequestSchema } from '../domain/complaint.ts'
import { decisionSchema } from '../domain/decision.ts'
import { readPolicy } from '../node/policy-files.ts'
import { type DecideInput, decide } from './decide.ts'
import { guard } from './guard.ts'
import { mask } from './mask.ts'
import { normalise } from './normalise.ts'

const policy = await readPolicy([])
const TEXT = '退款拖了9天,打13812345678没人接,退我380元'

const engine = {
  name: 'local' as const,
  degraded: false,
  reasons: [],
  models: {},
  latencyMs: {},
  costUsd: 0,
  promptVersion: null,
}
const noRisk: DecideInput['risked'] = {
  repeat: {
    mentioned: false,
    count: null,
    risk: 'none',
    score: 0,
    priorCount: 0,
    sameIssue: false,
    factors: [],
    earlier: [],
    evidence: [],
  },
  group: { mentioned: false, distinctCustomers: 1, related: [], evidence: [] },
  groupReached: false,
  escalation: { risk: 'none', score: 0, factors: [] },
}

interface Given {
  assessment?: Partial<Assessment>
  request?: object
  risked?: Partial<DecideInput['risked']>
  audience?: DecideInput['audience']
  engine?: Partial<DecideInput['engine']>
}
function decided({ assessment = {}, request = {}, risked = {}, audience = 'frontline', engine: e = {} }: Given = {}) {
  const reading = normalise(TEXT)
  return decide(
    {
      id: 'tri_1',
      receivedAt: Date.parse('2026-11-20T02:20:00Z'),
      request: triageRequestSchema.parse({ text: TEXT, ...request }),
      reading,
      maskedSpans: mask(reading).spans,
      guarded: guard(anAssessment(assessment), reading, policy),
      recalled: { similarCases: [], scripts: [], recall: { mode: 'words', cases: null, scripts: null } },
      risked: { ...noRisk, ...risked },
      audience,
      engine: { ...engine, ...e },
      askedReasons: [],
    },
    policy,
  )
}
const threat = (channel: Assessment['threats'][number]['channel']) => ({
  channel,
  stance: 'threatened' as const,
  evidence: [],
})
const types = (...codes: string[]): Assessment['types'] =>
  codes.map((code, i) => ({ code, role: i ? 'secondary' : 'primary', confidence: 0.8, evidence: [] }))

describe('decide', () => {
  it('answers what the contract promises', () => {
    expect(() => decisionSchema.parse(decided())).not.toThrow()
    expect(decided()).toMatchObject({
      receivedAt: '2026-11-20T10:20:00+08:00',
      severity: { level: 3, label: '一般/轻微', floor: null },
      types: [{ code: 'SP-07', name: '配送延误', role: 'primary' }],
      engine: { policyVersion: `default@${policy.version}`, policyHash: policy.hash },
    })
  })

  it('is pure: the same inputs give the same decision', () => {
    expect(decided()).toEqual(decided())
  })

  it.each([
    ['PQ-03', 'quality-trace'],
    ['SP-12', 'sla-assessment'],
    ['TD-07', 'finance-marketing-check'],
    ['RL-09', 'legal-review'],
  ])('B2: %s carries the duty %s, as first or second matter', (code, duty) => {
    for (const list of [types(code), types('SP-01', code)]) {
      const type = decided({ assessment: { types: list } }).types.find((t) => t.code === code)!
      expect(type.duties.map((d) => d.id)).toContain(duty)
      expect(type.duties[0]).toMatchObject({ zh: expect.any(String), en: expect.any(String) })
    }
  })

  it('a rival of the primary code carries no duty and brings nobody in', () => {
    const rival = { code: 'RL-09', role: 'alternative' as const, confidence: 0.3, evidence: [] }
    const d = decided({ assessment: { types: [...types('SP-07'), rival] } })
    expect(d.types[1]!.duties).toEqual([])
    expect(d.routing.collaborators).not.toContain('legal')
  })

  it('guide 5: media, social and platform set mediaEscalation; regulator, legal and petition externalEscalation', () => {
    for (const channel of ['media', 'social', 'platform'] as const)
      expect(decided({ assessment: { threats: [threat(channel)] } })).toMatchObject({
        flags: { mediaEscalation: true, externalEscalation: false },
        routing: { collaborators: expect.arrayContaining(['pr']), senior: true },
      })
    for (const channel of ['regulator', 'legal', 'petition'] as const)
      expect(decided({ assessment: { threats: [threat(channel)] } }).flags).toMatchObject({
        mediaEscalation: false,
        externalEscalation: true,
      })
    for (const channel of ['executive', 'unspecified'] as const)
      expect(decided({ assessment: { threats: [threat(channel)] } }).flags).toMatchObject({
        mediaEscalation: false,
        externalEscalation: false,
      })
  })

  it('guide 6, 9: a repeat is what the text says, the same matter on record, or a medium or high risk', () => {
    const flag = (repeat: Partial<DecideInput['risked']['repeat']>) =>
      decided({ risked: { repeat: { ...noRisk.repeat, ...repeat } } }).flags.repeatComplainant
    expect(flag({})).toBe(false)
    expect(flag({ risk: 'low', priorCount: 2 })).toBe(false)
    expect(flag({ mentioned: true })).toBe(true)
    expect(flag({ risk: 'medium' })).toBe(true)
    expect(flag({ risk: 'high', sameIssue: true })).toBe(true)
  })

  it('D5: a group reached sets the flag and brings a senior hand', () => {
    expect(decided({ risked: { groupReached: true } })).toMatchObject({
      flags: { group: true },
      routing: { senior: true },
    })
    expect(decided().flags.group).toBe(false)
  })

  it('A1: safety is set by its rules or the code PQ-08, and by self-harm in an enquiry too', () => {
    expect(decided({ assessment: { severity: atLevel(1, ['1a']) } }).flags.safety).toBe(true)
    expect(decided({ assessment: { severity: atLevel(2, ['2e']) } }).flags.safety).toBe(true)
    expect(decided({ assessment: { types: types('PQ-08') } }).flags.safety).toBe(true)
    expect(decided({ assessment: { severity: atLevel(2, ['2a']) } }).flags.safety).toBe(false)
    const enquiry = { value: 'enquiry' as const, confidence: 0.9 }
    expect(
      decided({ assessment: { nature: enquiry, severity: atLevel(4), signals: [signal('self-harm')] } }),
    ).toMatchObject({
      severity: { level: 1, floor: 'self-harm' },
      flags: { safety: true },
      routing: { team: 'quality', senior: true },
    })
    expect(decided({ assessment: { nature: enquiry, severity: atLevel(4), types: types('PQ-08') } }).flags.safety).toBe(
      false,
    )
  })

  it.each([
    [4, 'anger', true],
    [5, 'anxiety', true],
    [4, 'helplessness', false],
    [3, 'anger', false],
  ] as const)('C2: emotion %s of %s raises an alert: %s, and goes to a senior hand', (level, dominant, alert) => {
    const d = decided({ assessment: { emotion: { ...anAssessment().emotion, level, dominant } } })
    expect(d.emotion.alert).toBe(alert)
    expect(d.routing.senior).toBe(alert)
    // C, guide 2: emotion never moves severity.
    expect(d.severity.level).toBe(3)
  })

  it('E3: the powers are those of the audience it was decided for', () => {
    expect(decided({ audience: 'supervisor' }).routing.approval).toEqual({ role: 'supervisor', limitYuan: 5000 })
  })

  it('F3: entities name personal data by placeholder alone, and a number inside it is no sum', () => {
    const phone = evidenceOf(TEXT, '13812345678')
    const sum = evidenceOf(TEXT, '380')
    const d = decided({
      assessment: {
        measures: {
          amounts: [
            { value: 13812345678, start: phone.start, end: phone.end },
            { value: 5678, start: phone.end - 4, end: phone.end },
            { value: 380, start: sum.start, end: sum.end },
          ],
          days: [{ value: 9, ...evidenceOf(TEXT, '9天') }],
          contacts: [],
          people: [],
        },
      },
    })
    expect(d.entities).toEqual([
      { kind: 'days', value: 9, start: 4, end: 6 },
      { kind: 'phone', value: '〔电话1〕', start: phone.start, end: phone.end },
      { kind: 'amount', value: 380, start: sum.start, end: sum.end },
    ])
    expect(JSON.stringify(d)).not.toContain('5678')
  })

  it('A5: asks for a person at level 1, on little confidence, a degraded engine, an injection, a dropped quote or code', () => {
    const reasons = (given: Given) => decided(given).review.reasons.map((r) => r.split(' ')[0])
    expect(decided().review).toEqual({ required: false, reasons: [] })
    expect(reasons({ assessment: { severity: atLevel(1, ['1a']) } })).toEqual(['level-1'])
    expect(reasons({ assessment: { severity: { ...atLevel(3), confidence: 0.49 } } })).toEqual([
      'low-confidence.severity',
    ])
    expect(reasons({ assessment: { nature: { value: 'complaint', confidence: 0.4 } } })).toEqual([
      'low-confidence.nature',
    ])
    expect(reasons({ engine: { degraded: true, reasons: ['no model'] } })).toEqual(['degraded'])
    expect(reasons({ assessment: { signals: [signal('injection')] } })).toEqual(['injection'])
    const invented = [{ quote: '我要跳楼', start: 0, end: 4 }]
    expect(reasons({ assessment: { severity: { ...atLevel(3), evidence: invented } } })).toEqual(['quote-dropped'])
    expect(reasons({ assessment: { types: types('SP-07', 'SP-77') } })).toEqual(['code-dropped'])
  })

  it('explains only when asked', () => {
    expect(decided()).not.toHaveProperty('explanation')
    expect(decided({ request: { options: { explain: true } } }).explanation).toHaveLength(5)
  })

  it('E1: a VIP is answered sooner', () => {
    const d = decided({ request: { customer: { id: 'c', tier: 'vip' } } })
    expect(d.clocks.firstResponseBy).toBe('2026-11-20T11:20:00+08:00')
  })
})

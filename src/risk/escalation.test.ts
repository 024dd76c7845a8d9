import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAssessment, atLevel, signal } from '../../test/harness/assessments.ts'
import type { Assessment } from '../domain/assessment.ts'
import { RISKS } from '../domain/labels.ts'
import { readPolicy } from '../node/policy-files.ts'
import { escalationRisk } from './escalation.ts'

const policy = await readPolicy([])
type Repeat = Parameters<typeof escalationRisk>[1]
const quiet: Repeat = { sameIssue: false, mentioned: false, risk: 'none' }
const of = (over: Partial<Assessment> = {}, repeat: Partial<Repeat> = {}, facts = { group: false, vip: false }) =>
  escalationRisk(anAssessment(over), { ...quiet, ...repeat }, facts, policy)
const ids = (...args: Parameters<typeof of>) => of(...args).factors.map((f) => f.id)
const threat = (channel: Assessment['threats'][number]['channel']) => [
  { channel, stance: 'threatened' as const, evidence: [] },
]
const emotion = (level: 1 | 2 | 3 | 4 | 5) => ({ ...anAssessment().emotion, level })
const days = (value: number) => ({ ...anAssessment().measures, days: [{ value, start: 0, end: 1 }] })

describe('escalationRisk (D3)', () => {
  it('a calm first complaint has no factor', () => {
    expect(of()).toEqual({ risk: 'none', score: 0, factors: [] })
  })

  it.each<[string, string, ...Parameters<typeof of>]>([
    ['the customer: media threatened', 'threat-public', { threats: threat('social') }],
    ['the customer: a regulator threatened', 'threat-external', { threats: threat('regulator') }],
    ['the customer: will go further up (D1)', 'threat-upward', { threats: threat('unspecified') }],
    [
      'the customer: the same matter before (D2)',
      'repeat-same',
      {},
      { sameIssue: true, mentioned: true, risk: 'medium' },
    ],
    ['the customer: says it was raised before', 'repeat-mentioned', {}, { mentioned: true }],
    ['the customer: a frequent claimant (D7)', 'frequent', {}, { risk: 'medium' }],
    ['the customer: anger', 'emotion-4', { emotion: emotion(4) }],
    ['the customer: out of control', 'emotion-5', { emotion: emotion(5) }],
    ['the issue: level 1', 'level-1', { severity: atLevel(1) }],
    ['the issue: level 2', 'level-2', { severity: atLevel(2) }],
    ['the process: said to be overdue', 'overdue', { signals: [signal('overdue')] }],
    ['the process: more days than the policy allows', 'overdue', { measures: days(8) }],
    ['the process: passed on several times', 'passed-around', { signals: [signal('passed-around')] }],
    ['the outcome: unhappy with the offer', 'unhappy-outcome', { signals: [signal('unhappy-outcome')] }],
    ['D1: a wide effect', 'group', {}, {}, { group: true, vip: false }],
    ['D1: high demands', 'high-demand', { demands: ['apology'] }],
    ['D1: staff to be punished', 'high-demand', { demands: ['discipline', 'refund'] }],
    ['a VIP', 'vip', {}, {}, { group: false, vip: true }],
  ])('%s', (_, factor, ...args) => {
    expect(ids(...args)).toEqual([factor])
    const { score, risk } = of(...args)
    expect(score).toBeCloseTo(policy.escalation.factors.find((f) => f.id === factor)!.weight, 3)
    expect(risk).not.toBe('none')
  })

  it('seven days of waiting are not yet overdue', () => {
    expect(ids({ measures: days(7) })).toEqual([])
  })

  it('every factor of the policy can come about', () => {
    const most = of(
      {
        threats: [...threat('media'), ...threat('legal'), ...threat('executive')],
        signals: [signal('overdue'), signal('passed-around'), signal('unhappy-outcome')],
        demands: ['apology'],
        severity: atLevel(1),
        emotion: emotion(5),
      },
      { sameIssue: true, risk: 'high' },
      { group: true, vip: true },
    )
    const rest = [
      ...ids({ severity: atLevel(2), emotion: emotion(4) }, { mentioned: true }),
      ...ids({}, { risk: 'medium' }),
    ]
    expect(new Set([...most.factors.map((f) => f.id), ...rest])).toEqual(
      new Set(policy.escalation.factors.map((f) => f.id)),
    )
    expect(most).toMatchObject({ risk: 'high' })
    expect(most.score).toBeLessThanOrEqual(1)
  })

  it('guide 1: praise and enquiries do not escalate, a threat inside one still does', () => {
    const nature = { value: 'praise' as const, confidence: 0.9 }
    expect(of({ nature }, { sameIssue: true }, { group: false, vip: true })).toMatchObject({
      risk: 'none',
      factors: [],
    })
    expect(ids({ nature, threats: threat('media') })).toEqual(['threat-public'])
  })

  it('is graded by the policy: a weight at the line belongs above it', () => {
    expect(of({ threats: threat('unspecified') })).toMatchObject({ score: 0.35, risk: 'medium' })
    expect(of({ severity: atLevel(2) })).toMatchObject({ risk: 'low' })
    expect(of({ threats: threat('media'), severity: atLevel(2) })).toMatchObject({ score: 0.68, risk: 'high' })
  })

  it('is monotone: a graver level, more emotion, a signal, a threat, a demand, a repeat, a group or a VIP never lowers it', () => {
    const anyFacts = fc.record({
      threats: fc.subarray(['media', 'regulator', 'unspecified'] as const),
      signals: fc.subarray(['overdue', 'passed-around', 'unhappy-outcome']),
      demands: fc.subarray(['apology', 'discipline', 'refund'] as const),
      level: fc.constantFrom(3 as const, 2 as const, 1 as const),
      emotion: fc.constantFrom(1 as const, 3 as const, 4 as const, 5 as const),
      // From nothing known to the same matter twice; what the text says apart.
      repeat: fc.constantFrom(
        ...(['none', 'low', 'medium'] as const).map((risk) => ({ risk, sameIssue: false })),
        ...(['medium', 'high'] as const).map((risk) => ({ risk, sameIssue: true })),
      ),
      mentioned: fc.boolean(),
      group: fc.boolean(),
      vip: fc.boolean(),
    })
    type Facts = typeof anyFacts extends fc.Arbitrary<infer T> ? T : never
    const score = (f: Facts) =>
      of(
        {
          threats: f.threats.flatMap(threat),
          signals: f.signals.map((s) => signal(s)),
          demands: [...f.demands],
          severity: atLevel(f.level),
          emotion: emotion(f.emotion),
        },
        { ...f.repeat, mentioned: f.mentioned },
        { group: f.group, vip: f.vip },
      )
    const union = <T>(a: readonly T[], b: readonly T[]) => [...new Set([...a, ...b])]
    fc.assert(
      fc.property(anyFacts, anyFacts, (a, b) => {
        const rank = (r: Facts['repeat']) => RISKS.indexOf(r.risk) + (r.sameIssue ? 1 : 0)
        const both: Facts = {
          threats: union(a.threats, b.threats),
          signals: union(a.signals, b.signals),
          demands: union(a.demands, b.demands),
          level: Math.min(a.level, b.level) as Facts['level'],
          emotion: Math.max(a.emotion, b.emotion) as Facts['emotion'],
          repeat: rank(a.repeat) >= rank(b.repeat) ? a.repeat : b.repeat,
          mentioned: a.mentioned || b.mentioned,
          group: a.group || b.group,
          vip: a.vip || b.vip,
        }
        expect(score(both).score).toBeGreaterThanOrEqual(score(a).score)
        expect(RISKS.indexOf(score(both).risk)).toBeGreaterThanOrEqual(RISKS.indexOf(score(a).risk))
      }),
      { numRuns: 300 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { anAssessment } from '../../test/harness/assessments.ts'
import {
  MIDDLING,
  type Qualities,
  type SimulatedLabel,
  simulateOpinion,
} from '../../test/harness/simulated-opinions.ts'
import type { Assessment } from '../domain/assessment.ts'
import { POOLED_FIELDS } from '../domain/policy/reconcile-rules.ts'
import { readPolicy, readReconcileRules } from '../node/policy-files.ts'
import { createRandom } from '../quality/statistics/random.ts'
import { type JudgedCase, learnWeights } from './learn-weights.ts'

const [policy, rules] = await Promise.all([readPolicy([]), readReconcileRules()])
const codes = policy.codes.map((c) => c.code)

/** As many labelled cases with a local engine that is right as often as it says, and a model of this quality. */
function cases(count: number, quality: Qualities, seed: string): JudgedCase[] {
  const random = createRandom(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  return Array.from({ length: count }, () => {
    const label: SimulatedLabel = {
      nature: random() < 0.8 ? 'complaint' : 'enquiry',
      severity: pick([1, 2, 3] as const),
      rules: [],
      primary: pick(codes),
      also_ok: [],
      emotion: pick([1, 2, 3, 4, 5] as const),
      dominant: 'anger',
      repeat: random() < 0.5,
      group: random() < 0.5,
      threats: [],
      demands: ['refund'],
    }
    if (label.nature !== 'complaint') label.severity = 4
    const says = (p: number) => random() < p
    const confidence = 0.6 + random() * 0.3
    const level = label.severity === 4 ? 3 : says(confidence) ? label.severity : pick([1, 2, 3] as const)
    const distribution = [0.05, 0.05, 0.05, 0.05] as Assessment['severity']['distribution']
    distribution[level - 1] = 0.85
    const local = anAssessment({
      nature: { value: says(0.9) ? label.nature : 'complaint', confidence: 0.85 },
      severity: { ...anAssessment().severity, level, distribution },
      types: [{ code: says(confidence) ? label.primary! : pick(codes), role: 'primary', confidence, evidence: [] }],
      emotion: { ...anAssessment().emotion, level: says(0.6) ? label.emotion : pick([1, 2, 3, 4, 5] as const) },
      repeat: { mentioned: says(0.75) ? label.repeat : !label.repeat, confidence: 0.75, count: null, evidence: [] },
      group: {
        mentioned: says(0.75) ? label.group : !label.group,
        confidence: 0.75,
        count: null,
        evidence: [],
      } as never,
      demands: says(0.7) ? ['refund'] : ['apology'],
    })
    return { local, opinion: simulateOpinion(label, local, quality, codes, random), label }
  })
}
/** As often right whatever the local engine says, and as sure when wrong as when right. */
const independent = (right: number): Qualities => {
  const q = { right, wrong: right }
  return {
    ...MIDDLING,
    nature: q,
    severity: q,
    types: q,
    emotion: q,
    repeat: q,
    group: q,
    trust: { right: 1, wrong: 1 },
  }
}

describe('weights learnt from labelled cases', () => {
  it('are what a model of known accuracy is worth, where its errors are its own', () => {
    const { weights } = learnWeights(cases(2_000, independent(0.9), 'good'), rules, codes.length)
    // Right nine times in ten of two: ln 9. Trust is drawn around 0.95.
    for (const { agrees, differs } of [weights.repeat, weights.group]) {
      expect(agrees).toBeGreaterThan(1.9)
      expect(agrees).toBeLessThan(2.8)
      expect(differs).toBeGreaterThan(1.9)
      expect(differs).toBeLessThan(2.8)
    }
    expect(weights.types.differs).toBeGreaterThan(3)
  })

  it('are next to nothing for a model that guesses', () => {
    const guess = independent(0.5)
    const { weights } = learnWeights(cases(2_000, guess, 'guess'), rules, codes.length)
    expect(Math.max(weights.repeat.agrees, weights.repeat.differs)).toBeLessThan(0.3)
    expect(Math.max(weights.group.agrees, weights.group.differs)).toBeLessThan(0.3)
  })

  it('make cases that they were not learnt from likelier than the local engine alone does', () => {
    const learnt = learnWeights(cases(1_200, MIDDLING, 'learn'), rules, codes.length)
    const { figures } = learnWeights(cases(1_200, MIDDLING, 'held out'), { ...rules, ...learnt }, codes.length)
    for (const field of POOLED_FIELDS) {
      expect(figures[field].cases).toBeGreaterThan(600)
      expect(figures[field].before, field).toBeLessThan(figures[field].local)
    }
  })

  it('move little with few cases, not at all with none, and are the same each time', () => {
    const none = learnWeights([], rules, codes.length)
    expect(none.weights).toEqual(rules.weights)
    expect(none.demands).toEqual(rules.demands)
    const few = cases(3, independent(0.2), 'few')
    const { weights } = learnWeights(few, rules, codes.length)
    expect(Math.abs(weights.repeat.differs - rules.weights.repeat.differs)).toBeLessThan(1)
    expect(learnWeights(few, rules, codes.length)).toEqual(learnWeights(few, rules, codes.length))
  })
})

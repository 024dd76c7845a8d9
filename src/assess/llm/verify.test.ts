import { describe, expect, it } from 'vitest'
import { anAssessment, atLevel, signal } from '../../../test/harness/assessments.ts'
import { anOpinion, aVerdict } from '../../../test/harness/opinions.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { standingLevel } from '../../domain/floors.ts'
import { readText } from '../../domain/text/reading.ts'
import { readPolicy, readReconcileRules } from '../../node/policy-files.ts'
import { checkOpinion, checkVerdict } from './check-opinion.ts'
import { createQuoteFinder } from './locate-quote.ts'
import type { Opinion, Verdict } from './opinion.ts'
import { findQuarrel, isSettled, votedLevel } from './verify.ts'

const [policy, rules] = await Promise.all([readPolicy([]), readReconcileRules()])
const TEXT = '热水壶漏电,我要找记者'
const check = {
  find: createQuoteFinder({ reading: readText(TEXT), masked: TEXT }),
  codes: new Set(policy.codes.map((c) => c.code)),
  trust: rules.trust,
}
const quarrelOf = (over: Partial<Assessment>, said: Partial<Opinion>, raiseOnly = false) => {
  const local = anAssessment(over)
  return findQuarrel(local, checkOpinion(anOpinion(said), check), standingLevel(local, TEXT, policy), rules, raiseOnly)
}
const severity = (level: 1 | 2 | 3 | 4, ...named: Opinion['severity']['rules']): Opinion['severity'] => ({
  level,
  rules: named,
  quotes: ['漏电'],
})
const media = { channel: 'media', stance: 'threatened' } as const
const settled = (quarrel: ReturnType<typeof quarrelOf>, verdict: Partial<Verdict> | null, alone = false) =>
  isSettled(quarrel!, verdict && checkVerdict(aVerdict(verdict), check), alone)

describe('a second look is asked for', () => {
  it.each([
    [3, severity(1, '1a'), true],
    [2, severity(1, '1b'), true],
    [1, severity(2, '2b'), false],
    [1, severity(3), true],
    [3, severity(2, '2b'), false],
    [2, severity(3), false],
    [1, severity(2, '2e'), true],
    [4, severity(2, '2b'), true],
    [2, severity(4), true],
  ] as const)('local level %i, the model %j: %s', (level, said, asked) => {
    expect(quarrelOf({ severity: atLevel(level) }, { severity: said }) !== null).toBe(asked)
  })

  it('where one alone sees a grave flag', () => {
    const quoted = { threats: [{ ...media, quotes: ['我要找记者'] }] }
    expect(quarrelOf({}, quoted)?.flags).toEqual([{ flag: 'mediaEscalation', local: false }])
    expect(quarrelOf({ threats: [{ ...media, evidence: [] }] }, {})?.flags).toEqual([
      { flag: 'mediaEscalation', local: true },
    ])
    expect(quarrelOf({ threats: [{ ...media, evidence: [] }] }, quoted)).toBeNull()
    expect(quarrelOf({ severity: atLevel(2, ['2b']) }, { severity: severity(2, '2e') })?.flags).toEqual([
      { flag: 'safety', local: false },
    ])
  })

  it('never where both name the level that the floor gives', () => {
    const burned = { severity: atLevel(3), signals: [signal('injury')] }
    expect(quarrelOf(burned, { severity: severity(1, '1b') })).toBeNull()
    expect(quarrelOf(burned, { severity: severity(3) })?.levels).toEqual({ local: 1, model: 3 })
  })

  it('of a text that gives instructions, only for what would be graver', () => {
    expect(quarrelOf({ severity: atLevel(1) }, { severity: severity(4) }, true)).toBeNull()
    expect(quarrelOf({ severity: atLevel(3) }, { severity: severity(1, '1b') }, true)?.levels?.model).toBe(1)
    expect(quarrelOf({ threats: [{ ...media, evidence: [] }] }, {}, true)).toBeNull()
  })
})

describe('two of three', () => {
  const far = quarrelOf({ severity: atLevel(3) }, { severity: severity(1, '1b') })
  it('settle a level', () => {
    const voted = (level: 1 | 2 | 3) => votedLevel(far, checkVerdict(aVerdict({ level }), check))
    expect([voted(1), voted(2), voted(3)]).toEqual([1, null, 3])
    expect([settled(far, { level: 1 }), settled(far, { level: 2 }), settled(far, null)]).toEqual([true, false, false])
  })

  it('do not outvote a model that the caller wished alone, but a person looks', () => {
    expect(settled(far, { level: 3 }, true)).toBe(false)
    expect(settled(far, { level: 1 }, true)).toBe(true)
  })

  it('settle a threat that the model sees, and never take one away that the local engine read', () => {
    const theirs = quarrelOf({}, { threats: [{ ...media, quotes: ['我要找记者'] }] })
    expect([settled(theirs, { threats: [media] }), settled(theirs, {})]).toEqual([true, true])
    const ours = quarrelOf({ threats: [{ ...media, evidence: [] }] }, {})
    expect([settled(ours, { threats: [media] }), settled(ours, {})]).toEqual([true, false])
  })

  it('settle a hazard within one level where the text is plain', () => {
    const hazard = quarrelOf({ severity: atLevel(2, ['2b']) }, { severity: severity(2, '2e') })
    expect([settled(hazard, { agrees: true }), settled(hazard, { agrees: false })]).toEqual([true, false])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAssessment, atLevel, evidenceOf, signal } from '../../test/harness/assessments.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { Evidence } from '../domain/decision.ts'
import { LEVELS, NATURES, RULES, STANCES, THREAT_CHANNELS } from '../domain/labels.ts'
import { readText } from '../domain/text/reading.ts'
import { readPolicy } from '../node/policy-files.ts'
import { guard } from './guard.ts'

const policy = await readPolicy([])
const TEXT = '热水壶炸了,烫伤了手,再不处理我就找记者😡曝光你们'
const reading = readText(TEXT)
const quoted = (quote: string) => evidenceOf(TEXT, quote)

const FLOOR_SIGNALS = [...new Set(policy.floors.flatMap((f) => [...f.all, ...f.none]))]
const offset = fc.oneof(fc.integer({ min: -30, max: 60 }), fc.constantFrom(Number.NaN, 0.5, 1e9))
const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.record({ quote: fc.string(), start: offset, end: offset }),
  fc.tuple(offset, offset).map(([start, end]) => ({ start, end, quote: TEXT.slice(start, end) })),
)
const lists = fc.array(anyEvidence, { maxLength: 3 })
const anyAssessment: fc.Arbitrary<Assessment> = fc
  .record({
    nature: fc.constantFrom(...NATURES),
    level: fc.constantFrom(...LEVELS),
    rules: fc.uniqueArray(fc.constantFrom(...RULES), { maxLength: 3 }),
    weights: fc.tuple(...([1, 2, 3, 4].map(() => fc.double({ min: 0.01, max: 1, noNaN: true })) as [never])),
    signals: fc.array(
      fc.record({ id: fc.constantFrom('threat', 'loss', 'vulnerable', ...FLOOR_SIGNALS), evidence: lists }),
      { maxLength: 4 },
    ),
    threats: fc.array(
      fc.record({
        channel: fc.constantFrom(...THREAT_CHANNELS),
        stance: fc.constantFrom(...STANCES),
        evidence: lists,
      }),
      { maxLength: 2 },
    ),
    codes: fc.uniqueArray(fc.constantFrom('SP-07', 'RL-09', 'PQ-98', 'XX-01', ''), { maxLength: 4 }),
    evidence: lists,
  })
  .map(({ nature, level, rules, weights, signals, threats, codes, evidence }) => {
    const sum = (weights as number[]).reduce((a, b) => a + b, 0)
    const base = anAssessment()
    return {
      ...base,
      nature: { value: nature, confidence: 0.5 },
      severity: {
        ...base.severity,
        level,
        rules,
        distribution: (weights as number[]).map((w) => w / sum) as [number, number, number, number],
        evidence,
      },
      types: codes.map((code, i) => ({ code, role: i ? 'secondary' : 'primary', confidence: 0.5, evidence })),
      emotion: { ...base.emotion, evidence },
      repeat: { ...base.repeat, evidence },
      group: { ...base.group, evidence },
      signals,
      threats,
      tags: [{ scheme: 's', item: 'i', evidence }],
    } satisfies Assessment as Assessment
  })

describe('guard', () => {
  it('raises and never lowers, whatever the engine thought (design: guard; guide 2)', () => {
    let raised = 0
    fc.assert(
      fc.property(anyAssessment, (before) => {
        const { assessment, floor } = guard(before, reading, policy)
        const { severity } = assessment
        expect(severity.level).toBeLessThanOrEqual(before.severity.level)
        expect(floor !== null).toBe(severity.level < before.severity.level)
        expect(severity.distribution.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
        for (const p of severity.distribution) expect(p).toBeGreaterThanOrEqual(0)
        if (floor === null) {
          expect(severity.distribution).toEqual(before.severity.distribution)
          expect(severity.rules).toEqual(expect.arrayContaining(before.severity.rules))
          return
        }
        raised++
        const rule = policy.floors.find((f) => f.id === floor)!
        expect(rule.level).toBe(severity.level)
        expect(severity.rules).toContain(rule.rule)
        // Nothing graver or lighter is named at the raised level, and no weight is left below it.
        for (const r of severity.rules) expect(Number(r[0])).toBe(severity.level)
        for (const p of severity.distribution.slice(severity.level)) expect(p).toBe(0)
        expect(severity.confidence).toBe(severity.distribution[severity.level - 1])
      }),
      { numRuns: 300 },
    )
    expect(raised).toBeGreaterThan(20)
  })

  it('lets no floor that holds stand unheeded', () => {
    fc.assert(
      fc.property(anyAssessment, (before) => {
        // Guide 2b speaks of what goes outside; having told the company's own head office does not.
        const outside = before.threats.some((t) => !(t.channel === 'executive' && t.stance === 'done'))
        const fired = new Set([...before.signals.map((s) => s.id), ...(outside ? ['threat'] : [])])
        const holding = policy.floors.filter(
          (f) =>
            f.natures.includes(before.nature.value) &&
            f.all.every((s) => fired.has(s)) &&
            !f.none.some((s) => fired.has(s)),
        )
        const gravest = Math.min(before.severity.level, ...holding.map((f) => f.level))
        expect(guard(before, reading, policy).assessment.severity.level).toBe(gravest)
      }),
      { numRuns: 200 },
    )
  })

  it('lets no quote through that does not stand in the text at its offsets, anywhere', () => {
    fc.assert(
      fc.property(anyAssessment, (before) => {
        const { assessment: a, dropped } = guard(before, reading, policy)
        const all = [
          a.severity,
          a.emotion,
          a.repeat,
          a.group,
          ...a.types,
          ...a.threats,
          ...a.signals,
          ...a.tags,
        ].flatMap((x) => x.evidence)
        for (const e of all) {
          expect(Number.isInteger(e.start) && e.start >= 0 && e.end <= TEXT.length && e.end > e.start).toBe(true)
          expect(TEXT.slice(e.start, e.end)).toBe(e.quote)
        }
        if (before.signals.length + before.threats.length === 0 && before.severity.evidence.length === 0)
          expect(dropped.quotes).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps a quote that stands, drops one that is elsewhere, invented, empty, or past the end, and counts those', () => {
    const good = quoted('找记者😡曝光')
    const { assessment, dropped } = guard(
      anAssessment({
        emotion: {
          ...anAssessment().emotion,
          evidence: [
            good,
            { ...good, start: good.start + 1, end: good.end + 1 },
            { quote: '我要跳楼', start: 0, end: 4 },
            { quote: '', start: 3, end: 3 },
            { quote: '你们', start: TEXT.length - 2, end: TEXT.length + 5 },
            { quote: '曝光', start: -4, end: -2 },
          ],
        },
      }),
      reading,
      policy,
    )
    expect(assessment.emotion.evidence).toEqual([good])
    expect(dropped).toEqual({ quotes: 5, codes: 0 })
  })

  it('drops codes that the policy does not have; the first matter left becomes the primary one', () => {
    const type = (code: string, role: 'primary' | 'secondary' | 'alternative') => ({
      code,
      role,
      confidence: 0.6,
      evidence: [],
    })
    const codesOf = (types: Assessment['types']) => {
      const { assessment, dropped } = guard(anAssessment({ types }), reading, policy)
      return { roles: assessment.types.map((t) => `${t.code} ${t.role}`), dropped: dropped.codes }
    }
    expect(codesOf([type('SP-07', 'primary'), type('SP-77', 'secondary'), type('TD-06', 'secondary')])).toEqual({
      roles: ['SP-07 primary', 'TD-06 secondary'],
      dropped: 1,
    })
    expect(codesOf([type('SP-77', 'primary'), type('TD-06', 'secondary'), type('SP-01', 'alternative')])).toEqual({
      roles: ['TD-06 primary', 'SP-01 alternative'],
      dropped: 1,
    })
    expect(codesOf([type('SP-77', 'primary'), type('SP-01', 'alternative')]).roles).toEqual(['SP-01 alternative'])
  })

  it('A1 guide 2 1a: a stated injury is level 1 by its floor, with the words that say so', () => {
    const hurt = quoted('烫伤了手')
    const { assessment, floor } = guard(anAssessment({ signals: [signal('injury', [hurt])] }), reading, policy)
    expect(floor).toBe('injured')
    expect(assessment.severity).toMatchObject({ level: 1, rules: ['1a'], distribution: [1, 0, 0, 0], confidence: 1 })
    expect(assessment.severity.evidence[0]).toEqual(hurt)
  })

  it('guide 2 2b, D4: a threat is level 2 at least, and leaves a level 1 alone but names its rule there only', () => {
    const threats = [{ channel: 'media' as const, stance: 'threatened' as const, evidence: [quoted('找记者')] }]
    const ordinary = guard(anAssessment({ threats }), reading, policy)
    expect(ordinary).toMatchObject({ floor: 'threatened', assessment: { severity: { level: 2, rules: ['2b'] } } })
    expect(ordinary.assessment.severity.distribution).toEqual([0.02, 0.98, 0, 0])
    const grave = guard(anAssessment({ threats, severity: atLevel(1, ['1b']) }), reading, policy)
    expect(grave).toMatchObject({ floor: null, assessment: { severity: { level: 1, rules: ['1b'] } } })
    const same = guard(anAssessment({ threats, severity: atLevel(2, ['2c']) }), reading, policy)
    expect(same).toMatchObject({ floor: null, assessment: { severity: { level: 2, rules: ['2b', '2c'] } } })
  })

  it('guide 1: a threat inside an enquiry raises nothing, one of self-harm does', () => {
    const enquiry = { value: 'enquiry' as const, confidence: 0.9 }
    const severity = atLevel(4)
    const media = { channel: 'media' as const, stance: 'threatened' as const, evidence: [] }
    expect(guard(anAssessment({ nature: enquiry, severity, threats: [media] }), reading, policy).floor).toBeNull()
    expect(
      guard(anAssessment({ nature: enquiry, severity, signals: [signal('self-harm')] }), reading, policy),
    ).toMatchObject({ floor: 'self-harm', assessment: { severity: { level: 1, rules: ['1a'] } } })
  })

  it('words to the machine that make a complaint look like praise do not take its floor from it', () => {
    const praised = anAssessment({ nature: { value: 'praise', confidence: 0.9 }, severity: atLevel(4) })
    const stated = signal('injury', [quoted('烫伤了手')])
    const suspected = guard({ ...praised, signals: [stated, signal('injection')] }, reading, policy)
    expect(suspected).toMatchObject({
      floor: 'injured',
      assessment: { nature: { value: 'complaint' }, severity: { level: 1 } },
    })
    const addressed = guard({ ...praised, signals: [stated, signal('addressed')] }, reading, policy)
    expect(addressed).toMatchObject({ floor: 'injured', assessment: { nature: { value: 'complaint' } } })
    const plain = guard({ ...praised, signals: [stated] }, reading, policy)
    expect(plain).toMatchObject({ floor: null, assessment: { nature: { value: 'praise' }, severity: { level: 4 } } })
    const empty = guard({ ...praised, signals: [signal('injection')] }, reading, policy)
    expect(empty).toMatchObject({ floor: null, assessment: { nature: { value: 'praise' }, severity: { level: 4 } } })
  })

  it('honours what a floor excepts (`none`)', () => {
    const [floor] = policy.floors.filter((f) => f.id === 'injured')
    const strict = { ...policy, floors: [{ ...floor!, none: ['refuses-escalation'] }] }
    const of = (...ids: string[]) => guard(anAssessment({ signals: ids.map((i) => signal(i)) }), reading, strict).floor
    expect(of('injury')).toBe('injured')
    expect(of('injury', 'refuses-escalation')).toBeNull()
  })
})

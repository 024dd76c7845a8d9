import { describe, expect, it } from 'vitest'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import {
  type Corrected,
  correctedSchema,
  FEEDBACK_FIELDS,
  type FeedbackLabels,
  feedbackRequestSchema,
} from './feedback.ts'
import {
  completeLabels,
  differingFields,
  disputedFields,
  labelIssues,
  labelsOfDecision,
  sameCorrected,
  unknownCodes,
} from './feedback-labels.ts'
import { labelledCaseSchema } from './labelled-case.ts'
import { DOMINANTS, LEVELS, NATURES, RULES } from './labels.ts'

/** Level 1 by 1a, 2b and 2c; PQ-08; anger 4; a threat by media; raised three times. */
const judged = labelsOfDecision(DECISION_EXAMPLE)
const praise: FeedbackLabels = {
  ...judged,
  nature: 'praise',
  severity: 4,
  rules: [],
  primary: null,
  emotion: 1,
  dominant: 'none',
  threats: [],
  repeat: false,
  repeat_count: null,
}
const issuesOf = (given: Corrected, base = judged) => labelIssues(completeLabels(base, given)).map((i) => i.path)

describe('what a decision says', () => {
  it('in the words of the labelled sets', () => {
    expect(judged).toEqual({
      nature: 'complaint',
      severity: 1,
      rules: ['1a', '2b', '2c'],
      primary: 'PQ-08',
      also_ok: [],
      secondary: [],
      emotion: 4,
      dominant: 'anger',
      threats: [{ channel: 'media', stance: 'threatened' }],
      repeat: true,
      repeat_count: 3,
      group: false,
      demands: [],
    })
  })

  it('with a threat once, however often it was found', () => {
    const [threat] = DECISION_EXAMPLE.threats
    expect(labelsOfDecision({ ...DECISION_EXAMPLE, threats: [threat!, { ...threat!, evidence: [] }] }).threats).toEqual(
      judged.threats,
    )
  })
})

describe('what differs', () => {
  it('is named field by field, and the order in a list says nothing', () => {
    expect(differingFields({ severity: 2, primary: 'PQ-08', rules: ['2c', '1a', '2b'] }, judged)).toEqual(['severity'])
    expect(differingFields({ threats: [], also_ok: ['PQ-01'], repeat_count: null }, judged)).toEqual([
      'also_ok',
      'threats',
      'repeat_count',
    ])
    expect(differingFields({}, judged)).toEqual([])
  })

  it('between people, who agrees standing for the decision', () => {
    const says = (corrected: Corrected, agree = false) => ({ agree, corrected })
    expect(disputedFields([says({ severity: 2 }), says({ severity: 3, group: true })], judged)).toEqual(['severity'])
    expect(disputedFields([says({ severity: 2 }), says({ severity: 2 })], judged)).toEqual([])
    expect(disputedFields([says({ severity: 2 }), says({}, true)], judged)).toEqual(['severity'])
    expect(disputedFields([says({ severity: 2 })], judged)).toEqual([])
  })

  it('tells the same words again from others', () => {
    expect(sameCorrected({ rules: ['2a', '2b'] }, { rules: ['2b', '2a'] })).toBe(true)
    expect(sameCorrected({ primary: null }, {})).toBe(false)
    expect(sameCorrected({ severity: 2 }, { severity: 2, group: true })).toBe(false)
  })
})

describe('completing what was left out', () => {
  it.each<[string, Corrected, Partial<FeedbackLabels>]>([
    [
      'no complaint: level 4, no rules, no code, no demands',
      { nature: 'praise' },
      { severity: 4, rules: [], primary: null },
    ],
    ['a milder level drops the graver rules', { severity: 2 }, { rules: ['2b', '2c'] }],
    ['level 3 has none', { severity: 3 }, { rules: [] }],
    ['rules give the level', { rules: ['2c'] }, { severity: 2 }],
    ['rules taken away leave level 3', { rules: [] }, { severity: 3 }],
    ['a calm text has no dominant emotion', { emotion: 1 }, { dominant: 'none' }],
    ['no repeat, no count', { repeat: false }, { repeat_count: null }],
    ['nothing said, nothing changed', {}, judged],
  ])('%s', (_, given, expected) => {
    expect(completeLabels(judged, given)).toMatchObject({ ...given, ...expected })
    expect(issuesOf(given)).toEqual([])
  })

  it('takes a code that becomes the first out of the others', () => {
    const two = { ...judged, secondary: ['SP-04', 'SP-02'] }
    expect(completeLabels(two, { primary: 'SP-04' })).toMatchObject({ primary: 'SP-04', secondary: ['SP-02'] })
  })
})

describe('what contradicts itself', () => {
  it.each<[string, Corrected, string[], FeedbackLabels?]>([
    ['praise of level 1', { nature: 'praise', severity: 1 }, ['severity']],
    ['praise with rules', { nature: 'praise', rules: ['2c'] }, ['rules']],
    ['a complaint of level 4', { severity: 4 }, ['severity']],
    ['level 2 without its rule', { severity: 2, rules: [] }, ['rules']],
    ['level 2 by a rule of level 1', { severity: 2, rules: ['1a', '2c'] }, ['rules']],
    ['level 3 with a rule', { severity: 3, rules: ['2c'] }, ['rules']],
    ['a complaint without a code', { primary: null }, ['primary']],
    ['a complaint that was none, without code and level', { nature: 'complaint' }, ['severity', 'primary'], praise],
    ['the same code twice', { also_ok: ['PQ-08'], secondary: ['PQ-08'] }, ['also_ok', 'secondary']],
    ['other codes without a first', { nature: 'enquiry', also_ok: ['PQ-01'] }, ['also_ok']],
    ['calm and angry', { emotion: 1, dominant: 'anger' }, ['dominant']],
    ['heated without a name', { emotion: 3 }, ['dominant'], praise],
    ['a count without a repeat', { repeat_count: 2 }, ['repeat_count'], praise],
    ['a graver level without its rule', { severity: 1 }, ['rules'], { ...judged, severity: 2, rules: ['2b'] }],
  ])('%s', (_, given, paths, base) => {
    expect(issuesOf(given, base)).toEqual(paths)
    for (const { message } of labelIssues(completeLabels(base ?? judged, given)))
      expect(message).toMatch(/\p{Script=Han}.* \/ [a-zT]/u)
  })

  it('lets through exactly what the labelled sets take, for every mixture of nature, level, rules, emotion and code', () => {
    const rest = {
      id: 'x',
      text: 'x',
      lang: 'zh',
      slice: null,
      domain: 'other',
      channel: 'app',
      register: 'chat',
      situation: 'x',
      source: 'x',
    }
    let taken = 0
    for (const nature of NATURES)
      for (const severity of LEVELS)
        for (const rules of [[], ...RULES.map((r) => [r])])
          for (const emotion of [1, 3] as const)
            for (const dominant of DOMINANTS)
              for (const primary of [null, 'SP-07']) {
                const labels = { ...judged, nature, severity, rules, emotion, dominant, primary }
                if (labelIssues(labels).length > 0) continue
                taken++
                expect(labelledCaseSchema.safeParse({ ...rest, ...labels }).success).toBe(true)
              }
    // Complaints with a code: 9 rules at their level and level 3 without; four natures with a code and without; 5 ways to feel.
    expect(taken).toBe((10 + 4 * 2) * 5)
  })
})

describe('the shape of a correction', () => {
  it('has the fields of the labels and no others, none twice in a list', () => {
    expect(Object.keys(judged)).toEqual(FEEDBACK_FIELDS)
    expect(correctedSchema.safeParse({ severty: 2 }).success).toBe(false)
    expect(correctedSchema.safeParse({ demands: ['refund', 'refund'] }).success).toBe(false)
    expect(correctedSchema.safeParse({ secondary: ['SP-01', 'SP-02', 'SP-03'] }).success).toBe(false)
    expect(correctedSchema.safeParse({ primary: 'sp-7' }).success).toBe(false)
  })

  it('says something, and one thing only', () => {
    const ok = (value: unknown) => feedbackRequestSchema.safeParse(value).success
    expect([
      ok({}),
      ok({ corrected: {} }),
      ok({ agree: false }),
      ok({ agree: true, corrected: { group: true } }),
    ]).toEqual([false, false, false, false])
    expect([ok({ agree: true }), ok({ agree: true, corrected: {} }), ok({ corrected: { primary: null } })]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('knows the codes of the policy', () => {
    const known = new Set(['SP-07'])
    expect(unknownCodes({ primary: 'SP-07', also_ok: ['SP-70'], secondary: ['SP-07'] }, known)).toMatchObject([
      { path: 'also_ok' },
    ])
    expect(unknownCodes({ primary: null }, known)).toEqual([])
  })
})

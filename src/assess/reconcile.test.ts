import { describe, expect, it } from 'vitest'
import { anAssessment, evidenceOf, signal } from '../../test/harness/assessments.ts'
import { anOpinion, aVerdict } from '../../test/harness/opinions.ts'
import type { Assessment } from '../domain/assessment.ts'
import { standingLevel } from '../domain/floors.ts'
import type { Level } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReconcileRules } from '../domain/policy/reconcile-rules.ts'
import { readText } from '../domain/text/reading.ts'
import { readPolicy, readReconcileRules } from '../node/policy-files.ts'
import { checkOpinion, checkVerdict } from './llm/check-opinion.ts'
import { createQuoteFinder } from './llm/locate-quote.ts'
import type { Opinion, Verdict } from './llm/opinion.ts'
import { findQuarrel } from './llm/verify.ts'
import { reconcile } from './reconcile.ts'

const [policy, rules] = await Promise.all([readPolicy([]), readReconcileRules()])
const TEXT = '热水壶炸了,烫伤了手,打了三次电话没人管,大家都这样,我要找记者'
const quoted = (quote: string) => evidenceOf(TEXT, quote)

interface Given {
  local?: Partial<Assessment>
  opinion?: Partial<Opinion>
  second?: Partial<Verdict>
  alone?: boolean
  raiseOnly?: boolean
  policy?: Policy
  rules?: ReconcileRules
}
const reconciled = (given: Given) => bothOf(given).assessment
function bothOf({
  local: over,
  opinion: said,
  second,
  alone = false,
  raiseOnly = false,
  policy: p = policy,
  rules: r = rules,
}: Given) {
  const local = anAssessment(over)
  const check = {
    find: createQuoteFinder({ reading: readText(TEXT), masked: TEXT }),
    codes: new Set(p.codes.map((c) => c.code)),
    trust: r.trust,
  }
  const opinion = checkOpinion(anOpinion(said), check)
  const quarrel = findQuarrel(local, opinion, standingLevel(local, TEXT, p), r, raiseOnly)
  return reconcile(
    {
      local,
      opinion,
      quarrel,
      second: second ? checkVerdict(aVerdict(second), check) : null,
      alone,
      raiseOnly,
      original: TEXT,
    },
    p,
    r,
  )
}
/** A severity whose distribution is the local engine's at that level. */
const at = (level: Level, sure = 0.7): Assessment['severity'] => {
  const distribution = [0.1, 0.1, 0.1, 0.1] as Assessment['severity']['distribution']
  distribution[level - 1] = sure
  return { ...anAssessment().severity, level, confidence: sure, distribution }
}
const severity = (level: Level, ...rules: Opinion['severity']['rules']): Opinion['severity'] => ({
  level,
  rules,
  quotes: ['烫伤了手'],
})

describe('sureness', () => {
  const fields: [string, Given['opinion'], Given['opinion'], (a: Assessment) => number][] = [
    ['nature', {}, { nature: 'praise' }, (a) => a.nature.confidence],
    ['severity', {}, { severity: severity(2, '2b') }, (a) => a.severity.distribution[2]],
    [
      'types',
      { types: [{ code: 'SP-07', role: 'primary', quotes: ['没人管'] }] },
      { types: [{ code: 'SP-02', role: 'primary', quotes: ['没人管'] }] },
      (a) => a.types.find((t) => t.code === 'SP-07')!.confidence,
    ],
    [
      'emotion',
      {},
      { emotion: { level: 4, dominant: 'anger', quotes: ['没人管'] } },
      (a) => (a.emotion.level === 2 ? a.emotion.confidence : 0),
    ],
    [
      'repeat',
      {},
      { repeat: { mentioned: true, count: null, quotes: ['打了三次电话'] } },
      (a) => (a.repeat.mentioned ? 1 - a.repeat.confidence : a.repeat.confidence),
    ],
    [
      'group',
      {},
      { group: { mentioned: true, quotes: ['大家都这样'] } },
      (a) => (a.group.mentioned ? 1 - a.group.confidence : a.group.confidence),
    ],
  ]
  it.each(fields)('of %s rises where both say the same and falls where they do not', (_, same, other, sureness) => {
    const before = sureness(anAssessment())
    expect(sureness(reconciled({ opinion: same! }))).toBeGreaterThan(before)
    expect(sureness(reconciled({ opinion: other! }))).toBeLessThan(before)
  })

  it('stays a probability, and the level’s distribution one', () => {
    const { severity: s } = reconciled({ local: { severity: at(1) }, opinion: { severity: severity(3) } })
    expect(s.distribution.reduce((a, b) => a + b)).toBeCloseTo(1)
    expect(s.confidence).toBe(s.distribution[s.level - 1])
  })

  it('falls below what asks for a person where the two are far apart', () => {
    const { severity: s } = reconciled({ local: { severity: at(3, 0.75) }, opinion: { severity: severity(1, '1a') } })
    expect(s.confidence).toBeLessThan(policy.thresholds.review.severity)
  })
})

describe('who decides', () => {
  it('the model, where the local engine is in two minds', () => {
    const unsure = { ...at(3), distribution: [0.05, 0.3, 0.6, 0.05] as Assessment['severity']['distribution'] }
    const { severity: s } = reconciled({ local: { severity: unsure }, opinion: { severity: severity(2, '2c') } })
    expect(s).toMatchObject({ level: 2, rules: ['2c'], evidence: [{ quote: '烫伤了手' }] })
  })

  it('the nature, whether there is a level at all: what is grave only if it were a complaint is not', () => {
    const enquiry: Partial<Assessment> = {
      nature: { value: 'enquiry', confidence: 0.9 },
      severity: { ...at(4), distribution: [0.05, 0.01, 0.01, 0.93] },
    }
    const opinion: Given['opinion'] = { nature: 'enquiry', severity: { level: 4, rules: [], quotes: [] } }
    expect(reconciled({ local: enquiry, opinion }).severity).toMatchObject({ level: 4, rules: [] })
    const threat = { nature: 'enquiry' as const, severity: severity(1, '1a') }
    expect(reconciled({ local: enquiry, opinion: threat, second: { level: 1 } }).severity.level).toBe(1)
    expect(reconciled({ local: enquiry, opinion: threat, second: { level: 4 } }).severity.level).toBe(4)
    expect(reconciled({ local: enquiry, opinion: threat, alone: true }).severity.level).toBe(1)
  })

  it('the local engine, where it is sure and the model gives no words that stand', () => {
    const { severity: s } = reconciled({
      local: { severity: at(3, 0.9) },
      opinion: { severity: { level: 2, rules: ['2c'], quotes: ['全家都病了'] } },
    })
    expect(s.level).toBe(3)
  })

  it('on the code likewise, and the loser stays as a rival', () => {
    const local: Assessment['types'] = [{ code: 'SP-07', role: 'primary', confidence: 0.35, evidence: [] }]
    const { types } = reconciled({
      local: { types: local },
      opinion: { types: [{ code: 'PQ-08', role: 'primary', quotes: ['炸了'] }] },
    })
    expect(types).toMatchObject([
      { code: 'PQ-08', role: 'primary', evidence: [{ quote: '炸了' }] },
      { code: 'SP-07', role: 'alternative' },
    ])
    const kept = reconciled({
      local: { types: [{ ...local[0]!, confidence: 0.95 }] },
      opinion: { types: [{ code: 'PQ-08', role: 'primary', quotes: ['爆了'] }] },
    })
    expect(kept.types[0]!.code).toBe('SP-07')
  })

  it('on the codes of what becomes a complaint, the model alone', () => {
    const local = { nature: { value: 'enquiry' as const, confidence: 0.5 }, types: [], severity: at(4, 0.5) }
    const { nature, types } = reconciled({
      local,
      opinion: { types: [{ code: 'PQ-08', role: 'primary', quotes: ['炸了'] }] },
    })
    expect(nature.value).toBe('complaint')
    expect(types[0]).toMatchObject({ code: 'PQ-08', role: 'primary' })
  })

  it('nobody takes a threat away; one that the model quotes is added', () => {
    const ours = { channel: 'legal' as const, stance: 'threatened' as const, evidence: [] }
    const { threats } = reconciled({
      local: { threats: [ours] },
      opinion: { threats: [{ channel: 'media', stance: 'threatened', quotes: ['我要找记者'] }] },
    })
    expect(threats).toMatchObject([
      { channel: 'media', evidence: [{ quote: '我要找记者' }] },
      { channel: 'legal', stance: 'threatened' },
    ])
  })

  it('an unsure word of a threat is not enough', () => {
    const sure = { ...anOpinion().sure, threats: 0.1 }
    const threats: Opinion['threats'] = [{ channel: 'media', stance: 'threatened', quotes: ['我要找记者'] }]
    expect(reconciled({ opinion: { threats, sure } }).threats).toEqual([])
  })

  it('a feeling is named where there is one, and none in calm', () => {
    const ours = { ...anAssessment().emotion, level: 1 as const, confidence: 0.6, dominant: 'none' as const }
    const calm = reconciled({
      local: { emotion: ours },
      opinion: { emotion: { level: 1, dominant: 'anger', quotes: [] } },
    })
    expect(calm.emotion).toMatchObject({ level: 1, dominant: 'none', evidence: [] })
    const angry = reconciled({ opinion: { emotion: { level: 3, dominant: 'anger', quotes: ['没人管'] } } }).emotion
    expect(angry.dominant).toBe('anger')
  })

  it('the count of earlier contacts is the local engine’s where it read one', () => {
    const said: Opinion['repeat'] = { mentioned: true, count: 3, quotes: ['打了三次电话'] }
    const ours = { mentioned: true, confidence: 0.8, count: 2, evidence: [] }
    expect(reconciled({ local: { repeat: ours }, opinion: { repeat: said } }).repeat.count).toBe(2)
    expect(reconciled({ local: { repeat: { ...ours, count: null } }, opinion: { repeat: said } }).repeat.count).toBe(3)
  })

  it('what neither says often is not demanded; what both say is', () => {
    const { demands } = reconciled({
      local: { demands: ['refund', 'apology'] },
      opinion: { demands: ['refund', 'replace'] },
    })
    expect(demands).toEqual(['refund'])
  })
})

describe('two of three', () => {
  const far = { local: { severity: at(3) }, opinion: { severity: severity(1, '1a') } }
  it('decide the level', () => {
    expect(reconciled({ ...far, second: { level: 1, quotes: ['烫伤了手'] } }).severity).toMatchObject({
      level: 1,
      rules: ['1a'],
    })
    expect(reconciled({ ...far, second: { level: 3 } }).severity.level).toBe(3)
  })

  it('decide whether it is a complaint, when the level says so', () => {
    const enquiry: Given = {
      local: {
        nature: { value: 'enquiry', confidence: 0.9 },
        severity: { ...at(4), distribution: [0.02, 0.04, 0.04, 0.9] },
      },
      opinion: { severity: severity(2, '2b') },
    }
    expect(reconciled({ ...enquiry, second: { level: 2 } })).toMatchObject({
      nature: { value: 'complaint' },
      severity: { level: 2, rules: ['2b'] },
    })
    expect(reconciled({ ...enquiry, second: { level: 4 } })).toMatchObject({
      nature: { value: 'enquiry' },
      severity: { level: 4, rules: [] },
    })
  })

  it('and cannot make it lighter than a model may', () => {
    const praise = { nature: 'praise' as const, severity: { level: 4 as const, rules: [], quotes: [] } }
    const local = {
      severity: { ...at(2), distribution: [0.05, 0.55, 0.1, 0.3] as Assessment['severity']['distribution'] },
      nature: { value: 'complaint' as const, confidence: 0.7 },
    }
    expect(reconciled({ local, opinion: praise, second: { level: 4 } })).toMatchObject({
      nature: { value: 'complaint' },
      severity: { level: 3, rules: [] },
    })
    expect(reconciled({ local, opinion: praise, second: { level: 2 } })).toMatchObject({
      nature: { value: 'complaint' },
      severity: { level: 2 },
    })
  })

  it('keep out a threat that the model alone sees', () => {
    const opinion: Given['opinion'] = { threats: [{ channel: 'media', stance: 'threatened', quotes: ['我要找记者'] }] }
    expect(reconciled({ opinion, second: {} }).threats).toEqual([])
    expect(reconciled({ opinion, second: { threats: [{ channel: 'social', stance: 'done' }] } }).threats).toHaveLength(
      1,
    )
  })
})

describe('the floor', () => {
  const burned = { signals: [signal('injury', [quoted('烫伤了手')])], severity: at(3) }
  it('keeps the nature under which it holds, however sure the model is', () => {
    for (const alone of [false, true]) {
      const { nature, signals } = reconciled({
        local: burned,
        opinion: { nature: 'praise', severity: { level: 4, rules: [], quotes: [] } },
        second: { level: 4 },
        alone,
      })
      expect(nature.value).toBe('complaint')
      expect(signals).toEqual(burned.signals)
    }
  })

  it('keeps its level where a threat that the model adds is what the policy excepts', () => {
    const excepting = { ...policy, floors: policy.floors.map((f) => ({ ...f, none: [...f.none, 'threat'] })) }
    const said: Given = {
      local: burned,
      opinion: { threats: [{ channel: 'media', stance: 'threatened', quotes: ['我要找记者'] }] },
    }
    expect(reconciled({ ...said, policy: excepting }).severity.level).toBe(1)
    expect(reconciled({ ...said, policy }).severity.level).toBe(3)
  })

  it('may rest on a threat to the head office: it is not made «done»', () => {
    const threat = { channel: 'executive' as const, evidence: [] }
    const { threats } = reconciled({
      local: { threats: [{ ...threat, stance: 'threatened' }] },
      opinion: { threats: [{ channel: 'executive', stance: 'done', quotes: ['没人管'] }] },
    })
    expect(threats).toMatchObject([{ stance: 'threatened' }])
  })

  it('leaves the measures, tags and vector as they were', () => {
    const local = {
      measures: { ...anAssessment().measures, days: [{ value: 9, start: 0, end: 2 }] },
      vector: new Float32Array(2),
    }
    const after = reconciled({ local, opinion: { severity: severity(1, '1a') } })
    expect(after.measures).toBe(local.measures)
    expect(after.vector).toBe(local.vector)
  })
})

describe('a model that judges lighter', () => {
  const praise: Given['opinion'] = { nature: 'praise', severity: { level: 4, rules: [], quotes: [] } }
  const lightly = (level: Level, over: Partial<Assessment> = {}, more: Given = {}) =>
    bothOf({
      local: { severity: at(level, 0.4), nature: { value: 'complaint', confidence: 0.55 }, ...over },
      opinion: praise,
      ...more,
    })

  it.each([false, true])('takes one step and no more, and a person is told of the rest (alone: %s)', (alone) => {
    const second = { level: 4 as const }
    const of = (level: Level) => {
      const { assessment, held } = lightly(level, {}, { second, alone })
      return [assessment.severity.level, assessment.nature.value, held]
    }
    expect([of(1), of(2), of(3)]).toEqual([
      [2, 'complaint', true],
      [3, 'complaint', true],
      [4, 'praise', false],
    ])
  })

  it('takes none where the local engine raises a grave flag', () => {
    const threat = (channel: 'media' | 'regulator') => [{ channel, stance: 'threatened' as const, evidence: [] }]
    const unsafe = { ...at(2, 0.4), rules: ['2e' as const] }
    const coded: Assessment['types'] = [{ code: 'PQ-08', role: 'primary', confidence: 0.4, evidence: [] }]
    const noFloor = { ...policy, floors: [] }
    for (const over of [
      { threats: threat('media') },
      { threats: threat('regulator') },
      { severity: unsafe },
      { types: coded },
    ])
      for (const second of [undefined, { level: 4 as const }]) {
        const more: Given = { policy: noFloor, ...(second ? { second } : {}) }
        const { assessment, held } = lightly(3, over, more)
        expect([assessment.severity.level, assessment.nature.value, held]).toEqual([
          over.severity?.level ?? 3,
          'complaint',
          true,
        ])
      }
  })

  it('is not said to be held where a floor holds', () => {
    const { assessment, held } = lightly(1, { signals: [signal('injury', [quoted('烫伤了手')])] })
    expect([assessment.severity.level <= 2, held]).toEqual([true, false])
  })

  it('may go as far as the policy says', () => {
    const { local, opinion } = {
      local: { severity: at(1, 0.4), nature: { value: 'complaint' as const, confidence: 0.55 } },
      opinion: praise,
    }
    for (const [steps, level] of [
      [0, 1],
      [2, 3],
      [3, 4],
    ] as const) {
      const { assessment } = bothOf({ local, opinion, second: { level: 4 }, rules: { ...rules, lighter: { steps } } })
      expect(assessment.severity.level).toBe(level)
    }
  })
})

describe('a text that gives instructions', () => {
  const local: Partial<Assessment> = {
    severity: at(2),
    signals: [signal('injection')],
    repeat: { mentioned: true, confidence: 0.6, count: null, evidence: [] },
    group: { mentioned: true, confidence: 0.6, evidence: [] },
    demands: ['refund'],
    emotion: { ...anAssessment().emotion, level: 3 },
  }
  it('makes nothing lighter', () => {
    const {
      nature,
      severity: s,
      repeat,
      group,
      demands,
      emotion,
      types,
    } = reconciled({
      local,
      opinion: {
        nature: 'praise',
        severity: { level: 4, rules: [], quotes: [] },
        emotion: { level: 1, dominant: 'none', quotes: [] },
      },
      second: { level: 4 },
      raiseOnly: true,
    })
    expect(nature).toEqual(anAssessment().nature)
    expect(s).toEqual(local.severity)
    expect([repeat.mentioned, group.mentioned, demands, emotion.level]).toEqual([true, true, ['refund'], 3])
    expect(types).toEqual(anAssessment().types)
  })

  it('may make it graver', () => {
    const said = { severity: severity(1, '1a') }
    expect(
      reconciled({ local, opinion: said, second: { level: 1, quotes: ['炸了'] }, raiseOnly: true }).severity.level,
    ).toBe(1)
  })
})

describe('the model alone, as the caller wished', () => {
  it('decides where its word stands', () => {
    const after = reconciled({
      local: { severity: at(3, 0.95) },
      opinion: {
        severity: severity(2, '2b'),
        types: [{ code: 'PQ-08', role: 'primary', quotes: ['炸了'] }],
        emotion: { level: 5, dominant: 'anger', quotes: ['没人管'] },
      },
      alone: true,
    })
    expect(after).toMatchObject({
      severity: { level: 2, rules: ['2b'] },
      emotion: { level: 5, dominant: 'anger' },
    })
    expect(after.types[0]!.code).toBe('PQ-08')
  })

  it('and not where it does not', () => {
    const after = reconciled({
      local: { severity: at(3, 0.95) },
      opinion: {
        severity: { level: 2, rules: ['2b'], quotes: ['全家都病了'] },
        types: [{ code: 'XX-01', role: 'primary', quotes: ['炸了'] }],
        emotion: { level: 5, dominant: 'anger', quotes: ['砸店'] },
      },
      alone: true,
    })
    expect(after.severity.level).toBe(3)
    expect(after.types).toEqual(anAssessment().types)
    expect(after.emotion.level).toBe(2)
  })
})

import { describe, expect, it } from 'vitest'
import { anAssessment } from '../../test/harness/assessments.ts'
import { anOpinion } from '../../test/harness/opinions.ts'
import { at, type Given, policy, reconciled, severity } from '../../test/harness/reconciling.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { Opinion } from './llm/opinion.ts'

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

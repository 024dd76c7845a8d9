import { describe, expect, it } from 'vitest'
import { anAssessment, signal } from '../../test/harness/assessments.ts'
import { at, bothOf, type Given, policy, quoted, reconciled, rules, severity } from '../../test/harness/reconciling.ts'
import type { Assessment } from '../domain/assessment.ts'
import type { Level } from '../domain/labels.ts'

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

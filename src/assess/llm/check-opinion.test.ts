import { describe, expect, it } from 'vitest'
import { anOpinion, aVerdict } from '../../../test/harness/opinions.ts'
import { readText } from '../../domain/text/reading.ts'
import { readReconcileRules } from '../../node/policy-files.ts'
import { checkOpinion, checkVerdict } from './check-opinion.ts'
import { createQuoteFinder } from './locate-quote.ts'
import type { Opinion } from './opinion.ts'

const { trust } = await readReconcileRules()
const TEXT = '热水壶炸了,烫伤了手,打了三次电话没人管,我要找记者'
const codes = new Set(['PQ-08', 'SP-02', 'SP-07'])
const check = { find: createQuoteFinder({ reading: readText(TEXT), masked: TEXT }), codes, trust }
const checked = (over: Partial<Opinion>) => checkOpinion(anOpinion(over), check)

describe('quotes of an opinion', () => {
  it('become places in the text', () => {
    const { severity } = checked({ severity: { level: 1, rules: ['1a'], quotes: ['烫伤了手'] } })
    expect(severity).toEqual({
      value: { level: 1, rules: ['1a'] },
      evidence: [{ quote: '烫伤了手', start: 6, end: 10 }],
      trust: 1,
    })
  })

  it('that do not stand are dropped, and the more of them the less is left of the weight', () => {
    const of = (...quotes: string[]) => checked({ emotion: { level: 4, dominant: 'anger', quotes } })
    const half = of('没人管', '气死我了')
    expect(half.emotion.evidence.map((e) => e.quote)).toEqual(['没人管'])
    expect(half.dropped.quotes).toBe(1)
    expect(half.emotion.trust).toBeCloseTo((1 + trust.quotesLost) / 2)
    expect(of('气死我了').emotion.trust).toBeCloseTo(trust.quotesLost)
    expect(of('没人管').emotion.trust).toBe(1)
    expect(of().emotion.trust).toBe(trust.noQuote)
  })

  it('are not asked of what needs none', () => {
    const { severity, repeat, group, emotion } = checked({ emotion: { level: 2, dominant: 'anger', quotes: [] } })
    expect([severity.trust, repeat.trust, group.trust, emotion.trust]).toEqual([1, 1, 1, 1])
  })

  it('make a threat: without one that stands there is none', () => {
    const { threats } = checked({
      threats: [
        { channel: 'media', stance: 'threatened', quotes: ['我要找记者'] },
        { channel: 'legal', stance: 'done', quotes: ['已经报警'] },
        { channel: 'social', stance: 'done', quotes: [] },
      ],
    })
    expect(threats.map((t) => t.value)).toEqual([{ channel: 'media', stance: 'threatened' }])
  })

  it('of a channel that is both threatened and used make one threat, the graver', () => {
    const both = (channel: 'media' | 'executive') =>
      checked({
        threats: [
          { channel, stance: 'threatened', quotes: ['我要找记者'] },
          { channel, stance: 'done', quotes: ['没人管'] },
        ],
      }).threats
    expect(both('media')).toMatchObject([{ value: { stance: 'done' }, evidence: [{}, {}] }])
    expect(both('executive')).toMatchObject([{ value: { stance: 'threatened' } }])
  })
})

describe('the level of an opinion', () => {
  const level = (level: 1 | 2 | 3 | 4, rules: Opinion['severity']['rules'], ...quotes: string[]) =>
    checked({ severity: { level, rules, quotes } }).severity

  it('follows the gravest rule it names, where words stand for it', () => {
    expect(level(3, ['2c', '1a'], '烫伤了手').value).toEqual({ level: 1, rules: ['1a'] })
    expect(level(1, ['2b'], '我要找记者').value).toEqual({ level: 2, rules: ['2b'] })
  })

  it('stays where no word stands, with the rules of that level alone', () => {
    expect(level(3, ['1a'], '烧死了').value).toEqual({ level: 3, rules: [] })
    expect(level(2, ['1a', '2b']).value).toEqual({ level: 2, rules: ['2b'] })
  })

  it('that is not its rules’ weighs less', () => {
    expect(level(2, ['2b'], '我要找记者').trust).toBe(1)
    expect(level(3, ['1a'], '烫伤了手').trust).toBe(trust.inconsistent)
    expect(level(1, [], '烫伤了手').trust).toBe(trust.inconsistent)
  })
})

describe('the codes of an opinion', () => {
  const types = (...codes: string[]) =>
    checked({ types: codes.map((code, i) => ({ code, role: i ? 'secondary' : 'primary', quotes: ['没人管'] })) })

  it('must be the policy’s, and each that is not costs weight', () => {
    const { types: said, dropped } = types('SP-02', 'XX-01', 'PQ-98')
    expect(said.value).toEqual({ primary: 'SP-02', others: [] })
    expect(said.trust).toBeCloseTo(trust.refusedCode ** 2)
    expect(dropped.codes).toBe(2)
  })

  it('count once, and there is no primary where the one it named is refused', () => {
    expect(types('SP-02', 'SP-02', 'PQ-08').types.value.others).toMatchObject([{ code: 'PQ-08' }])
    expect(types('XX-01', 'PQ-08').types.value.primary).toBeNull()
  })

  it('are a second matter with words of their own alone', () => {
    const { types: said } = checked({
      types: [
        { code: 'PQ-08', role: 'primary', quotes: ['炸了'] },
        { code: 'SP-02', role: 'secondary', quotes: ['没人管'] },
        { code: 'SP-07', role: 'secondary', quotes: ['还没送到'] },
      ],
    })
    expect(said.value.others.map((o) => o.role)).toEqual(['secondary', 'alternative'])
  })
})

it('what a model is less sure of weighs less', () => {
  const sure = { nature: 0, severity: 0.5, types: 1, emotion: 1, threats: 1 }
  const { nature, severity } = checked({ sure })
  expect(nature.trust).toBe(trust.unsure)
  expect(severity.trust).toBeCloseTo((1 + trust.unsure) / 2)
})

it('a second look is held against text and policy as well', () => {
  const { level, primary } = checkVerdict(
    aVerdict({ level: 1, primary: 'XX-01', quotes: ['烫伤了手', '死了人'] }),
    check,
  )
  expect(level).toMatchObject({ value: 1, evidence: [{ quote: '烫伤了手' }] })
  expect(level.trust).toBeCloseTo((1 + trust.quotesLost) / 2)
  expect(primary).toBeNull()
  expect(checkVerdict(aVerdict({ agrees: false, primary: 'SP-02' }), check)).toMatchObject({
    level: { trust: trust.inconsistent },
    primary: 'SP-02',
  })
})

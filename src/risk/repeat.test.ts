import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPrior } from '../../test/harness/assessments.ts'
import { NOW } from '../../test/harness/records.ts'
import { RISKS } from '../domain/labels.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { Prior } from '../ports/triage-store.ts'
import { type RepeatFacts, repeatRisk } from './repeat.ts'

const policy = await readPolicy([])
let n = 0
const onSame = (over: Partial<Prior> = {}) => aPrior({ id: `tri_${++n}`, ...over })
const onOther = (over: Partial<Prior> = {}) =>
  aPrior({ id: `tri_${++n}`, keys: { customer: 'c1', phone: null, order: `other${n}` }, codes: ['TD-09'], ...over })
const judge = (priors: Prior[], over: Partial<RepeatFacts> = {}) =>
  repeatRisk(
    {
      matter: { orderKey: 'o1', product: null, codes: ['SP-07'] },
      priors,
      outsideNow: false,
      mentioned: { value: false, count: null },
      ...over,
    },
    policy,
    (ms) => new Date(ms).toISOString(),
  )

describe('repeatRisk (guide 9)', () => {
  it('none: no earlier complaint in the window', () => {
    expect(judge([])).toEqual({
      mentioned: false,
      count: null,
      risk: 'none',
      score: 0,
      priorCount: 0,
      sameIssue: false,
      factors: [],
      earlier: [],
    })
  })

  it('low: one or two, all on other matters', () => {
    expect(judge([onOther()])).toMatchObject({ risk: 'low', sameIssue: false, priorCount: 1 })
    expect(judge([onOther(), onOther()])).toMatchObject({ risk: 'low', sameIssue: false, priorCount: 2 })
  })

  it('low: other matters stay other, though one was taken outside, and though this one is', () => {
    expect(judge([onOther({ outside: true })], { outsideNow: true }).risk).toBe('low')
  })

  it('medium: exactly one on the same matter and nothing taken outside', () => {
    expect(judge([onSame()])).toMatchObject({ risk: 'medium', sameIssue: true })
    expect(judge([onSame(), onOther(), onOther()]).risk).toBe('medium')
  })

  it('medium: three or more unrelated ones (a frequent claimant), and never high by those alone', () => {
    expect(judge([onOther(), onOther(), onOther()])).toMatchObject({ risk: 'medium', sameIssue: false })
    expect(judge(Array.from({ length: 12 }, () => onOther())).risk).toBe('medium')
  })

  it('high: two or more on the same matter', () => {
    expect(judge([onSame(), onSame()])).toMatchObject({ risk: 'high', sameIssue: true, priorCount: 2 })
  })

  it('high: one on the same matter, followed by a regulator, a lawyer or a public post', () => {
    expect(judge([onSame()], { outsideNow: true })).toMatchObject({ risk: 'high' })
    expect(judge([onSame({ outside: true })]).risk).toBe('high')
    expect(judge([onSame()], { outsideNow: true }).factors.map((f) => f.id)).toContain('taken-outside')
  })

  it('a complaint that arrives through a regulator with none before it raises nothing', () => {
    expect(judge([], { outsideNow: true })).toMatchObject({ risk: 'none', score: 0, factors: [] })
  })

  it('guide 6: what the text says stands in `mentioned` and the score, and never in the risk of the records', () => {
    const said = judge([], { mentioned: { value: true, count: 3 } })
    expect(said).toMatchObject({ mentioned: true, count: 3, risk: 'none', priorCount: 0, sameIssue: false })
    expect(said.score).toBeGreaterThan(0)
    expect(judge([onSame(), onSame()], { mentioned: { value: true, count: 1 } }).score).toBe(
      judge([onSame(), onSame()]).score,
    )
  })

  it('names the earlier ones, ten at most, and which were on this matter', () => {
    const priors = [onSame({ id: 'tri_a' }), onOther({ id: 'tri_b' }), ...Array.from({ length: 15 }, () => onOther())]
    const { earlier, priorCount } = judge(priors)
    expect(earlier).toHaveLength(10)
    expect(priorCount).toBe(17)
    expect(earlier.slice(0, 2)).toMatchObject([
      { id: 'tri_a', sameIssue: true },
      { id: 'tri_b', sameIssue: false },
    ])
    expect(Date.parse(earlier[0]!.receivedAt)).toBeLessThan(NOW)
  })

  it('one more complaint never lowers the risk or the score', () => {
    const anyPrior = fc
      .record({ same: fc.boolean(), outside: fc.boolean() })
      .map(({ same, outside }) => (same ? onSame({ outside }) : onOther({ outside })))
    fc.assert(
      fc.property(fc.array(anyPrior, { maxLength: 5 }), anyPrior, fc.boolean(), (priors, more, outsideNow) => {
        const a = judge(priors, { outsideNow })
        const b = judge([more, ...priors], { outsideNow })
        expect(RISKS.indexOf(b.risk)).toBeGreaterThanOrEqual(RISKS.indexOf(a.risk))
        expect(b.score).toBeGreaterThanOrEqual(a.score)
      }),
    )
  })
})

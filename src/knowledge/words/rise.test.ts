import { describe, expect, it } from 'vitest'
import { erfc, riseOf, standing, testOf } from './rise.ts'

describe('how a word stands against the month before', () => {
  it('gives the log-likelihood ratio of Dunning 1993 («the swiss», table 2)', () => {
    expect(riseOf(110, 110 + 2442, 111, 111 + 29114).g2).toBeCloseTo(270.72, 2)
  })

  it('gives p by the chi-squared distribution of one degree of freedom', () => {
    for (const [x, value] of [
      [0, 1],
      [0.5, 0.4795001222],
      [2, 0.004677734981],
      [5, 1.5374597944e-12],
    ] as const)
      expect(erfc(x) / value).toBeCloseTo(1, 6)
    const { g2, p } = riseOf(30, 100, 18, 100)
    expect([g2, p].map((x) => x.toFixed(4))).toEqual(['3.9804', '0.0460'])
  })

  it('answers one, and nothing sure, where the shares are the same', () => {
    const same = riseOf(20, 100, 40, 200)
    expect(same.g2).toBeCloseTo(0, 10)
    expect(same.p).toBeCloseTo(1, 4)
    expect(same.ratioLow).toBeLessThan(1)
    expect(same.ratioHigh).toBeGreaterThan(1)
    expect(same.ratio).toBeCloseTo(1, 1)
  })

  it('has an interval about the plain ratio, open above where there was none before', () => {
    const { ratioLow, ratioHigh } = riseOf(40, 100, 10, 100)
    // Wilson's interval of 40 in 50 is 0.670 to 0.888; as odds 2.03 to 7.91.
    expect(ratioLow).toBeCloseTo(2.026, 2)
    expect(ratioHigh).toBeCloseTo(7.895, 2)
    expect(riseOf(10, 100, 0, 100)).toMatchObject({ ratio: 21, ratioHigh: null })
    expect(riseOf(10, 100, 0, 100).ratioLow).toBeGreaterThan(2)
  })

  it('asks for a rise only: a fall is no finding, however sure', () => {
    expect(testOf(40, 100, 10, 100).p).toBeLessThan(1e-5)
    expect(testOf(10, 100, 40, 100).p).toBeGreaterThan(0.9999)
  })
})

describe('which stand among many tried', () => {
  const tests = (...ps: number[]) => ps.map((p) => ({ p, least: 0 }))

  it('is the step-up of Benjamini and Hochberg 1995 (their example of 15)', () => {
    const ps = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ]
    expect(standing(tests(...ps), 0.05).filter(Boolean)).toHaveLength(4)
    expect(standing(tests(0.05, 0.04, 0.03), 0.05)).toEqual([true, true, true])
    expect(standing([], 0.05)).toEqual([])
  })

  it('does not count what could never have stood, nor let it stand', () => {
    const rare = Array.from({ length: 999 }, () => ({ p: 0.03, least: 0.02 }))
    expect(standing([{ p: 0.001, least: 1e-9 }, ...rare], 0.05)).toEqual([true, ...rare.map(() => false)])
    expect(standing([...tests(0.001), ...rare.map(() => ({ p: 0.5, least: 0 }))], 0.05)[0]).toBe(false)
  })
})

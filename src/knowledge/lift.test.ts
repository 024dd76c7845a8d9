import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { houseMean, liftOf } from './lift.ts'

const rated = (ratings: number, mean: number, recentUses = 0) => ({ recentUses, ratings, stars: ratings * mean })

describe('how use and ratings move a script', () => {
  it('leaves what nobody used nor rated where it stood, and what is rated as everything is', () => {
    expect(liftOf(rated(0, 0), 4.2)).toEqual({ by: 0, why: [] })
    expect(liftOf(rated(10, 4), 4).by).toBeCloseTo(0)
  })

  it('by the Bayesian mean: one rating moves little, many move more, and both ways', () => {
    // (5 × 3 + 5) / 6 = 3.33; (3.33 − 3) × 0.05 / 2 = 0.0083
    expect(liftOf(rated(1, 5), 3).by).toBeCloseTo(0.00833, 4)
    expect(liftOf(rated(20, 5), 3).by).toBeCloseTo(0.04, 4)
    expect(liftOf(rated(20, 1), 3).by).toBeCloseTo(-0.04, 4)
  })

  it('by use, of which each next counts less: 20 uses in 30 days are half of what it can', () => {
    expect(liftOf(rated(0, 0, 20), 3).by).toBeCloseTo(0.015)
    expect(liftOf(rated(0, 0, 2000), 3).by).toBeLessThan(0.03)
  })

  it('shows the effect', () => {
    expect(liftOf({ recentUses: 8, ratings: 12, stars: 55 }, 3).why).toEqual([
      '好评 4.6(12) rated +0.028',
      '近30天使用 8 次 used +0.009',
    ])
    expect(liftOf(rated(9, 1), 3).why).toEqual(['评分偏低 1.0(9) rated -0.032'])
  })

  it('is bounded whatever is counted, and never falls when stars or uses grow', () => {
    const count = fc.nat(100_000)
    fc.assert(
      fc.property(
        count,
        count,
        fc.double({ min: 1, max: 5, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (uses, n, stars, mean) => {
          const { by } = liftOf(rated(n, stars, uses), mean)
          expect(by).toBeGreaterThanOrEqual(-0.05)
          expect(by).toBeLessThanOrEqual(0.08)
          expect(liftOf(rated(n, Math.min(5, stars + 0.5), uses), mean).by).toBeGreaterThanOrEqual(by - 1e-12)
          expect(liftOf(rated(n, stars, uses + 1), mean).by).toBeGreaterThanOrEqual(by)
        },
      ),
    )
  })

  it('takes the house’s mean from all ratings, drawn to the middle while they are few', () => {
    expect(houseMean([])).toBe(3)
    expect(houseMean([{ id: 'a', ...rated(10, 5) }])).toBe(4)
    expect(
      houseMean([
        { id: 'a', ...rated(990, 5) },
        { id: 'b', ...rated(0, 0) },
      ]),
    ).toBeCloseTo(4.98)
  })
})

import { expect, test } from 'vitest'
import { basicInterval, bootstrap, percentileInterval, type Tally, valuesOf } from './bootstrap.ts'
import { nearestRank, quantile } from './quantile.ts'
import { createRandom } from './random.ts'

const share = (right: number, wrong: number): Tally => ({
  cell: Int32Array.from({ length: right + wrong + 1 }, (_, i) => (i < right ? 1 : i < right + wrong ? 0 : -1)),
  cells: 2,
  figures: 1,
  evaluate(counts, out) {
    out[0] = counts[1]! / (counts[0]! + counts[1]!)
  },
})

test('the interval of a share is that of the binomial law it resamples', () => {
  // n = 200, p = 0.8: the 2.5% and 97.5% quantiles of Binomial(200, 0.8) are 149 and 171 (whole fractions in python3).
  const tally = share(160, 40)
  expect(valuesOf(tally)[0]).toBe(0.8)
  const interval = percentileInterval(bootstrap(tally, 10_000, createRandom('share'))[0]!)!
  expect(interval.low).toBeCloseTo(149 / 200, 2)
  expect(interval.high).toBeCloseTo(171 / 200, 2)
})

test('the same seed gives the same draws, another seed others', () => {
  const draws = (seed: string) => bootstrap(share(30, 12), 500, createRandom(seed))[0]!
  expect(draws('a')).toEqual(draws('a'))
  expect(draws('a')).not.toEqual(draws('b'))
})

test('draws without a value are left out, and none give no interval', () => {
  const tally: Tally = { ...share(1, 1), evaluate: (counts, out) => (out[0] = counts[1] === 0 ? Number.NaN : 1) }
  const drawn = bootstrap(tally, 1000, createRandom('nan'))[0]!
  expect(drawn.length).toBeGreaterThan(650)
  expect(drawn.length).toBeLessThan(850)
  expect(percentileInterval(bootstrap(share(0, 0), 100, createRandom('none'))[0]!)).toBeNull()
})

test('the basic interval turns the percentile interval round the value, within 0 and 1', () => {
  const sorted = Float64Array.from({ length: 101 }, (_, i) => i / 100)
  const around = basicInterval(sorted, 0.5)!
  expect(around.low).toBeCloseTo(0.025, 12)
  expect(around.high).toBeCloseTo(0.975, 12)
  expect(basicInterval(sorted, 0.1)!.low).toBe(0)
})

test('quantiles between numbers and by nearest rank', () => {
  const xs = [1, 2, 4, 8, 16, 32, 64]
  // numpy.quantile, whose default is R's type 7.
  expect(quantile(xs, 0.025)).toBeCloseTo(1.15, 12)
  expect(quantile(xs, 0.5)).toBe(8)
  expect(quantile(xs, 0.9)).toBeCloseTo(44.8, 12)
  expect(quantile([], 0.5)).toBeNaN()
  expect(nearestRank(xs, 0.5)).toBe(8)
  expect(nearestRank(xs, 0.95)).toBe(64)
  expect(nearestRank(xs, 0)).toBe(1)
})

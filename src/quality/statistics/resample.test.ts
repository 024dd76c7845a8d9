import { expect, test } from 'vitest'
import { createRandom } from './random.ts'
import { createBinomial, createResampler } from './resample.ts'

/** Chi-squared of observed against expected counts, cells of fewer than 5 expected joined. */
function chiSquared(observed: number[], expected: number[]): { statistic: number; cells: number } {
  let [o, e, statistic, cells] = [0, 0, 0, 0]
  observed.forEach((x, i) => {
    o += x
    e += expected[i]!
    if (e < 5) return
    statistic += (o - e) ** 2 / e
    cells++
    o = e = 0
  })
  return { statistic, cells }
}

// Small means go by inversion, large ones by rejection, p over a half by its mirror. The bound is five standard deviations
// of chi-squared over its mean; the seed is fixed, so this either always holds or never.
test.each([
  [20, 0.1],
  [40, 0.3],
  [500, 0.02],
  [494, 0.88],
  [3000, 0.25],
])('draws follow the binomial law of %d and %d', (n, p) => {
  const times = 20_000
  const binomial = createBinomial(n, createRandom(`binomial/${n}/${p}`))
  const observed = new Array<number>(n + 1).fill(0)
  for (let i = 0; i < times; i++) observed[binomial(n, p)]!++
  const expected: number[] = []
  let log = n * Math.log(1 - p)
  for (let k = 0; k <= n; k++) {
    expected.push(times * Math.exp(log))
    log += Math.log(((n - k) * p) / ((k + 1) * (1 - p)))
  }
  const { statistic, cells } = chiSquared(observed, expected)
  expect(cells).toBeGreaterThan(5)
  expect(statistic).toBeLessThan(cells + 5 * Math.sqrt(2 * cells))
})

test('a resample draws as many cases, each cell by its share, large and small alike', () => {
  const counts = [300, 100, 50, 3, 2, 1, 1, 0, 43]
  const n = 500
  const draw = createResampler(counts, createRandom('cells'))
  const out = new Int32Array(counts.length)
  const times = 20_000
  const sums = counts.map(() => 0)
  const squares = counts.map(() => 0)
  let product = 0
  for (let r = 0; r < times; r++) {
    draw(out)
    expect(out.reduce((a, b) => a + b, 0)).toBe(n)
    out.forEach((x, i) => {
      sums[i]! += x
      squares[i]! += x * x
    })
    product += out[0]! * out[3]!
  }
  counts.forEach((count, i) => {
    const p = count / n
    const mean = sums[i]! / times
    const variance = squares[i]! / times - mean ** 2
    const deviation = Math.sqrt(n * p * (1 - p))
    expect(Math.abs(mean - count)).toBeLessThanOrEqual((5 * deviation) / Math.sqrt(times))
    expect(Math.abs(variance - deviation ** 2)).toBeLessThanOrEqual(0.06 * deviation ** 2)
  })
  // Cells of a multinomial go against each other: covariance -n p q, here of a large and a small one.
  const covariance = product / times - (sums[0]! / times) * (sums[3]! / times)
  expect(Math.abs(covariance + (n * 300 * 3) / n / n)).toBeLessThan(0.8)
})

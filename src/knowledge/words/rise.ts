import { wilson } from '../../quality/statistics/wilson.ts'

/** How a word stands in one month against the month before. */
export interface Rise {
  ratio: number
  /** 95%; `ratioHigh` is null where the month before has none: no upper bound. */
  ratioLow: number
  ratioHigh: number | null
  g2: number
  p: number
}

/**
 * `a` of `n` complainants against `b` of `m` the month before; n and m at least 1.
 *
 * - `g2`: the log-likelihood ratio 2 Σ O ln(O / E) over the four cells of (month, has the word or not), by which rare
 *   words can be compared (Dunning 1993, «Accurate Methods for the Statistics of Surprise and Coincidence»); `p` by the
 *   chi-squared distribution of one degree of freedom.
 * - `ratio`: ((a + ½) / (n + 1)) / ((b + ½) / (m + 1)), the halves so that none before is no division by nought.
 * - its interval: given a + b, a is binomial with π = n r / (n r + m) (Przyborowski and Wilenski 1940); Wilson's score
 *   interval (1927) of π, taken back to r = π m / ((1 - π) n). Without the halves, so a small count's ratio may lie
 *   towards one side of it.
 */
export function riseOf(a: number, n: number, b: number, m: number): Rise {
  const cells: [seen: number, row: number, column: number][] = [
    [a, n, a + b],
    [n - a, n, n + m - a - b],
    [b, m, a + b],
    [m - b, m, n + m - a - b],
  ]
  const sum = cells.reduce(
    (total, [seen, row, column]) => (seen === 0 ? total : total + seen * Math.log((seen * (n + m)) / (row * column))),
    0,
  )
  const g2 = Math.max(0, 2 * sum)
  const part = wilson(a, a + b) ?? { low: 0, high: 1 }
  const back = (pi: number) => (pi * m) / ((1 - pi) * n)
  return {
    ratio: (a + 0.5) / (n + 1) / ((b + 0.5) / (m + 1)),
    ratioLow: back(part.low),
    ratioHigh: part.high === 1 ? null : back(part.high),
    g2,
    p: erfc(Math.sqrt(g2 / 2)),
  }
}

/** A one-sided p-value, and the least that it could have been with these totals. */
export interface Tested {
  p: number
  least: number
}

/** Whether a word rose, asked on one side; at the least all who used it did so in the later month. */
export function testOf(a: number, n: number, b: number, m: number): Tested {
  const { p } = riseOf(a, n, b, m)
  return { p: a * m > b * n ? p / 2 : 1 - p / 2, least: riseOf(Math.min(a + b, n), n, 0, m).p / 2 }
}

/**
 * Which of these stand when no more than `share` of those that stand may be chance (Benjamini and Hochberg 1995): a
 * thousand words tried at 0.01 would give ten for nothing. Words too rare to stand whatever they did are not counted
 * among those tried (Tarone 1990, Gilbert 2005): most words are.
 */
export function standing(tests: readonly Tested[], share: number): boolean[] {
  const leasts = tests.map(({ least }) => least).sort((x, y) => x - y)
  let tried = 1
  while (tried < leasts.length && leasts[tried]! <= share / tried) tried++
  const reachable = share / tried
  const sorted = tests.flatMap(({ p, least }) => (least <= reachable ? [p] : [])).sort((x, y) => x - y)
  let bound = -1
  sorted.forEach((p, i) => {
    if (p <= ((i + 1) / sorted.length) * share) bound = p
  })
  return tests.map(({ p, least }) => least <= reachable && p <= bound)
}

/** The complementary error function for x >= 0, good to 1.2e-7 of its value (Numerical Recipes, `erfcc`). */
export function erfc(x: number): number {
  const t = 1 / (1 + x / 2)
  return t * Math.exp(CHEBYSHEV.reduceRight((sum, c) => sum * t + c, 0) - x * x)
}

const CHEBYSHEV = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
]

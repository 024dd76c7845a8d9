import type { Random } from './random.ts'

/** Cells that hold fewer cases than this are drawn case by case; a binomial draw costs about as much as this many cases. */
const FEW = 12

/**
 * Resampling of n cases with replacement, seen through a partition into cells: what a bootstrap needs is how often each
 * cell was drawn, which is multinomial. Large cells are drawn by conditional binomials, the rest case by case: exactly the
 * law of drawing n indices, at a cost of the cells and not of the cases.
 * @param counts cases in each cell.
 * @returns `draw(out)` writes one resample's counts; `out` has the length of `counts`.
 */
export function createResampler(counts: ArrayLike<number>, random: Random): (out: Int32Array) => void {
  const cells = Array.from({ length: counts.length }, (_, i) => i)
  const large = cells.filter((i) => counts[i]! >= FEW).sort((a, b) => counts[b]! - counts[a]! || a - b)
  const few = Int32Array.from(
    cells.filter((i) => counts[i]! < FEW).flatMap((i) => new Array<number>(counts[i]!).fill(i)),
  )
  const n = large.reduce((sum, i) => sum + counts[i]!, few.length)
  const binomial = createBinomial(n, random)
  return (out) => {
    out.fill(0)
    let left = n
    let mass = n
    for (const i of large) {
      const count = counts[i]!
      const drawn = mass === count ? left : binomial(left, count / mass)
      out[i] = drawn
      left -= drawn
      mass -= count
    }
    random.scatter(left, few, out)
  }
}

/**
 * Draws from Binomial(n, p) for n up to `most`: inversion where np is small, else Hörmann's BTRS (1993). Both follow the
 * law but for rounding.
 */
export function createBinomial(most: number, random: Random): (n: number, p: number) => number {
  const logFactorial = new Float64Array(most + 1)
  for (let k = 2; k <= most; k++) logFactorial[k] = logFactorial[k - 1]! + Math.log(k)
  const draw = (n: number, p: number): number => {
    if (p > 0.5) return n - draw(n, 1 - p)
    if (n === 0 || p === 0) return 0
    return n * p < 10 ? byInversion(n, p) : byRejection(n, p)
  }
  return draw

  function byInversion(n: number, p: number): number {
    const odds = p / (1 - p)
    for (;;) {
      let u = random()
      let term = (1 - p) ** n
      for (let k = 0; k <= n; k++) {
        if (u < term) return k
        u -= term
        term *= (odds * (n - k)) / (k + 1)
      }
      // Only rounding brings us past n: draw again.
    }
  }

  function byRejection(n: number, p: number): number {
    const spread = Math.sqrt(n * p * (1 - p))
    const b = 1.15 + 2.53 * spread
    const a = -0.0873 + 0.0248 * b + 0.01 * p
    const centre = n * p + 0.5
    const safe = 0.92 - 4.2 / b
    const alpha = (2.83 + 5.1 / b) * spread
    const logOdds = Math.log(p / (1 - p))
    const mode = Math.floor((n + 1) * p)
    const height = logFactorial[mode]! + logFactorial[n - mode]!
    for (;;) {
      const u = random() - 0.5
      const v = random()
      const us = 0.5 - Math.abs(u)
      const k = Math.floor(((2 * a) / us + b) * u + centre)
      if (k < 0 || k > n) continue
      if (us >= 0.07 && v <= safe) return k
      const bound = height - logFactorial[k]! - logFactorial[n - k]! + (k - mode) * logOdds
      if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k
    }
  }
}

/** Two runs over the same cases: `lost` were right in the first only, `won` in the second only. */
export interface McNemar {
  /** Exact, two-sided: twice the smaller binomial tail, at most 1. */
  exact: number
  /** The same with half the weight of the observed split (Fagerland, Lydersen and Laake 2013). */
  midP: number
  /** Mid-p of the one-sided question whether the second run is worse. */
  midPWorse: number
}

export function mcnemar(lost: number, won: number): McNemar {
  const n = lost + won
  const small = Math.min(lost, won)
  const tail = halfBinomialTail(small, n)
  const point = halfBinomialPoint(small, n)
  // P(X >= lost) under a fair coin; by symmetry P(X <= won).
  const upper = halfBinomialTail(won, n)
  return {
    exact: Math.min(1, 2 * tail),
    midP: lost === won ? 1 : 2 * tail - point,
    midPWorse: upper - halfBinomialPoint(won, n) / 2,
  }
}

/** P(X = k) for X ~ Binomial(n, 1/2). */
export function halfBinomialPoint(k: number, n: number): number {
  const m = Math.min(k, n - k)
  if (n <= 1000) {
    // Each step is one multiplication and one division: no logarithms, no loss of digits.
    let x = 2 ** -n
    for (let i = 1; i <= m; i++) x = (x * (n - m + i)) / i
    return x
  }
  let log = -n * Math.LN2
  for (let i = 1; i <= m; i++) log += Math.log((n - m + i) / i)
  return Math.exp(log)
}

/** P(X <= k) for X ~ Binomial(n, 1/2). */
export function halfBinomialTail(k: number, n: number): number {
  if (k >= n) return 1
  if (k > n - k - 1) return 1 - halfBinomialTail(n - k - 1, n)
  let term = halfBinomialPoint(k, n)
  let sum = 0
  // Downwards from the largest term, until the rest cannot matter.
  for (let i = k; i >= 0 && term > sum * 1e-18; i--) {
    sum += term
    term *= i / (n - i + 1)
  }
  return sum
}

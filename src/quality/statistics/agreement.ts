/**
 * Agreement of two raters from their table, row-major: counts[i * k + j] were called i by the first and j by the second.
 * NaN where chance alone must agree (all in one row and one column) or there is nothing.
 */
export const cohenKappa = (counts: ArrayLike<number>, k: number): number =>
  weightedKappa(counts, k, (i, j) => (i === j ? 0 : 1))

/** Kappa with disagreement weighed by the square of its distance (QWK): 1 - observed / expected. */
export const quadraticKappa = (counts: ArrayLike<number>, k: number): number =>
  weightedKappa(counts, k, (i, j) => (i - j) * (i - j))

function weightedKappa(counts: ArrayLike<number>, k: number, weight: (i: number, j: number) => number): number {
  const rows = new Float64Array(k)
  const columns = new Float64Array(k)
  let n = 0
  let observed = 0
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const count = counts[i * k + j]!
      rows[i]! += count
      columns[j]! += count
      n += count
      observed += count * weight(i, j)
    }
  let expected = 0
  for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) expected += rows[i]! * columns[j]! * weight(i, j)
  return expected === 0 ? Number.NaN : 1 - (observed * n) / expected
}

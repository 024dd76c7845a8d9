import { normalQuantile } from './normal.ts'

/** Wilson's score interval for `hits` of `n` (no continuity correction). Null where n is 0. */
export function wilson(hits: number, n: number, confidence = 0.95): { low: number; high: number } | null {
  if (n === 0) return null
  const z = normalQuantile(0.5 + confidence / 2)
  const p = hits / n
  const shrink = 1 + (z * z) / n
  const centre = (p + (z * z) / (2 * n)) / shrink
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  // At the ends the formula is exact but for rounding, which would give 1e-17 for none of n.
  return { low: hits === 0 ? 0 : centre - half, high: hits === n ? 1 : centre + half }
}

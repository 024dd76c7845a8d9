/**
 * Holm's step-down adjusted p-values, in the order given. With `weights` (positive) each hypothesis gets its part of alpha
 * (Benjamini and Hochberg 1997, procedure 1); equal weights give the common one. Reject where adjusted <= alpha.
 */
export function holm(ps: readonly number[], weights: readonly number[] = ps.map(() => 1)): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a]! / weights[a]! - ps[b]! / weights[b]! || a - b)
  const adjusted = new Array<number>(ps.length)
  let left = weights.reduce((a, b) => a + b, 0)
  let highest = 0
  for (const i of order) {
    highest = Math.max(highest, Math.min(1, (ps[i]! * left) / weights[i]!))
    adjusted[i] = highest
    left -= weights[i]!
  }
  return adjusted
}

import { createRandom } from '../../src/quality/statistics/random.ts'

/** A point near another on the unit sphere; `spread` is the length of the noise against the vector's own length of 1. */
export function near(vector: Float32Array, spread: number, gauss: () => number): Float32Array {
  const scale = spread / Math.sqrt(vector.length)
  const out = vector.map((x) => x + scale * gauss())
  const length = Math.hypot(...out)
  return out.map((x) => x / length)
}

/** Normal deviates by Box and Muller, the same for the same seed. */
export function gaussian(seed: string): () => number {
  const random = createRandom(seed)
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** The ids of the `k` nearest by cosine, looked at one by one: what an index is measured against. */
export function exactNearest(
  query: Float32Array,
  all: readonly { id: string; vector: Float32Array }[],
  k: number,
): string[] {
  const best: { id: string; score: number }[] = []
  for (const { id, vector } of all) {
    let score = 0
    for (let i = 0; i < query.length; i++) score += query[i]! * vector[i]!
    if (best.length === k && score <= best[k - 1]!.score) continue
    const at = best.findIndex((b) => b.score < score)
    best.splice(at < 0 ? best.length : at, 0, { id, score })
    if (best.length > k) best.pop()
  }
  return best.map((b) => b.id)
}

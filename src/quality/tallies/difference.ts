import type { Tally } from '../statistics/bootstrap.ts'

/**
 * The figures of `other` minus those of `base` over the same cases: a tally over the pairs of cells that occur, so that a
 * resample draws a case with both its answers. A case that counts in one only is drawn for that one.
 */
export function differenceOf(base: Tally, other: Tally): Tally {
  const known = new Map<number, number>()
  const first: number[] = []
  const second: number[] = []
  const cell = Int32Array.from(base.cell, (b, i) => {
    const o = other.cell[i]!
    if (b < 0 && o < 0) return -1
    const key = (b + 1) * (other.cells + 1) + o + 1
    const at = known.get(key)
    if (at !== undefined) return at
    known.set(key, first.length)
    first.push(b)
    second.push(o)
    return first.length - 1
  })
  const baseCounts = new Int32Array(base.cells)
  const otherCounts = new Int32Array(other.cells)
  const baseOut = new Float64Array(base.figures)
  return {
    cell,
    cells: first.length,
    figures: Math.min(base.figures, other.figures),
    evaluate(counts, out) {
      baseCounts.fill(0)
      otherCounts.fill(0)
      for (let i = 0; i < first.length; i++) {
        const n = counts[i]!
        if (n === 0) continue
        if (first[i]! >= 0) baseCounts[first[i]!]! += n
        if (second[i]! >= 0) otherCounts[second[i]!]! += n
      }
      base.evaluate(baseCounts, baseOut)
      other.evaluate(otherCounts, out)
      for (let f = 0; f < out.length; f++) out[f]! -= baseOut[f]!
    },
  }
}

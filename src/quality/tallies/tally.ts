import type { MeasureId } from '../names.ts'
import type { RunRow } from '../run.ts'
import type { Tally } from '../statistics/bootstrap.ts'

/** A tally with the measures its figures are, in order. */
export interface NamedTally extends Tally {
  measures: readonly MeasureId[]
  /** Cases each figure is of, where that is not all that have a cell. */
  counted?: readonly number[]
  /** For a share: hits and things counted, from the cell counts. */
  share?(counts: ArrayLike<number>): { hits: number; n: number }
}

/** Right, wrong, or not counted: cells 1, 0 and -1. */
export function yesNo(
  measure: MeasureId,
  rows: readonly RunRow[],
  hit: (row: RunRow) => boolean | undefined,
): NamedTally {
  const cell = Int32Array.from(rows, (row) => {
    const right = hit(row)
    return right === undefined ? -1 : Number(right)
  })
  return {
    measures: [measure],
    cell,
    cells: 2,
    figures: 1,
    evaluate(counts, out) {
      out[0] = counts[1]! / (counts[0]! + counts[1]!)
    },
    share: (counts) => ({ hits: counts[1]!, n: counts[0]! + counts[1]! }),
  }
}

/** Cells for whatever distinct kinds of row there are: `kinds[cell]` is the kind. Rows of kind undefined do not count. */
export function cellsOf<T extends readonly (string | number | boolean)[]>(
  rows: readonly RunRow[],
  kindOf: (row: RunRow) => T | undefined,
): { cell: Int32Array; cells: number; kinds: T[] } {
  const known = new Map<string, number>()
  const kinds: T[] = []
  const cell = Int32Array.from(rows, (row) => {
    const kind = kindOf(row)
    if (kind === undefined) return -1
    const key = kind.join('|')
    const at = known.get(key)
    if (at !== undefined) return at
    known.set(key, kinds.length)
    kinds.push(kind)
    return kinds.length - 1
  })
  return { cell, cells: kinds.length, kinds }
}

import type { MeasureId } from '../names.ts'
import type { SetMatch } from '../reading.ts'
import type { RunRow } from '../run.ts'
import { f1, precision, recall } from '../statistics/f1.ts'
import { cellsOf, type NamedTally } from './tally.ts'

/** Micro precision, recall and F1 of a field with several values: hits, false alarms and misses summed over cases. */
export function setTally(
  measures: readonly [MeasureId, MeasureId, MeasureId] | readonly [MeasureId],
  rows: readonly RunRow[],
  match: (row: RunRow) => SetMatch | undefined,
): NamedTally {
  const { cell, cells, kinds } = cellsOf(rows, (row) => {
    const m = match(row)
    return m && ([m.hits, m.falseAlarms, m.missed] as const)
  })
  return {
    measures,
    cell,
    cells,
    figures: measures.length,
    evaluate(counts, out) {
      let hits = 0
      let falseAlarms = 0
      let missed = 0
      for (let i = 0; i < cells; i++) {
        const n = counts[i]!
        const kind = kinds[i]!
        hits += n * kind[0]
        falseAlarms += n * kind[1]
        missed += n * kind[2]
      }
      out[measures.length - 1] = f1(hits, falseAlarms, missed)
      if (measures.length === 1) return
      out[0] = precision(hits, falseAlarms)
      out[1] = recall(hits, missed)
    },
  }
}

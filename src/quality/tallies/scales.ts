import type { MeasureId } from '../names.ts'
import type { RunRow } from '../run.ts'
import { quadraticKappa } from '../statistics/agreement.ts'
import { type NamedTally, yesNo } from './tally.ts'

/** An error counts as the answer farthest from the label (of two as far, the milder emotion). */
const farthest = (label: number, steps: number): number => (label - 1 >= steps - label ? 1 : steps)

/** Exact, within one and QWK of a field on a scale from 1 to `steps`. */
export function scaleTallies(
  field: 'level' | 'emotion',
  steps: number,
  rows: readonly RunRow[],
  labelled: (row: RunRow) => number | undefined,
  answered: (row: RunRow) => number | undefined,
): NamedTally[] {
  const id = (what: 'exact' | 'within_one' | 'qwk'): MeasureId => `${field}.${what}`
  const within = (measure: MeasureId, most: number) =>
    yesNo(measure, rows, (row) => {
      const label = labelled(row)
      const answer = answered(row)
      return label === undefined ? undefined : answer !== undefined && Math.abs(label - answer) <= most
    })
  const kappa: NamedTally = {
    measures: [id('qwk')],
    cell: Int32Array.from(rows, (row) => {
      const label = labelled(row)
      return label === undefined ? -1 : (label - 1) * steps + (answered(row) ?? farthest(label, steps)) - 1
    }),
    cells: steps * steps,
    figures: 1,
    evaluate(counts, out) {
      out[0] = quadraticKappa(counts, steps)
    },
  }
  return [within(id('exact'), 0), within(id('within_one'), 1), kappa]
}

import type { MeasureId } from '../names.ts'
import type { RunRow } from '../run.ts'
import { f1 } from '../statistics/f1.ts'
import { type NamedTally, yesNo } from './tally.ts'

type Flag = 'media' | 'external' | 'repeat' | 'group'

/** Accuracy, precision, recall and F1 of a yes-or-no field. An error counts as the wrong answer. */
export function flagTallies(
  flag: Flag,
  rows: readonly RunRow[],
  labelled: (row: RunRow) => boolean | undefined,
  answered: (row: RunRow) => boolean | undefined,
): NamedTally[] {
  const id = (what: 'accuracy' | 'precision' | 'recall' | 'f1'): MeasureId => `${flag}.${what}`
  const said = (row: RunRow): boolean => answered(row) ?? !labelled(row)
  const accuracy = yesNo(id('accuracy'), rows, (row) => {
    const is = labelled(row)
    return is === undefined ? undefined : said(row) === is
  })
  const precision = yesNo(id('precision'), rows, (row) =>
    labelled(row) !== undefined && said(row) ? labelled(row) : undefined,
  )
  const recall = yesNo(id('recall'), rows, (row) => (labelled(row) ? said(row) : undefined))
  const score: NamedTally = {
    measures: [id('f1')],
    cell: Int32Array.from(rows, (row) => {
      const is = labelled(row)
      return is === undefined ? -1 : Number(is) * 2 + Number(said(row))
    }),
    cells: 4,
    figures: 1,
    evaluate(counts, out) {
      out[0] = f1(counts[3]!, counts[1]!, counts[2]!)
    },
  }
  return [accuracy, precision, recall, score]
}

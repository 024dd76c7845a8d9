import { acceptedCodes, primaryOf } from '../reading.ts'
import type { RunRow } from '../run.ts'
import { equalMassBins } from '../statistics/calibration.ts'
import type { NamedTally } from './tally.ts'

export type SureField = 'level' | 'code'

/** What an answer said of how sure it is, and whether it was right. */
export interface Sure {
  /** Null: an error, or no code named. */
  confidence: number | null
  right: boolean
}

/** Undefined where the field is not labelled. */
export function sureOf(field: SureField, { labels, answer }: RunRow): Sure | undefined {
  if (field === 'level')
    return labels.severity === undefined
      ? undefined
      : { confidence: answer?.severity.confidence ?? null, right: answer?.severity.level === labels.severity }
  const accepted = acceptedCodes(labels)
  if (!accepted) return undefined
  const primary = primaryOf(answer)
  return { confidence: primary?.confidence ?? null, right: primary !== null && accepted.includes(primary.code) }
}

/** The labelled cases from the surest down, as parallel arrays; equal confidences by row. */
export interface SureCases {
  /** Index of each case among the rows. */
  row: Int32Array
  /** 0 for the cases that state none; they stand last, so that `stated` is where they begin. */
  confidence: Float64Array
  right: Uint8Array
  stated: number
}

export function sureCases(field: SureField, rows: readonly RunRow[]): SureCases {
  const sure = rows.map((row) => sureOf(field, row))
  const rank = (i: number) => sure[i]!.confidence ?? -1
  const row = Int32Array.from(sure.flatMap((s, i) => (s ? [i] : []))).sort((a, b) => rank(b) - rank(a) || a - b)
  return {
    row,
    confidence: Float64Array.from(row, (i) => Math.max(0, rank(i))),
    right: Uint8Array.from(row, (i) => Number(sure[i]!.right)),
    stated: row.reduce((n, i) => n + Number(sure[i]!.confidence !== null), 0),
  }
}

/** Those that state a confidence. */
export const statedOnly = (c: SureCases): SureCases => ({
  row: c.row.subarray(0, c.stated),
  confidence: c.confidence.subarray(0, c.stated),
  right: c.right.subarray(0, c.stated),
  stated: c.stated,
})

/**
 * ECE (10 bins of equal mass, fixed by the whole set), Brier and AURC of a field, drawn together. ECE and Brier are of the
 * cases with a stated confidence, AURC of all. Each case is a cell of its own, since a confidence is a number and no
 * kind; the cells stand from the surest down, so that one walk gives all three (what the functions of statistics/ give).
 */
export function suretyTally(field: SureField, rows: readonly RunRow[]): NamedTally {
  const all = sureCases(field, rows)
  const stated = statedOnly(all)
  const { bin, bins } = equalMassBins(stated.confidence, 10)
  const n = all.row.length
  const cell = new Int32Array(rows.length).fill(-1)
  all.row.forEach((r, i) => {
    cell[r] = i
  })
  // What is not stated stands last, so the first cells are the stated ones.
  const over = Float64Array.from(stated.confidence, (c, i) => c - stated.right[i]!)
  const wrong = Float64Array.from(all.right, (r) => 1 - r)
  const closes = Uint8Array.from({ length: n }, (_, i) =>
    Number(i === n - 1 || all.confidence[i] !== all.confidence[i + 1]),
  )
  // From the surest down the bins come one after another.
  const ends = Int32Array.from({ length: bins }, (_, b) => bin.lastIndexOf(bins - 1 - b) + 1)
  return {
    measures: [`${field}.ece`, `${field}.brier`, `${field}.aurc`],
    counted: [over.length, over.length, n],
    cell,
    cells: n,
    figures: 3,
    evaluate(counts, out) {
      let cases = 0
      let squares = 0
      let errors = 0
      let area = 0
      let before = 0
      let gaps = 0
      let i = 0
      for (const end of ends) {
        let gap = 0
        for (; i < end; i++) {
          const w = counts[i]!
          const weighed = w * over[i]!
          cases += w
          gap += weighed
          squares += weighed * over[i]!
          errors += w * wrong[i]!
          if (closes[i] === 1 && cases > before) {
            area += (cases - before) * (errors / cases)
            before = cases
          }
        }
        gaps += Math.abs(gap)
      }
      out[0] = gaps / cases
      out[1] = squares / cases
      for (; i < n; i++) {
        cases += counts[i]!
        errors += counts[i]! * wrong[i]!
      }
      out[2] = (cases > before ? area + (cases - before) * (errors / cases) : area) / cases
    },
  }
}

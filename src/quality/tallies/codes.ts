import { acceptedCodes, primaryOf } from '../reading.ts'
import type { RunRow } from '../run.ts'
import { harmonic } from '../statistics/f1.ts'
import { cellsOf, type NamedTally } from './tally.ts'

/** What stands for no code. */
export const NO_CODE = 'none'

/** F1 of each code and their mean, drawn together. `codes[i]` is figure i + 1; figure 0 is macro-F1. */
export interface CodesTally extends NamedTally {
  codes: string[]
}

/**
 * Precision of a code: of the answers that name it, those accepted. Recall: of the cases whose primary label it is, those
 * whose answer was accepted. Without `also_ok` labels these are the common definitions; with them a code is neither
 * charged nor credited for a choice that the labeller left open. Macro-F1 is the plain mean over codes that are labelled.
 */
export function codesTally(rows: readonly RunRow[]): CodesTally {
  const { cell, cells, kinds } = cellsOf(rows, (row) => {
    const accepted = acceptedCodes(row.labels)
    if (!accepted) return undefined
    const answered = primaryOf(row.answer)?.code ?? NO_CODE
    return [accepted[0]!, answered, accepted.includes(answered)] as const
  })
  const codes = [...new Set(kinds.map((k) => k[0]))].sort()
  const index = new Map(codes.map((c, i) => [c, i]))
  const labelled = Int32Array.from(kinds, (k) => index.get(k[0])!)
  const answered = Int32Array.from(kinds, (k) => index.get(k[1]) ?? codes.length)
  const right = Int32Array.from(kinds, (k) => Number(k[2]))
  const support = new Int32Array(codes.length + 1)
  const found = new Int32Array(codes.length + 1)
  const named = new Int32Array(codes.length + 1)
  const namedRight = new Int32Array(codes.length + 1)
  return {
    measures: ['code.macro_f1'],
    codes,
    cell,
    cells,
    figures: codes.length + 1,
    evaluate(counts, out) {
      for (const sums of [support, found, named, namedRight]) sums.fill(0)
      for (let i = 0; i < cells; i++) {
        const n = counts[i]!
        if (n === 0) continue
        const hits = n * right[i]!
        support[labelled[i]!]! += n
        found[labelled[i]!]! += hits
        named[answered[i]!]! += n
        namedRight[answered[i]!]! += hits
      }
      let sum = 0
      let present = 0
      for (let c = 0; c < codes.length; c++) {
        out[c + 1] = Number.NaN
        if (support[c] === 0) continue
        const score = named[c] === 0 ? 0 : harmonic(namedRight[c]! / named[c]!, found[c]! / support[c]!)
        out[c + 1] = score
        sum += score
        present++
      }
      out[0] = present === 0 ? Number.NaN : sum / present
    },
  }
}

/** Mean number of codes an answer lists; errors are left out, they list nothing. */
export function listedTally(rows: readonly RunRow[]): NamedTally {
  const { cell, cells, kinds } = cellsOf(rows, (row) =>
    row.answer && acceptedCodes(row.labels) ? ([row.answer.types.length] as const) : undefined,
  )
  return {
    measures: ['code.listed'],
    cell,
    cells,
    figures: 1,
    evaluate(counts, out) {
      let n = 0
      let sum = 0
      for (let i = 0; i < cells; i++) {
        n += counts[i]!
        sum += counts[i]! * kinds[i]![0]
      }
      out[0] = sum / n
    },
  }
}

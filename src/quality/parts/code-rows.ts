import { acceptedCodes, primaryOf } from '../reading.ts'
import type { CodeRow, ConfusedPair } from '../report-data.ts'
import type { RunRow } from '../run.ts'
import { type CodesTally, NO_CODE } from '../tallies/codes.ts'
import { type Draws, estimate, proportionOf } from './figures.ts'

const PAIRS = 20
const IDS = 20

/** One row a code that is labelled or answered, by code. */
export function codeRows(rows: readonly RunRow[], tally: CodesTally, draws: Draws): CodeRow[] {
  const names = new Map<string, { zh: string; en: string }>()
  for (const { answer } of rows) for (const t of answer?.types ?? []) names.set(t.code, { zh: t.name, en: t.nameEn })
  const judged = rows.flatMap((row) => {
    const accepted = acceptedCodes(row.labels)
    if (!accepted) return []
    const answered = primaryOf(row.answer)?.code ?? NO_CODE
    return [{ labelled: accepted[0]!, answered, right: accepted.includes(answered) }]
  })
  const drawn = draws(tally, tally.measures[0]!)
  const codes = [...new Set(judged.flatMap((j) => [j.labelled, j.answered]))].filter((c) => c !== NO_CODE).sort()
  return codes.map((code) => {
    const precision = proportionOf(judged, (j) => (j.answered === code ? j.right : undefined))
    const recall = proportionOf(judged, (j) => (j.labelled === code ? j.right : undefined))
    const at = tally.codes.indexOf(code)
    const none = { n: 0, value: null, low: null, high: null }
    return {
      code,
      name: names.get(code) ?? null,
      support: recall.n,
      answered: precision.n,
      precision,
      recall,
      f1: at < 0 ? none : estimate(tally, at + 1, recall.n, drawn),
    }
  })
}

/** The pairs of labelled and answered code that were not accepted, most frequent first. */
export function confusedCodes(rows: readonly RunRow[]): ConfusedPair[] {
  const pairs = new Map<string, ConfusedPair>()
  for (const { id, labels, answer } of rows) {
    const accepted = acceptedCodes(labels)
    const answered = primaryOf(answer)?.code ?? NO_CODE
    if (!accepted || answer === null || accepted.includes(answered)) continue
    const key = `${accepted[0]} ${answered}`
    const pair = pairs.get(key) ?? { labelled: accepted[0]!, answered, n: 0, ids: [] }
    pair.n++
    if (pair.ids.length < IDS) pair.ids.push(id)
    pairs.set(key, pair)
  }
  return [...pairs.values()]
    .sort((a, b) => b.n - a.n || (`${a.labelled} ${a.answered}` < `${b.labelled} ${b.answered}` ? -1 : 1))
    .slice(0, PAIRS)
}

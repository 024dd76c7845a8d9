import { FAMILIES, familyOf, LEVELS, NATURES } from '../../domain/labels.ts'
import { acceptedCodes, acceptedFamilies, primaryOf } from '../reading.ts'
import type { Confusion, Report } from '../report-data.ts'
import type { RunRow } from '../run.ts'

const NONE = 'none'

function confusion(
  values: readonly (string | number)[],
  rows: readonly RunRow[],
  labelled: (row: RunRow) => string | number | undefined,
  answered: (row: RunRow) => string | number | undefined,
): Confusion {
  const names = values.map(String)
  const columns = [...names, NONE]
  const counts = names.map(() => columns.map(() => 0))
  let n = 0
  for (const row of rows) {
    const label = labelled(row)
    if (label === undefined) continue
    n++
    counts[names.indexOf(String(label))]![columns.indexOf(String(answered(row) ?? NONE))]!++
  }
  return { n, rows: names, columns, counts }
}

/** A family answered counts as the labelled one where it is accepted, so that the diagonal is the accepted share. */
function familyLabel(row: RunRow): string | undefined {
  const accepted = acceptedCodes(row.labels)
  if (!accepted) return undefined
  const code = primaryOf(row.answer)?.code
  const families = acceptedFamilies(accepted)
  return code !== undefined && families.includes(familyOf(code)) ? familyOf(code) : families[0]
}

export const confusions = (rows: readonly RunRow[]): Report['confusions'] => ({
  nature: confusion(
    NATURES,
    rows,
    (r) => r.labels.nature,
    (r) => r.answer?.nature,
  ),
  level: confusion(
    LEVELS,
    rows,
    (r) => r.labels.severity,
    (r) => r.answer?.severity.level,
  ),
  emotion: confusion(
    [1, 2, 3, 4, 5],
    rows,
    (r) => r.labels.emotion,
    (r) => r.answer?.emotion.level,
  ),
  family: confusion(FAMILIES, rows, familyLabel, (r) => {
    const code = primaryOf(r.answer)?.code
    return code && familyOf(code)
  }),
})

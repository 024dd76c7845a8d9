import type { FieldFinder } from './find-field.ts'
import { addPiece, type RawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'

/** A table of labels with their values beside them, one or two to a row, as write-ups in Word often begin. */
export const isForm = (rows: readonly (readonly string[])[], fields: FieldFinder<string>): boolean =>
  new Set(rows.map((row) => fields.exact(row[0] ?? '')).filter(Boolean)).size >= 2 && !isListing(rows, fields)

/** A table with a row for each item under a header of fields. */
export function isListing(rows: readonly (readonly string[])[], fields: FieldFinder<string>): boolean {
  const header = (rows[0] ?? []).filter((c) => c.trim() !== '')
  const found = new Set(header.map((c) => fields.find(c)?.field).filter((f) => f !== undefined))
  return (
    rows.length > 1 &&
    found.size >= 4 &&
    found.size * 2 >= header.length &&
    ['title', 'summary', 'scene', 'text'].some((f) => found.has(f))
  )
}

/** Reads a form into an item; `take` is given the pieces of a course. Answers the labels that mean nothing here. */
export function readForm(
  rows: readonly (readonly string[])[],
  raw: RawItem,
  readers: Readers,
  take: (course: string) => void,
): string[] {
  const fields = readers.fields[raw.kind]
  const unknown: string[] = []
  let current: string | null = null
  let person = false
  for (const row of rows) {
    let last = ''
    for (const [i, cell] of row.entries()) {
      const text = cell.trim()
      // The cells that a merged one covers repeat it.
      if (text === '' || text === last) continue
      last = text
      const label = text.length <= 20 ? fields.find(text) : null
      if (label && (label.sure || i === 0)) {
        current = label.field
        person = false
      } else if (readers.isPersonal(text)) {
        person = true
        current = null
      } else if (person) raw.people.push(text)
      else if (current === 'course') take(text)
      else if (current) addPiece(raw, current, text)
      else if (i === 0 && row.length > 1 && !readers.isAbout(text) && !readers.isIgnored(text)) unknown.push(text)
      // What follows a label that is not known is not another field's.
      if (i === 0 && !label && row.length > 1) current = null
    }
  }
  return unknown
}

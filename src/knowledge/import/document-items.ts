import type { Kind } from '../../domain/knowledge.ts'
import type { Document, Section } from '../../files/document.ts'
import { addProperties, saysKind } from './add-properties.ts'
import { kindOfNames } from './find-labels.ts'
import { isListing } from './form.ts'
import { addPiece, type RawItem, rawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { aNote, aWarning, cutList, fieldName } from './say.ts'
import { tableItems } from './table-items.ts'
import type { ItemFinding } from './types.ts'
import { walkSections } from './walk-sections.ts'

export interface FileItems {
  items: RawItem[]
  /** Of the file as a whole. */
  findings: ItemFinding[]
}

/** The items of a document: one as a rule; several where its chapters are whole write-ups, or a table lists them. */
export function documentItems(doc: Document, file: string, readers: Readers): FileItems {
  const kind = kindOfDocument(doc, readers)
  const listings = doc.sections.flatMap((s) => s.tables).filter((rows) => isListing(rows, readers.fields[kind]))
  if (listings.length > 0) {
    const read = listings.map((rows) => tableItems(tableOfRows(rows), file, readers))
    return { items: read.flatMap((r) => r.items), findings: read.flatMap((r) => r.findings) }
  }
  const flat = doc.how.startsWith('text')
  const items = chaptersOf(doc, kind, file, readers) ?? [
    walkSections(doc.sections, rawItem(kind, file, null), readers, flat),
  ]
  for (const raw of items) withProperties(raw, doc, readers)
  return { items: items.map((raw) => fromProse(raw.raw, raw.intro, readers)), findings: [] }

  function withProperties({ raw }: { raw: RawItem }, { properties, how }: Document, readers: Readers) {
    const own = rawItem(raw.kind, file, null)
    const unknown = addProperties(own, properties, readers)
    if (unknown.length > 0) raw.findings.push(unknownNames('unknown-field', unknown))
    raw.people.push(...own.people)
    raw.steps.unshift(...own.steps)
    for (const [field, pieces] of own.values) {
      // What Word keeps as a title is often that of another document; what the text says comes first.
      const weak = items.length > 1 || (how.startsWith('docx') && field === 'title')
      if (!raw.values.has(field)) for (const piece of pieces) addPiece(raw, field, piece)
      else if (!weak)
        raw.values.set(field, field === 'title' || field === 'scene' ? pieces : [...pieces, ...raw.values.get(field)!])
    }
  }
}

/** Headings or keys that were not read, named for whoever wonders where their words went. */
export const unknownNames = (rule: string, names: readonly string[]): ItemFinding =>
  aNote(
    rule,
    null,
    { zh: `没有读取:${cutList(names, '、')}`, en: `not read: ${cutList(names, ', ')}` },
    { zh: '要读取就改用通用的标题或列名', en: 'to have it read, use one of the usual headings or column names' },
  )

function kindOfDocument(doc: Document, readers: Readers): Kind {
  const { properties, sections } = doc
  for (const [key, value] of Object.entries(properties)) {
    const said = saysKind(key, value, readers)
    if (said) return said
  }
  const labels = sections.flatMap((s) => [
    s.heading,
    s.heading.replace(/[::].*$/s, ''),
    ...s.paragraphs.flatMap((p) => p.split('\n').map((line) => /^(.{1,30}?)[::]/.exec(line)?.[1] ?? '')),
    ...s.tables.flatMap((rows) => [...(rows[0] ?? []), ...rows.map((row) => row[0] ?? '')]),
  ])
  const votes = kindOfNames([...Object.keys(properties), ...labels].filter(Boolean), readers)
  const said = readers.kind(doc.name) ?? readers.kind(sections.find((s) => s.heading !== '')?.heading ?? '')
  if (votes.case === votes.script) return said ?? 'case'
  return votes.script > votes.case ? 'script' : 'case'
}

type Walked = ReturnType<typeof walkSections>

/** A document of several write-ups: chapters of one depth, two and more of which are whole. Null where it is one. */
function chaptersOf(doc: Document, kind: Kind, file: string, readers: Readers): Walked[] | null {
  const { sections } = doc
  const fields = readers.fields[kind]
  const begins = (s: Section): boolean => {
    const label = s.heading.replace(/[::].*$/s, '')
    const field = fields.exact(label)
    return (
      field === 'title' ||
      field === 'scene' ||
      (fields.find(s.heading) === null && field === null && !readers.isAbout(s.heading))
    )
  }
  const depths = [...new Set(sections.filter((s) => s.depth > 0 && begins(s)).map((s) => s.depth))].sort()
  for (const depth of depths) {
    const starts = sections.flatMap((s, i) => (s.depth === depth && begins(s) ? [i] : []))
    if (starts.length < 2) continue
    const walked = starts.map((from, n) =>
      walkSections(
        sections.slice(from, starts[n + 1]),
        rawItem(kind, file, n + 1),
        readers,
        doc.how.startsWith('text'),
      ),
    )
    const whole = walked.filter(({ raw, intro }) => isWhole(raw, intro))
    if (whole.length > 1) return whole.map((w, n) => ({ ...w, raw: { ...w.raw, row: n + 1 } }))
  }
  return null
}

function isWhole({ kind, values, steps }: RawItem, intro: readonly string[]): boolean {
  if (kind === 'script') return values.has('scene') && (values.has('text') || intro.length > 0)
  const told = values.has('summary') || steps.length > 0
  return told && ['result', 'outcome', 'rootCause', 'lessons'].some((f) => values.has(f))
}

/** Words without a heading: of a case what was complained of, of a script the words themselves, where nothing else says so. */
function fromProse(raw: RawItem, intro: readonly string[], readers: Readers): RawItem {
  const field = raw.kind === 'case' ? 'summary' : 'text'
  const titleField = raw.kind === 'case' ? 'title' : 'scene'
  const [line, ...rest] = intro
  if (line === undefined) return raw
  // The first line of all, short and no sentence, is what the paper is called.
  if (!raw.values.has(titleField) && line.length <= 80 && !/[。.!!??;;,,::]$/.test(line)) {
    addPiece(raw, titleField, line)
    return fromProse(raw, rest, readers)
  }
  if (raw.values.has(field)) raw.findings.push(unknownNames('unknown-text', intro))
  else {
    addPiece(raw, field, intro.join('\n'))
    const name = fieldName(readers.words, raw.kind, field)
    raw.findings.push(
      aWarning(
        'guessed',
        field,
        { zh: `没有标题的文字当作「${name.zh}」`, en: `text without a heading was taken as «${name.en}»` },
        { zh: '请核对,最好加上标题', en: 'check it; better give it a heading' },
      ),
    )
  }
  return raw
}

const tableOfRows = (rows: readonly (readonly string[])[]) => ({
  columns: rows[0]!.map((c) => c.trim()),
  rows: rows
    .slice(1)
    .map((row, i) => ({ row: i + 2, cells: new Map(row.map((cell, column) => [column, cell] as const)) })),
})

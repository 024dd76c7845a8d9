import type { Kind } from '../../domain/knowledge.ts'
import type { Table, TableRow } from '../../files/table.ts'
import { stepsOf } from './add-properties.ts'
import type { FileItems } from './document-items.ts'
import { kindOfNames } from './find-labels.ts'
import { isForm, readForm } from './form.ts'
import { addPiece, type RawItem, rawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { aNote, anError, cut, cutList } from './say.ts'
import type { ItemFinding } from './types.ts'

/** A sheet has so many columns at the most, and a form so many rows. */
const MOST_COLUMNS = 500
const MOST_OF_A_FORM = 200
/** Fewer columns than these are no table of items: prose may have a comma too. */
const LEAST_COLUMNS = 3

/** The items of a table: one a row by the names of its columns, or one in all where it is a form. */
export function tableItems(
  { columns, rows }: Pick<Table, 'columns' | 'rows'>,
  file: string,
  readers: Readers,
): FileItems {
  const items: RawItem[] = []
  const reading = createTableItems(columns, { file, readers, name: '', take: (raw) => items.push(raw) })
  for (const row of rows) reading.row(row)
  return { items, findings: reading.end() }
}

export interface TableItems {
  row(row: TableRow): void
  /** Of the table as a whole. */
  end(): ItemFinding[]
}

export interface TableItemsParts {
  file: string
  readers: Readers
  /** Of the sheet. */
  name: string
  take(raw: RawItem): void
}

/** Hands over an item for every row as it comes, by the names of the columns; one in all, at the end, where it is a form. */
export function createTableItems(
  columns: readonly string[],
  { file, readers, name, take }: TableItemsParts,
): TableItems {
  if (columns.length > MOST_COLUMNS) return nothingOf(() => noColumns(columns))
  const votes = kindOfNames(columns, readers)
  const kind: Kind =
    votes.case === votes.script
      ? (readers.kind(name) ?? readers.kind(file) ?? 'case')
      : votes.script > votes.case
        ? 'script'
        : 'case'
  const kindColumn = columns.findIndex((c) => readers.isKindField(c))
  const fields = { case: placesOf('case'), script: placesOf('script') }
  if (new Set(fields[kind].filter(Boolean)).size < LEAST_COLUMNS) {
    const rows: TableRow[] = []
    return {
      // One more than a form has, by which it is told that it is none.
      row: (row) => void (rows.length <= MOST_OF_A_FORM && rows.push(row)),
      end() {
        const form = formItem({ columns, rows }, kind, file, readers)
        if (form) take(form.item)
        const known = columns.filter((_, i) => fields[kind][i])
        return form?.findings ?? [known.length > 0 ? fewColumns(columns, known) : noColumns(columns)]
      },
    }
  }
  const people = columns.map((c) => readers.isPersonal(c))
  return {
    row({ row, cells }) {
      const said = kindColumn < 0 ? null : readers.kind(cells.get(kindColumn) ?? '')
      const raw = rawItem(said ?? kind, file, row)
      for (const [column, cell] of cells) {
        const field = fields[raw.kind][column]
        const text = plainCell(cell)
        if (people[column]) raw.people.push(text)
        else if (field === 'course') raw.steps.push(...(stepsOf(text, readers) ?? []))
        else if (field) addPiece(raw, field, text)
      }
      if (raw.values.size > 0 || raw.steps.length > 0) take(raw)
    },
    end: () => notesOf(columns, fields[kind], people, kindColumn, readers),
  }

  /** The field of each column; where two columns name one field, a surer name goes first and the other is not read. */
  function placesOf(kind: Kind): (string | null)[] {
    const found = columns.map((c, i) =>
      c === '' || i === kindColumn || readers.isIgnored(c) || readers.isPersonal(c)
        ? null
        : readers.fields[kind].find(c),
    )
    return found.map((f) => (f && (f.sure || !found.some((g) => g?.sure && g.field === f.field)) ? f.field : null))
  }
}

const nothingOf = (why: () => ItemFinding): TableItems => ({ row() {}, end: () => [why()] })

/** A cell that begins like a formula is text; the apostrophe that keeps a spreadsheet from running it is no part of it. */
const plainCell = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '').trim()

function notesOf(
  columns: readonly string[],
  fields: readonly (string | null)[],
  people: readonly boolean[],
  kindColumn: number,
  readers: Readers,
): ItemFinding[] {
  const named = columns.map((name, i) => ({ name, i })).filter(({ name }) => name !== '' && !readers.isIgnored(name))
  const unknown = named.filter(({ i }) => !fields[i] && !people[i] && i !== kindColumn).map(({ name }) => name)
  const personal = named.filter(({ i }) => people[i]).map(({ name }) => name)
  const out: ItemFinding[] = []
  if (unknown.length > 0)
    out.push(
      aNote(
        'unknown-column',
        null,
        {
          zh: `不认识的列,没有读取:${cutList(unknown, '、')}`,
          en: `columns not known and not read: ${cutList(unknown, ', ')}`,
        },
        { zh: '要读取就改用通用的列名', en: 'to have them read, use the usual names' },
      ),
    )
  if (personal.length > 0)
    out.push(
      aNote(
        'personal-column',
        null,
        {
          zh: `含个人信息的列,没有收入:${personal.map(cut).join('、')}`,
          en: `columns with personal data, not taken up: ${personal.map(cut).join(', ')}`,
        },
        {
          zh: '其中的姓名、号码若出现在别处会被遮蔽',
          en: 'their names and numbers are masked where they stand elsewhere',
        },
      ),
    )
  return out
}

function formItem(
  table: { columns: readonly string[]; rows: readonly TableRow[] },
  kind: Kind,
  file: string,
  readers: Readers,
): { item: RawItem; findings: ItemFinding[] } | null {
  if (table.rows.length > MOST_OF_A_FORM) return null
  const rows = [
    [...table.columns],
    ...table.rows.map((r) => table.columns.map((_, i) => plainCell(r.cells.get(i) ?? ''))),
  ]
  const votes = kindOfNames(
    rows.map((row) => row[0] ?? ''),
    readers,
  )
  const own: Kind = votes.script > votes.case ? 'script' : votes.case > votes.script ? 'case' : kind
  if (!isForm(rows, readers.fields[own])) return null
  const raw = rawItem(own, file, null)
  const unknown = readForm(rows, raw, readers, (text) => raw.steps.push(...(stepsOf(text, readers) ?? [])))
  return { item: raw, findings: unknown.length > 0 ? notesOf(unknown, [], [], -1, readers) : [] }
}

/** Some are known, but too few: those that are not are what has to be named otherwise. */
function fewColumns(columns: readonly string[], known: readonly string[]): ItemFinding {
  const others = columns.filter((c) => c !== '' && !known.includes(c))
  return anError(
    'few-columns',
    null,
    {
      zh: `只认得 ${known.length} 列(${cutList(known, '、')}),至少要 ${LEAST_COLUMNS} 列${others.length > 0 ? `;不认识:${cutList(others, '、')}` : ''}`,
      en: `only ${known.length} of its columns are known (${cutList(known, ', ')}), and ${LEAST_COLUMNS} are needed${others.length > 0 ? `; not known: ${cutList(others, ', ')}` : ''}`,
    },
    {
      zh: '补上其余各列,列名见样例与说明',
      en: 'add the other columns; the samples and the guide have their names',
    },
  )
}

function noColumns(columns: readonly string[]): ItemFinding {
  const names = columns.filter(Boolean).slice(0, 12).map(cut)
  return anError(
    'no-columns',
    null,
    {
      zh: `认不出列名:${names.join('、') || '(无)'}`,
      en: `its columns are not known: ${names.join(', ') || '(none)'}`,
    },
    {
      zh: '第一行写列名,如标题、类型、等级、时间、投诉内容',
      en: 'name the columns in the first row: title, code, level, date, summary …',
    },
  )
}

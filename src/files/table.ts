import type { Finding } from './finding.ts'

/** A sheet, whatever file it came from. Cells are text; a row holds those that are not empty, by the number of their column. */
export interface Table {
  columns: string[]
  rows: TableRow[]
  /** Rows that the file has, those not in `rows` because they could not be taken apart among them; blank ones do not count. */
  total: number
  findings: Finding[]
  /** How the file was read, for people: encoding, delimiter, sheet. */
  how: string
}
export interface TableRow {
  /** As a spreadsheet counts: the header is row 1. In JSONL the line. */
  row: number
  cells: ReadonlyMap<number, string>
}

/** No table may have more cells: what holds more is no set of labelled complaints. */
export const MAX_CELLS = 1_000_000
/** No file may be larger, bytes. */
export const MAX_FILE = 64 * 1024 * 1024

/** Makes a table of rows of which the first that is not blank is the header. `rows` counts from 1. */
export function tableOf(rows: readonly TableRow[], how: string, before: readonly Finding[], lostRows = 0): Table {
  let columns: string[] = []
  const kept: TableRow[] = []
  const reading = createTableReading({
    header: (names) => {
      columns = names
    },
    row: (row) => kept.push(row),
  })
  for (const row of rows) reading.push(row)
  const { body, findings } = reading.end()
  return { columns, rows: kept, total: body + lostRows, findings: [...before, ...findings], how }
}

/** Takes a table as it is read: its header once, then row by row. */
export interface TableTaker {
  header(columns: string[]): void
  row(row: TableRow): void
}

export interface TableReading {
  push(row: TableRow): void
  /** How many rows the table has below its header, and what was wrong with them. Of an empty table the header is empty. */
  end(): { body: number; findings: Finding[] }
}

/** Tells header and rows of a table one after another; of what went by it keeps one row at the most. */
export function createTableReading({ header, row: take }: TableTaker): TableReading {
  const findings: Finding[] = []
  let width = -1
  let body = 0
  /** One cell alone at the top: a title, if the row below it is wider. */
  let alone: TableRow | null = null

  function begin(row: TableRow | null): void {
    width = 0
    for (const at of row?.cells.keys() ?? []) width = Math.max(width, at + 1)
    header(Array.from({ length: width }, (_, i) => row!.cells.get(i)?.trim() ?? ''))
  }

  function below(row: TableRow): void {
    body++
    const beyond = [...row.cells].some(([i, cell]) => i >= width && cell.trim() !== '')
    if (beyond) findings.push(tooWide(row.row))
    else take(row)
  }

  return {
    push(row) {
      if (![...row.cells.values()].some((c) => c.trim() !== '')) return
      if (width >= 0) below(row)
      else if (alone && row.cells.size === 1) {
        begin(alone)
        below(row)
      } else if (row.cells.size === 1) alone = row
      else {
        if (alone) findings.push(aTitle(alone.row))
        begin(row)
      }
    },
    end() {
      if (width < 0) begin(alone)
      return { body, findings }
    },
  }
}

const aTitle = (row: number): Finding => ({
  effect: 'note',
  row,
  column: null,
  problem: { zh: '只有一个单元格,当作标题跳过', en: 'one cell alone: taken for a title and passed over' },
  advice: { zh: '若它就是表头,请补齐各列名称', en: 'if it is the header, name every column' },
  value: null,
})

const tooWide = (row: number): Finding => ({
  effect: 'row',
  row,
  column: null,
  problem: { zh: '单元格比表头多', en: 'it has more cells than the header' },
  advice: {
    zh: '内容里的分隔符要加引号,或给多出的列加表头',
    en: 'put quotes round text that holds the delimiter, or name the extra column',
  },
  value: null,
})

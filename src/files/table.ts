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
  const filled = rows.filter((r) => [...r.cells.values()].some((c) => c.trim() !== ''))
  const findings: Finding[] = [...before]
  // A title over the table: one cell alone, and a wider row below it.
  while (filled.length > 1 && filled[0]!.cells.size === 1 && filled[1]!.cells.size > 1) {
    findings.push({
      effect: 'note',
      row: filled.shift()!.row,
      column: null,
      problem: { zh: '只有一个单元格,当作标题跳过', en: 'one cell alone: taken for a title and passed over' },
      advice: { zh: '若它就是表头,请补齐各列名称', en: 'if it is the header, name every column' },
      value: null,
    })
  }
  const [header, ...body] = filled
  let width = 0
  for (const at of header?.cells.keys() ?? []) width = Math.max(width, at + 1)
  const columns = Array.from({ length: width }, (_, i) => header!.cells.get(i)?.trim() ?? '')
  const kept: TableRow[] = []
  for (const r of body) {
    const beyond = [...r.cells].some(([i, cell]) => i >= width && cell.trim() !== '')
    if (!beyond) {
      kept.push(r)
      continue
    }
    findings.push({
      effect: 'row',
      row: r.row,
      column: null,
      problem: { zh: '单元格比表头多', en: 'it has more cells than the header' },
      advice: {
        zh: '内容里的分隔符要加引号,或给多出的列加表头',
        en: 'put quotes round text that holds the delimiter, or name the extra column',
      },
      value: null,
    })
  }
  return { columns, rows: kept, total: body.length + lostRows, findings, how }
}

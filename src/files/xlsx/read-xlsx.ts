import { suzhenError } from '../../domain/errors.ts'
import { type Table, type TableRow, tableOf } from '../table.ts'
import { newBudget, zipEntries } from '../zip-entries.ts'
import { eachRow } from './sheet.ts'
import { readWorkbook, type Workbook } from './workbook.ts'

/** One sheet of an xlsx workbook as a table: the one named (or numbered from 1), else the first that is shown. */
export function readXlsx(bytes: Uint8Array, options: { sheet?: string } = {}): Table {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    throw suzhenError(
      'invalid_request',
      '这是旧版 xls 或加密的工作簿,请另存为不加密的 xlsx 或 CSV / this is an old xls or a locked workbook; save it as a plain xlsx or as CSV',
    )
  const budget = newBudget()
  const entries = zipEntries(bytes)
  const book = readWorkbook(entries, budget)
  const sheet = pickSheet(book, options.sheet)
  const rows: TableRow[] = []
  eachRow(entries.get(sheet.path)!, budget, book, (row) => rows.push(row))
  return tableOf(rows, `xlsx, sheet ${sheet.name}`, [])
}

function pickSheet(book: Workbook, asked: string | undefined): Workbook['sheets'][number] {
  const found =
    asked === undefined
      ? (book.sheets.find((s) => !s.hidden) ?? book.sheets[0])
      : (book.sheets.find((s) => s.name === asked) ?? book.sheets[/^\d+$/.test(asked) ? Number(asked) - 1 : -1])
  if (found) return found
  const names = book.sheets.map((s) => s.name).join('、')
  throw suzhenError(
    'invalid_request',
    `工作簿里没有这个工作表,现有:${names} / the workbook has no such sheet; it has: ${names}`,
  )
}

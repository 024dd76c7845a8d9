import { type Table, tableOf } from '../../files/table.ts'
import { readSheet } from '../../files/xlsx/sheet.ts'
import { readWorkbook } from '../../files/xlsx/workbook.ts'
import { newUploadBudget, zipEntries } from '../../files/zip-entries.ts'

/** Every sheet of a workbook that is shown, under one budget; of formulas the last value, none is run. */
export function readSheets(bytes: Uint8Array): { name: string; table: Table }[] {
  const budget = newUploadBudget()
  const entries = zipEntries(bytes)
  const book = readWorkbook(entries, budget)
  const shown = book.sheets.filter((s) => !s.hidden)
  return (shown.length > 0 ? shown : book.sheets).map((sheet) => ({
    name: sheet.name,
    table: tableOf(readSheet(entries.get(sheet.path)!, budget, book), `xlsx, sheet ${sheet.name}`, []),
  }))
}

import type { Finding } from '../../files/finding.ts'
import { createTableReading, type TableTaker } from '../../files/table.ts'
import { eachRow } from '../../files/xlsx/sheet.ts'
import { readWorkbook } from '../../files/xlsx/workbook.ts'
import { newUploadBudget, zipEntries } from '../../files/zip-entries.ts'

export interface Sheet {
  name: string
  /** Hands over header and rows one after another, keeping none; answers what was wrong with them. Once only: it spends the budget. */
  read(to: TableTaker): Finding[]
}

/** Every sheet of a workbook that is shown, under one budget; of formulas the last value, none is run. */
export function readSheets(bytes: Uint8Array): Sheet[] {
  const budget = newUploadBudget()
  const entries = zipEntries(bytes)
  const book = readWorkbook(entries, budget)
  const shown = book.sheets.filter((s) => !s.hidden)
  return (shown.length > 0 ? shown : book.sheets).map(({ name, path }) => ({
    name,
    read(to) {
      const table = createTableReading(to)
      eachRow(entries.get(path)!, budget, book, table.push)
      return table.end().findings
    },
  }))
}

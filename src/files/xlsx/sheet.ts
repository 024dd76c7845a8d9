import { suzhenError } from '../../domain/errors.ts'
import { readXml } from '../read-xml.ts'
import { MAX_CELLS, type TableRow } from '../table.ts'
import type { Budget, ZipEntry } from '../zip-entries.ts'
import { unescapeControls, type Workbook } from './workbook.ts'

/**
 * Hands over the rows of one sheet that are not empty, each as soon as it is read, and keeps none. Of a formula the value
 * that was last worked out is taken; none is ever run.
 */
export function eachRow(entry: ZipEntry, budget: Budget, book: Workbook, take: (row: TableRow) => void): void {
  let cells = new Map<number, string>()
  let row = 0
  let column = -1
  let type = 'n'
  let style = 0
  let value = ''
  let taking = false
  let reading = 0
  let count = 0
  readXml(entry, budget, {
    open(name, a) {
      if (name === 'row') {
        row = Number(a.r ?? row + 1)
        column = -1
        cells = new Map()
      } else if (name === 'c') {
        column = a.r ? columnOf(a.r) : column + 1
        type = a.t ?? 'n'
        style = Number(a.s ?? 0)
        value = ''
        if (++count > MAX_CELLS)
          throw suzhenError(
            'payload_too_large',
            `工作表超过 ${MAX_CELLS} 个单元格,请拆分 / the sheet has more than ${MAX_CELLS} cells; split it`,
          )
      } else if (name === 'rPh') reading++
      else if (name === 'v' || name === 't') taking = reading === 0
    },
    text(t) {
      if (taking) value += t
    },
    close(name) {
      if (name === 'v' || name === 't') taking = false
      else if (name === 'rPh') reading--
      else if (name === 'c') {
        const cell = cellText(value, type, style, book)
        if (cell !== '') cells.set(column, cell)
      } else if (name === 'row' && cells.size > 0) take({ row, cells })
    },
  })
}

/** `BC12` -> 54, from 0. */
function columnOf(reference: string): number {
  let n = 0
  for (const c of reference) {
    const code = c.charCodeAt(0)
    if (code < 65 || code > 90) break
    n = n * 26 + code - 64
  }
  return n - 1
}

function cellText(value: string, type: string, style: number, book: Workbook): string {
  if (value === '') return ''
  if (type === 's') return book.shared.at(Number(value))
  if (type === 'str' || type === 'inlineStr') return unescapeControls(value)
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type !== 'n') return value
  const number = Number(value)
  if (Number.isNaN(number)) return value
  if (book.isDate[style]) return isoDate(number, book.from1904)
  // A long order number is kept as it is written; 3.0000000000000004 and 1E+3 as people read them.
  return /^\d+$/.test(value) ? value : String(Number(number.toPrecision(15)))
}

/** A serial day as ISO, without zone: a spreadsheet has none. */
function isoDate(serial: number, from1904: boolean): string {
  const days = from1904 ? serial + 1462 : serial
  // Spreadsheets count a 29 February 1900 that never was.
  const ms = Math.round((days - (days < 60 ? 25_568 : 25_569)) * 86_400_000)
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(serial)
  const iso = new Date(ms).toISOString().slice(0, 19)
  if (days < 1) return iso.slice(11)
  return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso
}

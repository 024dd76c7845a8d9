import { suzhenError } from '../../domain/errors.ts'
import { readXml } from '../read-xml.ts'
import { MAX_CELLS } from '../table.ts'
import { type Budget, tooMuch, type ZipEntry } from '../zip-entries.ts'
import { createSharedStrings, type SharedStrings } from './shared-strings.ts'

export interface Workbook {
  sheets: { name: string; path: string; hidden: boolean }[]
  /** Days are counted from 1904 instead of 1900. */
  from1904: boolean
  shared: SharedStrings
  /** Whether a cell of this style shows a date. */
  isDate: boolean[]
}

/** The parts of a workbook that its sheets refer to. */
export function readWorkbook(entries: ReadonlyMap<string, ZipEntry>, budget: Budget): Workbook {
  const book = entries.get('xl/workbook.xml')
  if (!book) throw suzhenError('invalid_request', '这个文件不是 xlsx 工作簿 / this file is no xlsx workbook')
  const targets = new Map<string, string>()
  const rels = entries.get('xl/_rels/workbook.xml.rels')
  if (rels)
    readXml(rels, budget, {
      open(name, a) {
        if (name === 'Relationship' && a.Id && a.Target) targets.set(a.Id, pathOf(a.Target))
      },
    })
  const out: Workbook = { sheets: [], from1904: false, shared: createSharedStrings(), isDate: [] }
  readXml(book, budget, {
    open(name, a) {
      if (name === 'workbookPr') out.from1904 = a.date1904 === '1' || a.date1904 === 'true'
      if (name !== 'sheet') return
      const id = Object.keys(a).find((key) => key.endsWith(':id'))
      const path = targets.get(id ? a[id]! : '') ?? ''
      if (entries.has(path)) out.sheets.push({ name: a.name ?? '', path, hidden: (a.state ?? 'visible') !== 'visible' })
    },
  })
  const strings = entries.get('xl/sharedStrings.xml')
  if (strings) readShared(strings, budget, out.shared)
  const styles = entries.get('xl/styles.xml')
  if (styles) out.isDate = readStyles(styles, budget)
  return out
}

/** Targets are relative to `xl/`, or begin at the root with a slash. */
const pathOf = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`)

const MAX_EMPTY = 10_000

function readShared(entry: ZipEntry, budget: Budget, out: SharedStrings): void {
  let text = ''
  let inText = false
  let reading = 0
  let empty = 0
  readXml(entry, budget, {
    open(name) {
      if (name === 'si') text = ''
      // How a word is read aloud (rPh) stands beside the word and is no part of it.
      if (name === 'rPh') reading++
      if (name === 't') inText = reading === 0
    },
    text(t) {
      if (inText) text += t
    },
    close(name) {
      if (name === 't') inText = false
      if (name === 'rPh') reading--
      if (name !== 'si') return
      // Each string stands there once: no program writes many empty ones.
      if (text === '' && ++empty > MAX_EMPTY) throw tooMuch()
      if (out.add(unescapeControls(text)) > MAX_CELLS) throw tooMuch()
    },
  })
}

/** Spreadsheets write control characters as _x000D_. */
export const unescapeControls = (s: string): string =>
  s.includes('_x')
    ? s.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : s

/** Number formats that show a date or a time, of those every program knows. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

function readStyles(entry: ZipEntry, budget: Budget): boolean[] {
  const own = new Map<number, boolean>()
  const out: boolean[] = []
  let inCells = false
  readXml(entry, budget, {
    open(name, a) {
      if (name === 'numFmt') {
        // Quoted words, colours in brackets and escaped letters are no part of the pattern.
        const pattern = (a.formatCode ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
        own.set(Number(a.numFmtId), /[ymdhs]/i.test(pattern) && !/general/i.test(pattern))
      }
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) {
        const id = Number(a.numFmtId ?? 0)
        out.push(own.get(id) ?? isDateFormat(id))
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return out
}

import { isSuzhenError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { openArchive } from '../../files/archive.ts'
import { decodeText } from '../../files/decode-text.ts'
import { fileKind } from '../../files/file-kind.ts'
import type { Finding } from '../../files/finding.ts'
import { readCsv } from '../../files/read-csv.ts'
import { readDocument } from '../../files/read-document.ts'
import type { Table } from '../../files/table.ts'
import { documentItems, type FileItems } from './document-items.ts'
import { checked, finishItem } from './finish-item.ts'
import { jsonItems } from './json-items.ts'
import type { RawItem } from './raw-item.ts'
import { readSheets } from './read-sheets.ts'
import { readersFor } from './readers.ts'
import { aNote, anError } from './say.ts'
import { tableItems } from './table-items.ts'
import type { ItemFinding, ReadItem, ReadUpload } from './types.ts'

const MONSTROUS = '文件结构异常,已拒绝 / the file is built in no usual way and was refused'

export interface UploadedFile {
  name: string
  bytes: Uint8Array
}

/**
 * Reads an upload of write-ups and scripts (G1, G2): Markdown, DOCX, text, CSV, XLSX, JSON, JSONL, or a ZIP of them. Pure: the
 * same bytes give the same items with the same ids. Never throws for what a file holds; what cannot be read is a finding.
 */
export function readUpload(file: UploadedFile, words: UploadWords, policy: Policy): ReadUpload {
  const readers = readersFor(words, policy)
  const upload: ReadUpload = { items: [], files: [] }
  read(file.name.replaceAll('\\', '/').split('/').at(-1)!, file.bytes)
  sameIds(upload.items)
  return upload

  function read(name: string, bytes: Uint8Array): void {
    try {
      one(name, bytes)
    } catch (error) {
      refuse(name, error)
    }
  }

  function one(name: string, bytes: Uint8Array): void {
    const kind = fileKind(name, bytes)
    if (kind === 'zip') {
      const passed: Finding[] = []
      const files = openArchive(bytes, (finding) => passed.push(finding))
      upload.files.push({ file: name, how: 'zip', findings: passed.map(fileFinding) })
      for (const inner of files) inside(inner.name, () => inner.bytes())
    } else if (kind === 'json' || kind === 'jsonl') {
      const { text, encoding } = decodeText(bytes)
      const { items, findings } = jsonItems(text, kind === 'jsonl', name, readers)
      for (const { raw, whole } of items)
        upload.items.push(whole ? checked(raw, whole, readers) : finishItem(raw, readers))
      upload.files.push({ file: name, how: `${kind}, ${encoding}`, findings: orNothing(items.length, findings) })
    } else if (kind === 'csv') table(name, readCsv(bytes), '')
    else if (kind === 'xlsx') for (const sheet of readSheets(bytes)) table(name, sheet.table, sheet.name)
    else {
      const doc = readDocument(name, bytes)
      finish(name, doc.how, documentItems(doc, name, readers), doc.findings.map(fileFinding))
    }
  }

  function refuse(name: string, error: unknown): void {
    // A row of a hundred thousand columns and the like overflow the stack of a reader: the file's fault, not ours.
    const words = isSuzhenError(error) ? error.message : error instanceof RangeError ? MONSTROUS : null
    if (words === null) throw error
    upload.files.push({ file: name, how: '', findings: [refusal(words)] })
  }

  /** A file of an archive: one that cannot be read leaves the others as they are. */
  function inside(name: string, bytes: () => Uint8Array): void {
    let content: Uint8Array
    try {
      content = bytes()
    } catch (error) {
      refuse(name, error)
      return
    }
    read(name, content)
  }

  function table(name: string, t: Table, sheet: string): void {
    finish(name, t.how, tableItems(t, name, readers, sheet), t.findings.map(fileFinding))
  }

  function finish(name: string, how: string, { items, findings }: FileItems, before: ItemFinding[]): void {
    const real = items.filter(isItem)
    for (const raw of real) upload.items.push(finishItem(raw, readers))
    upload.files.push({ file: name, how, findings: orNothing(real.length, [...before, ...findings]) })
  }
}

/** One word alone makes no item: a letter, a list of names, a read-me. */
const isItem = (raw: RawItem): boolean => raw.row !== null || raw.values.size + (raw.steps.length > 0 ? 1 : 0) >= 3

function orNothing(items: number, findings: ItemFinding[]): ItemFinding[] {
  if (items > 0 || findings.some((f) => f.severity === 'error')) return findings
  return [
    ...findings,
    anError(
      'no-item',
      null,
      { zh: '没有读到案例或话术', en: 'no case and no script was found in it' },
      {
        zh: '用通用的标题写明:标题、类型、等级、时间、投诉内容、处理经过、处理结果……',
        en: 'use the usual headings: title, code, level, date, summary, course, result …',
      },
    ),
  ]
}

/** Two items of one upload with one id: the second would take the first one's place. */
function sameIds(items: readonly ReadItem[]): void {
  const first = new Map<string, ReadItem>()
  for (const item of items) {
    const { id } = item.item
    if (id === undefined || item.findings.some((f) => f.rule === 'missing' && /^(?:title|scene)$/.test(f.field ?? '')))
      continue
    const before = first.get(`${item.kind} ${id}`)
    if (!before) {
      first.set(`${item.kind} ${id}`, item)
      continue
    }
    const at = {
      zh: before.row === null ? '' : `第 ${before.row} 行`,
      en: before.row === null ? '' : `, row ${before.row}`,
    }
    item.findings.push(
      anError(
        'same-id',
        'id',
        { zh: `与 ${before.file}${at.zh} 是同一条`, en: `it is the same item as ${before.file}${at.en}` },
        { zh: '删去一条,或改标题、日期或编号', en: 'take one out, or give it another title, date or id' },
      ),
    )
  }
}

/** Messages of the house are Chinese, a stroke, English. */
function refusal(message: string): ItemFinding {
  const [zh, en] = message.split(/\s\/\s(?=[^/]*$)/)
  return anError(
    'not-readable',
    null,
    { zh: zh!, en: en ?? zh! },
    { zh: '这个文件没有导入', en: 'nothing of this file is imported' },
  )
}

function fileFinding(f: Finding): ItemFinding {
  const at = { zh: f.row === null ? '' : `第 ${f.row} 行:`, en: f.row === null ? '' : `row ${f.row}: ` }
  const problem = { zh: at.zh + f.problem.zh, en: at.en + f.problem.en }
  return f.effect === 'note'
    ? aNote('file-note', null, problem, f.advice)
    : anError('row-not-read', null, problem, f.advice)
}

import { isSuzhenError } from '../../domain/errors.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import { openArchive } from '../../files/archive.ts'
import { decodeText } from '../../files/decode-text.ts'
import { type FileKind, fileKind } from '../../files/file-kind.ts'
import type { Finding } from '../../files/finding.ts'
import { readCsv } from '../../files/read-csv.ts'
import { readDocument } from '../../files/read-document.ts'
import { documentItems } from './document-items.ts'
import { checked, finishItem } from './finish-item.ts'
import { createIdsSeen } from './ids-seen.ts'
import { createItemPack, type ItemPack } from './item-pack.ts'
import { jsonItems } from './json-items.ts'
import type { RawItem } from './raw-item.ts'
import { readSheets } from './read-sheets.ts'
import { readersFor } from './readers.ts'
import { aNote, anError } from './say.ts'
import { createTableItems, type TableItems } from './table-items.ts'
import type { ItemFinding, ReadItem, ReadUpload } from './types.ts'

const MONSTROUS = '文件结构异常,已拒绝 / the file is built in no usual way and was refused'

export interface UploadedFile {
  name: string
  bytes: Uint8Array
}

/** What was read of an upload, its items packed. */
export interface PackedUpload {
  items: ItemPack
  files: ReadUpload['files']
}

/** What `readPacked` reads, with the items laid out: for uploads of which a few are looked at. */
export function readUpload(file: UploadedFile, words: UploadWords, policy: Policy): ReadUpload {
  const { items, files } = readPacked(file, words, policy)
  return { items: [...items], files }
}

/**
 * Reads an upload of write-ups and scripts (G1, G2): Markdown, DOCX, text, CSV, XLSX, JSON, JSONL, or a ZIP of them. Pure: the
 * same bytes give the same items with the same ids. Never throws for what a file holds; what cannot be read is a finding.
 * Of a file that cannot be read to its end no item is kept. A sheet is read row by row and never held whole.
 */
export function readPacked(file: UploadedFile, words: UploadWords, policy: Policy): PackedUpload {
  const readers = readersFor(words, policy)
  const upload: PackedUpload = { items: createItemPack(), files: [] }
  const ids = createIdsSeen()
  read(file.name.replaceAll('\\', '/').split('/').at(-1)!, file.bytes)
  return upload

  function read(name: string, bytes: Uint8Array): void {
    const own: PackedUpload = { items: createItemPack(), files: [] }
    try {
      const kind = fileKind(name, bytes)
      if (kind === 'zip') archive(name, bytes)
      else one(kind, name, bytes, own)
    } catch (error) {
      ids.forget()
      refuse(name, error)
      return
    }
    ids.keep()
    upload.items.append(own.items)
    upload.files.push(...own.files)
  }

  function archive(name: string, bytes: Uint8Array): void {
    const passed: Finding[] = []
    const files = openArchive(bytes, (finding) => passed.push(finding))
    upload.files.push({ file: name, how: 'zip', findings: passed.map(fileFinding) })
    for (const inner of files) inside(inner.name, () => inner.bytes())
  }

  function one(kind: FileKind, name: string, bytes: Uint8Array, to: PackedUpload): void {
    let count = 0
    const add = (item: ReadItem) => {
      count++
      to.items.add(ids.told(item))
    }
    const finish = (raw: RawItem) => isItem(raw) && add(finishItem(raw, readers))
    const end = (how: string, findings: ItemFinding[]) => {
      to.files.push({ file: name, how, findings: orNothing(count, findings) })
      count = 0
    }
    if (kind === 'json' || kind === 'jsonl') {
      const { text, encoding } = decodeText(bytes)
      const { items, findings } = jsonItems(text, kind === 'jsonl', name, readers)
      for (const { raw, whole } of items) add(whole ? checked(raw, whole, readers) : finishItem(raw, readers))
      end(`${kind}, ${encoding}`, findings)
    } else if (kind === 'csv') {
      const { columns, rows, findings, how } = readCsv(bytes)
      const items = createTableItems(columns, { file: name, readers, name: '', take: finish })
      for (const row of rows) items.row(row)
      end(how, [...findings.map(fileFinding), ...items.end()])
    } else if (kind === 'xlsx')
      for (const sheet of readSheets(bytes)) {
        let items: TableItems | null = null
        const findings = sheet.read({
          header: (columns) => {
            items = createTableItems(columns, { file: name, readers, name: sheet.name, take: finish })
          },
          row: (row) => items!.row(row),
        })
        end(`xlsx, sheet ${sheet.name}`, [...findings.map(fileFinding), ...items!.end()])
      }
    else {
      const doc = readDocument(name, bytes)
      const { items, findings } = documentItems(doc, name, readers)
      for (const raw of items) finish(raw)
      end(doc.how, [...doc.findings.map(fileFinding), ...findings])
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

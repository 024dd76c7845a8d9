import { suzhenError } from '../domain/errors.ts'
import { decodeText } from './decode-text.ts'
import { MAX_FILE } from './table.ts'
import { type ZipEntry, zipEntries } from './zip-entries.ts'

export type FileKind = 'markdown' | 'text' | 'docx' | 'csv' | 'xlsx' | 'json' | 'jsonl' | 'zip'

const KIND_OF: Record<string, FileKind> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  docx: 'docx',
  csv: 'csv',
  tsv: 'csv',
  xlsx: 'xlsx',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  zip: 'zip',
}
const TAKEN = 'md、docx、txt、csv、tsv、xlsx、json、jsonl、zip'

/** Endings that are known and not taken: what to do instead. */
const REFUSED: { endings: string; zh: string; en: string }[] = [
  {
    endings: 'docm dotm xlsm xltm xlsb xlam pptm',
    zh: '这种文件可以带宏,不接受;请另存为 docx 或 xlsx',
    en: 'this kind of file may hold macros and is not taken; save it as docx or xlsx',
  },
  {
    endings: 'doc dot wps rtf odt pages',
    zh: '不读旧版或其他软件的文档;请用 Word 或 WPS 另存为 docx',
    en: 'old documents and those of other programs are not read; save it as docx',
  },
  {
    endings: 'xls xlt et ods numbers',
    zh: '不读旧版或其他软件的表格;请另存为 xlsx 或 csv',
    en: 'old sheets and those of other programs are not read; save it as xlsx or csv',
  },
  {
    endings: 'pdf',
    zh: '不读 PDF;请交原来的 Word 文件,或把文字存为 docx、md 或 txt',
    en: 'PDFs are not read; hand in the document it was made from, or save its text as docx, md or txt',
  },
  {
    endings: 'png jpg jpeg gif bmp webp heic tif tiff svg',
    zh: '不读图片里的字;请把文字录成 docx、md 或 txt',
    en: 'text in pictures is not read; type it into a docx, md or txt',
  },
  { endings: 'ppt pptx', zh: '不读幻灯片;请把文字存为 docx', en: 'slides are not read; save their text as docx' },
  { endings: 'htm html mht', zh: '不读网页;请另存为 docx', en: 'web pages are not read; save the text as docx' },
  {
    endings: 'rar 7z tar gz tgz bz2 xz',
    zh: '只读 zip 压缩包;请重新压缩为 zip',
    en: 'of archives only zip is read; pack it as zip',
  },
]

/** What a file is by its first bytes, where these tell. */
const MAGIC: { bytes: number[]; is: string; zh: string; en: string }[] = [
  { bytes: [0x50, 0x4b, 3, 4], is: 'zip', zh: 'zip 或 Office 文件', en: 'a zip or an office file' },
  { bytes: [0x50, 0x4b, 5, 6], is: 'zip', zh: '空的 zip', en: 'an empty zip' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], is: 'ole', zh: '旧版或加密的 Office 文件', en: 'an old or a locked office file' },
  { bytes: [0x25, 0x50, 0x44, 0x46], is: 'pdf', zh: 'PDF', en: 'a PDF' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], is: 'picture', zh: '图片', en: 'a picture' },
  { bytes: [0xff, 0xd8, 0xff], is: 'picture', zh: '图片', en: 'a picture' },
  { bytes: [0x47, 0x49, 0x46, 0x38], is: 'picture', zh: '图片', en: 'a picture' },
  { bytes: [0x52, 0x61, 0x72, 0x21], is: 'archive', zh: 'rar 压缩包', en: 'a rar archive' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], is: 'archive', zh: '7z 压缩包', en: 'a 7z archive' },
  { bytes: [0x1f, 0x8b], is: 'archive', zh: 'gzip 压缩包', en: 'a gzip archive' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], is: 'rtf', zh: 'RTF 文档', en: 'an RTF document' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], is: 'program', zh: '程序', en: 'a program' },
  { bytes: [0x4d, 0x5a, 0x90], is: 'program', zh: '程序', en: 'a program' },
]

const refuse = (zh: string, en: string) => suzhenError('unsupported_media_type', `${zh} / ${en}`)
const misnamed = (zh: string, en: string) =>
  refuse(`内容与扩展名不符:这是${zh}`, `its bytes do not fit its name: this is ${en}`)

/** The name without folders. */
export const baseName = (name: string): string => name.split(/[\\/]/).at(-1) ?? name
const endingOf = (name: string): string => /\.([^.]+)$/.exec(baseName(name))?.[1]?.toLowerCase() ?? ''

/** Whether a name ends like an archive of any kind. */
export const isArchiveName = (name: string): boolean =>
  endingOf(name) === 'zip' || REFUSED.at(-1)!.endings.split(' ').includes(endingOf(name))

/** Which reader a file needs, by its name; its bytes must agree. Throws, saying what to save it as, for all that is not taken. */
export function fileKind(name: string, bytes: Uint8Array): FileKind {
  const ending = endingOf(name)
  const kind = KIND_OF[ending]
  if (!kind) {
    const known = REFUSED.find((r) => r.endings.split(' ').includes(ending))
    throw known
      ? refuse(known.zh, known.en)
      : refuse(`不认识这种文件;可用:${TAKEN}`, `not a kind of file that is taken; these are: ${TAKEN}`)
  }
  if (bytes.length === 0) throw suzhenError('invalid_request', '文件是空的 / the file is empty')
  if (bytes.length > MAX_FILE)
    throw suzhenError(
      'payload_too_large',
      `文件超过 ${MAX_FILE >> 20} MB / the file is larger than ${MAX_FILE >> 20} MB`,
    )
  const found = MAGIC.find((m) => m.bytes.every((b, i) => bytes[i] === b))
  const zipped = kind === 'docx' || kind === 'xlsx' || kind === 'zip'
  if (zipped) {
    if (found?.is === 'ole')
      throw refuse(
        `这是加密的或旧版的 Office 文件;请去掉密码,另存为 ${kind}`,
        `this is a locked or an old office file; take off its password and save it as ${kind}`,
      )
    if (found?.is !== 'zip') throw misnamed(found?.zh ?? `别的文件,不是 ${kind}`, found?.en ?? `no ${kind}`)
    checkParts(kind, zipEntries(bytes))
  } else if (found) throw misnamed(found.zh, found.en)
  else checkText(bytes)
  return kind
}

/** The part of a docx that holds its text; some programs number it. */
export function docxMain(entries: ReadonlyMap<string, ZipEntry>): ZipEntry | undefined {
  for (const [name, entry] of entries) if (/^word\/document\d{0,3}\.xml$/.test(name)) return entry
  return undefined
}

function checkParts(kind: 'docx' | 'xlsx' | 'zip', entries: ReadonlyMap<string, ZipEntry>): void {
  const is = docxMain(entries) ? 'docx' : entries.has('xl/workbook.xml') ? 'xlsx' : null
  const office = is !== null || entries.has('[Content_Types].xml')
  if (kind === 'zip' && office)
    throw misnamed('Office 文件,请用 docx 或 xlsx 作扩展名', 'an office file; name it docx or xlsx')
  if (kind !== 'zip' && is !== kind) throw misnamed(is ?? `别的文件,不是 ${kind}`, is ? `a ${is}` : `no ${kind}`)
  if (kind === 'zip') return
  for (const name of entries.keys())
    if (/(^|\/)vbaProject[^/]*\.bin$|(^|\/)macrosheets\//i.test(name))
      throw refuse('文件里有宏,不接受;请另存为不带宏的文件', 'it holds macros and is not taken; save it without them')
}

/** How much of a text is looked at to tell that it is one. */
const SAMPLE = 64 * 1024
const BINARY_SHARE = 0.02

function checkText(bytes: Uint8Array): void {
  let end = Math.min(bytes.length, SAMPLE)
  // Not in the middle of a character, which would look like another encoding.
  if (end < bytes.length) while (end > SAMPLE - 4 && (bytes[end]! & 0xc0) === 0x80) end--
  const { text } = decodeText(bytes.subarray(0, end))
  if (strangers(text) > text.length * BINARY_SHARE) throw misnamed('二进制数据,不是文字', 'binary data, no text')
  if (/^\s{0,100}<(!doctype html|html)/i.test(text)) throw misnamed('网页', 'a web page')
}

/** Characters that no text has: control characters and those that could not be decoded. */
export function strangers(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0xfffd || c === 0x7f || (c < 32 && (c < 9 || c > 13))) count++
  }
  return count
}

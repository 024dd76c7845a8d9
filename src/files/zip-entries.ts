import { Inflate } from 'fflate'
import { suzhenError } from '../domain/errors.ts'
import { decodeText } from './decode-text.ts'

/** A file inside a zip, still packed. */
export interface ZipEntry {
  /** With slashes; read as UTF-8 unless the zip does not say so and the bytes are none: then as GB18030. */
  name: string
  method: number
  packed: Uint8Array
  /** What the directory says of the unpacked bytes; it may lie. */
  size: number
  crc: number
  /** A link to another path, as Unix zips may hold. */
  link: boolean
}

/** Counts what was unpacked over all entries of one file. */
export interface Budget {
  left: number
  /** XML elements and attributes that may still come. */
  nodes: number
}

/** The most that one file may take: a full sheet of a million cells has some eight million elements and attributes. */
export const newBudget = (): Budget => ({ left: MAX_UNPACKED, nodes: 10_000_000 })

/** The same for an upload that a service reads while others wait: 10,000 write-ups of twenty columns take some 1.6 million. */
export const newUploadBudget = (): Budget => ({ left: MAX_UNPACKED / 2, nodes: 2_500_000 })

export const tooMuch = () =>
  suzhenError(
    'payload_too_large',
    '文件解开后大得不正常,已拒绝;请拆小或另存为 CSV 再试 / the file unpacks to far too much and was refused; split it or save it as CSV and try again',
  )

/** All entries of one file together may unpack to this, bytes. */
export const MAX_UNPACKED = 256 * 1024 * 1024
// Sheets shrink 5 to 40 times; what shrinks 100 times and more is made to fill memory.
const MAX_RATIO = 100
const RATIO_FROM = 4 * 1024 * 1024
// The unpacker hands over all that a piece unpacks to at once: 4 KB is 4 MB at the most.
const PIECE = 4096

const ENTRY = 0x02014b50
const END = 0x06054b50
/** The flag by which a zip says that its names are UTF-8. */
const UTF8 = 0x800
const UNIX = 3

const broken = (zh: string, en: string) =>
  suzhenError('invalid_request', `无法读取这个文件:${zh} / this file cannot be read: ${en}`)

/** The entries by name. Of two of one name the later counts, as for every spreadsheet program. Nothing is unpacked yet. */
export const zipEntries = (bytes: Uint8Array): Map<string, ZipEntry> =>
  new Map(zipDirectory(bytes).map((entry) => [entry.name, entry]))

/** The entries in the order of the zip's own directory. Throws when there are more than `most`, or when two share bytes. */
export function zipDirectory(bytes: Uint8Array, most = 65_535): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && end > bytes.length - 66_000 && view.getUint32(end, true) !== END) end--
  if (end < 0 || bytes.length < 22 || view.getUint32(end, true) !== END)
    throw broken('不是 zip 文件,或文件不完整', 'it is no zip, or it was cut short')
  const entries: ZipEntry[] = []
  const spans: { from: number; to: number }[] = []
  const count = view.getUint16(end + 10, true)
  if (count > most)
    throw suzhenError(
      'payload_too_large',
      `压缩包里超过 ${most} 个文件,请拆分 / the archive holds more than ${most} files; split it`,
    )
  let at = view.getUint32(end + 16, true)
  try {
    for (let i = 0; i < count; i++) {
      if (view.getUint32(at, true) !== ENTRY) throw new RangeError()
      const flags = view.getUint16(at + 8, true)
      const [nameLength, extra, comment] = [28, 30, 32].map((o) => view.getUint16(at + o, true)) as [
        number,
        number,
        number,
      ]
      const packedSize = view.getUint32(at + 20, true)
      const local = view.getUint32(at + 42, true)
      const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
      if (start + packedSize > bytes.length) throw new RangeError()
      if (flags & 1) throw broken('文件有密码', 'it is locked with a password')
      spans.push({ from: local, to: start + packedSize })
      entries.push({
        name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength), (flags & UTF8) !== 0),
        method: view.getUint16(at + 10, true),
        packed: bytes.subarray(start, start + packedSize),
        size: view.getUint32(at + 24, true),
        crc: view.getUint32(at + 16, true),
        link: view.getUint8(at + 5) === UNIX && (view.getUint16(at + 40, true) & 0xf000) === 0xa000,
      })
      at += 46 + nameLength + extra + comment
    }
  } catch (error) {
    if (error instanceof RangeError) throw broken('zip 目录有误', 'its zip directory is damaged')
    throw error
  }
  // Two entries over the same bytes make a small file unpack to any size without a high ratio of either.
  spans.sort((a, b) => a.from - b.from)
  if (spans.some((span, i) => i > 0 && span.from < spans[i - 1]!.to))
    throw broken('压缩包里的文件互相重叠', 'its entries lie over one another')
  return entries
}

function nameOf(raw: Uint8Array, utf8: boolean): string {
  return (utf8 ? new TextDecoder().decode(raw) : decodeText(raw).text).replaceAll('\\', '/')
}

/** Unpacks one entry piece by piece into `take`. Throws as soon as it grows beyond the budget, or out of all proportion. */
export function unpack(entry: ZipEntry, budget: Budget, take: (piece: Uint8Array) => void): void {
  let out = 0
  let read = 0
  const spend = (piece: Uint8Array) => {
    out += piece.length
    budget.left -= piece.length
    if (budget.left < 0 || (out > RATIO_FROM && out > read * MAX_RATIO)) throw tooMuch()
    take(piece)
  }
  if (entry.method === 0) {
    read = entry.packed.length
    spend(entry.packed)
    return
  }
  if (entry.method !== 8) throw broken('压缩方式不支持', 'its kind of compression is not known here')
  const inflate = new Inflate(spend)
  try {
    for (let i = 0; i < entry.packed.length; i += PIECE) {
      const piece = entry.packed.subarray(i, i + PIECE)
      read += piece.length
      inflate.push(piece, i + PIECE >= entry.packed.length)
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'SuzhenError') throw error
    throw broken('压缩数据有误', 'its packed data are damaged')
  }
}

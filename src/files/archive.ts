import { suzhenError } from '../domain/errors.ts'
import { note } from './blocks.ts'
import { isArchiveName } from './file-kind.ts'
import type { Finding } from './finding.ts'
import { MAX_FILE } from './table.ts'
import { type Budget, unpack, type ZipEntry, zipDirectory } from './zip-entries.ts'

/** A file in an archive, unpacked when it is asked for. */
export interface ArchiveFile {
  /** With folders, but none that lead out; unique in its archive. */
  name: string
  /** Throws when it is damaged, larger than it says, itself an archive, or when all together grow too large. */
  bytes(): Uint8Array
}

/** An archive may hold so many entries, folders among them. */
export const MAX_ENTRIES = 2000
/** All files of one archive together may unpack to this, bytes. */
const MAX_TOGETHER = 128 * 1024 * 1024
const MAX_NAME = 200

/** The files of a zip, by names that are safe to show and to keep. What was passed over is told to `take`. */
export function openArchive(bytes: Uint8Array, take: (finding: Finding) => void = () => {}): ArchiveFile[] {
  const budget: Budget = { left: MAX_TOGETHER, nodes: 0 }
  const seen = new Map<string, number>()
  const passed = { folders: 0, hidden: 0, links: 0, renamed: 0 }
  const files: ArchiveFile[] = []
  for (const entry of zipDirectory(bytes, MAX_ENTRIES)) {
    const name = safeName(entry.name)
    if (entry.link) passed.links++
    else if (entry.name.endsWith('/')) passed.folders++
    else if (name === '' || isHidden(name)) passed.hidden++
    else {
      const own = unique(name, seen)
      if (own !== entry.name) passed.renamed++
      files.push({ name: own, bytes: () => contentOf(own, entry, budget) })
    }
  }
  for (const finding of notesOf(passed)) take(finding)
  return files
}

/** Without drive, root, «..», control characters or marks that turn the reading direction. */
function safeName(name: string): string {
  return name
    .slice(0, 4 * MAX_NAME)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .split('/')
    .map((part) => part.replace(/^[A-Za-z]:/, '').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
    .slice(-MAX_NAME)
}

/** What systems put beside the files that people mean: of macOS, of Windows, and what Word has open. */
const isHidden = (name: string): boolean => /(^|\/)(__MACOSX\/|\.|~\$|(thumbs\.db|desktop\.ini)$)/i.test(name)

function unique(name: string, seen: Map<string, number>): string {
  for (;;) {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    if (before === 0) return name
    name = name.replace(/(\.[^./]*)?$/, `(${before + 1})$1`)
  }
}

function contentOf(name: string, entry: ZipEntry, budget: Budget): Uint8Array {
  if (isArchiveName(name))
    throw suzhenError(
      'unsupported_media_type',
      '压缩包里不能再放压缩包;请把里面的文件放到外层 / no archive inside an archive; put its files in the outer one',
    )
  if (entry.size > MAX_FILE)
    throw suzhenError(
      'payload_too_large',
      `文件超过 ${MAX_FILE >> 20} MB / the file is larger than ${MAX_FILE >> 20} MB`,
    )
  const wrong = () =>
    suzhenError(
      'invalid_request',
      '压缩包里的这个文件已损坏:内容与目录不符 / this file of the archive is damaged: it is not what the directory says',
    )
  // Memory is touched only as it is filled: a size that lies upwards costs nothing.
  const out = new Uint8Array(entry.size)
  let at = 0
  unpack(entry, budget, (piece) => {
    if (at + piece.length > out.length) throw wrong()
    out.set(piece, at)
    at += piece.length
  })
  if (at !== out.length || crc32(out) !== entry.crc) throw wrong()
  return out
}

const CRC = new Int32Array(256).map((_, n) => {
  let c = n
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ -306_674_912 : c >>> 1
  return c
})

/** The checksum of zip, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  let c = -1
  for (let i = 0; i < bytes.length; i++) c = CRC[(c ^ bytes[i]!) & 255]! ^ (c >>> 8)
  return ~c >>> 0
}

function notesOf(passed: Record<'folders' | 'hidden' | 'links' | 'renamed', number>): Finding[] {
  const words: Record<keyof typeof passed, [zh: string, en: string]> = {
    folders: ['个文件夹跳过,其中的文件照常读取', 'folders passed over; the files in them are read'],
    hidden: ['个隐藏文件或系统文件跳过', 'hidden files or files of the system passed over'],
    links: ['个链接跳过', 'links passed over'],
    renamed: ['个文件改了名:路径不安全或重名', 'files renamed: their path was unsafe or taken'],
  }
  return (Object.keys(words) as (keyof typeof passed)[])
    .filter((key) => passed[key] > 0)
    .map((key) =>
      note(
        { zh: `${passed[key]} ${words[key][0]}`, en: `${passed[key]} ${words[key][1]}` },
        { zh: '若少了需要的文件,请改名后重新压缩', en: 'if one that you need is missing, rename it and pack again' },
      ),
    )
}

import { suzhenError } from '../../domain/errors.ts'
import type { Kind } from '../../domain/knowledge.ts'
import { createItemPack } from './item-pack.ts'
import type { PackedUpload } from './read-upload.ts'

export interface UploadFile {
  name: string
  bytes: Uint8Array
}

/** What was read of everything that was sent together, and a hash of it. */
export interface Upload extends PackedUpload {
  hash: string
}

/** One item as a page sends it after somebody mended it. */
export interface SentItem {
  kind: Kind
  item: Record<string, unknown>
  /** Where it had been read from, if it had. */
  file?: string | undefined
  row?: number | null | undefined
}

type Read = (file: UploadFile) => PackedUpload | Promise<PackedUpload>

/** Items of one upload at the most. */
export const MAX_ITEMS = 20_000

/** Reads files one by one; the reader names what it cannot read and goes on. */
export async function readFiles(files: readonly UploadFile[], read: Read): Promise<Upload> {
  const upload: Upload = { items: createItemPack(), files: [], hash: await hashOf(files.map((f) => f.bytes)) }
  for (const file of files) {
    const { items, files: inside } = await read({ name: plainName(file.name), bytes: file.bytes })
    upload.items.append(items)
    upload.files.push(...inside)
    if (upload.items.count > MAX_ITEMS)
      throw suzhenError(
        'payload_too_large',
        `一次最多导入 ${MAX_ITEMS} 条,请拆分文件。At most ${MAX_ITEMS} items can be imported at once; split the file.`,
      )
  }
  return upload
}

/** A file's name without folders, of printable characters, 120 at most. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1)!
  return [...last.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '')].slice(0, 120).join('') || 'upload'
}

/** Reads mended items as a file of them would be read, and says again where they had come from. */
export async function readSent(sent: readonly SentItem[], read: Read): Promise<Upload> {
  const items = sent.map(({ kind, item }) => ({ kind, item }))
  const bytes = new TextEncoder().encode(JSON.stringify({ items }))
  const upload = await readFiles([{ name: 'items.json', bytes }], read)
  const placed = createItemPack()
  let i = 0
  for (const item of upload.items) {
    const { file, row } = sent[i++]!
    placed.add(file === undefined ? item : { ...item, file: plainName(file), row: row ?? null })
  }
  return { ...upload, items: placed }
}

/** SHA-256 over all the bytes, in hexadecimal. */
export async function hashOf(parts: readonly Uint8Array[]): Promise<string> {
  const hashes = new Uint8Array(parts.length * 32)
  for (const [i, bytes] of parts.entries())
    hashes.set(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)), i * 32)
  const hash = parts.length === 1 ? hashes : new Uint8Array(await crypto.subtle.digest('SHA-256', hashes))
  return [...hash].map((b) => b.toString(16).padStart(2, '0')).join('')
}

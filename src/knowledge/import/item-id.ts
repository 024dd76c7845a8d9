import { ITEM_ID } from '../../domain/knowledge.ts'

/** Eight hex digits of a text, always the same for the same text (FNV-1a with a last stir, so that near texts lie apart). */
export function shortHash(text: string): string {
  let h = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0')
}

/** An id as it was given, made fit where case and blanks alone are wrong; null where it cannot be one. */
export function givenId(text: string): string | null {
  const id = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_./]+/g, '-')
  return ITEM_ID.test(id) ? id : null
}

/** `case-pq08-1a2b3c4d`: by the code and by what the item is told from others by, so that the same file gives the same ids. */
export const derivedId = (kind: 'case' | 'script', code: string | undefined, key: readonly string[]): string =>
  `${kind}-${code ? code.toLowerCase().replace('-', '') : 'new'}-${shortHash(key.join('\n'))}`

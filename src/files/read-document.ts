import { suzhenError } from '../domain/errors.ts'
import { MAX_CHARACTERS, note, tooLong } from './blocks.ts'
import { decodeText } from './decode-text.ts'
import type { Document } from './document.ts'
import { readDocx } from './docx/read-docx.ts'
import { baseName, fileKind, strangers } from './file-kind.ts'
import type { Finding } from './finding.ts'
import { readMarkdown } from './markdown.ts'
import { readPlainText } from './plain-text.ts'

/**
 * A write-up in Markdown, DOCX or plain text as sections, by its name, with which its bytes must agree. Throws, for
 * people, when the file is none of these, is locked, holds macros, is damaged or far too large (G1).
 */
export function readDocument(name: string, bytes: Uint8Array): Document {
  const kind = fileKind(name, bytes)
  const own = baseName(name)
  if (kind === 'docx') return readDocx(own, bytes)
  if (kind !== 'markdown' && kind !== 'text')
    throw suzhenError('unsupported_media_type', `${kind} 不是文档 / a ${kind} is no document`)
  // Not decoded at all when even three bytes a character leave too many.
  if (bytes.length > MAX_CHARACTERS * 4) throw tooLong()
  const { text, encoding } = decodeText(bytes)
  if (text.length > MAX_CHARACTERS) throw tooLong()
  const read = kind === 'markdown' ? readMarkdown : readPlainText
  return read(own, text, `${kind}, ${encoding}`, lostCharacters(text))
}

function lostCharacters(text: string): Finding[] {
  const lost = strangers(text)
  if (lost === 0) return []
  return [
    note(
      { zh: `${lost} 个字符无法解码`, en: `${lost} characters could not be decoded` },
      { zh: '请另存为 UTF-8 再试', en: 'save the file as UTF-8 and try again' },
    ),
  ]
}

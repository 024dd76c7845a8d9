import { suzhenError } from '../domain/errors.ts'

export interface Decoded {
  text: string
  encoding: string
}

/** How much is looked at to tell UTF-16 without a mark. */
const SAMPLE = 64 * 1024

/** Bytes of a text file to text. UTF-8 and UTF-16 by mark or by shape, else GB18030; `asked` overrides. A byte that means nothing becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, asked?: string): Decoded {
  if (asked) {
    try {
      const decoder = new TextDecoder(asked)
      return { text: decoder.decode(bytes), encoding: decoder.encoding }
    } catch {
      throw suzhenError(
        'invalid_request',
        `不认识编码「${asked}」,可用 utf-8、gb18030、utf-16le、big5 等 / no encoding is called «${asked}»; use utf-8, gb18030, utf-16le, big5 …`,
      )
    }
  }
  const encoding = marked(bytes) ?? shaped(bytes)
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return { text: new TextDecoder('gb18030').decode(bytes), encoding: 'gb18030' }
  }
}

function marked(b: Uint8Array): string | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8'
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le'
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: commas, digits and line ends put zeros on one side only, and no other text has any. */
function shaped(b: Uint8Array): string | null {
  const end = Math.min(b.length - (b.length % 2), SAMPLE)
  let even = 0
  let odd = 0
  for (let i = 0; i < end; i += 2) {
    if (b[i] === 0) even++
    if (b[i + 1] === 0) odd++
  }
  const many = Math.max(2, end / 200)
  if (odd >= many && even * 10 < odd) return 'utf-16le'
  if (even >= many && odd * 10 < even) return 'utf-16be'
  return null
}

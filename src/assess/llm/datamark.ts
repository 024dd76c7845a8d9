/** What a customer wrote must never be taken for what we ask: the text goes between two lines that nobody can foresee. */

/** A new random delimiter, one for each question: 24 hex digits. */
export function newDelimiter(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, '0')).join('')
}

export const DELIMITER = /^[0-9a-f]{16,64}$/

/** `<<<delimiter`, the text, `delimiter>>>`, each on lines of its own. `maxChars`: UTF-16 units of the text that are kept. */
export function markData(value: string, delimiter: string, maxChars: number): string {
  if (!DELIMITER.test(delimiter)) throw new Error('A delimiter is 16 to 64 hex digits')
  return `<<<${delimiter}\n${withoutDelimiter(plain(value, maxChars), delimiter)}\n${delimiter}>>>`
}

// Zero-width, bidi and control characters, private use, tags and variation selectors: what a person does not see and a
// model does. Tab and line ends are white space, and kept.
const UNSEEN = /(?![\t\n])(?:[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]|\p{Variation_Selector})/gu
// Words by which chat templates mark whose turn it is; a server that does not escape them would take them for its own.
const TURN_MARKS =
  /<(?=[||])|<(?=\/?(?:s|think|system|user|assistant|start_of_turn|end_of_turn)>)|\[(?=\/?(?:INST|gMASK|SYS)\])|<(?=<\/?SYS>>)/giu

/** A text with nothing in it that only a machine reads. Longer ones are cut, with «…» at the end. */
export function plain(value: string, maxChars: number): string {
  const seen = value.replace(/\r\n?/g, '\n').replace(UNSEEN, '')
  const marked = seen.replace(TURN_MARKS, '$& ')
  if (marked.length <= maxChars) return marked
  return `${marked.slice(0, Math.max(0, maxChars - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`
}

// To take one out may join two halves to a new one.
function withoutDelimiter(text: string, delimiter: string): string {
  let left = text
  while (left.toLowerCase().includes(delimiter)) {
    const at = left.toLowerCase().indexOf(delimiter)
    left = left.slice(0, at) + left.slice(at + delimiter.length)
  }
  return left
}

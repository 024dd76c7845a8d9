type Expect = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'next' | 'end'

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const HEX4 = /[0-9a-fA-F]{4}/y

/**
 * The first UTF-16 offset at which a text stops being JSON; null when it is JSON. V8's own message names the place only
 * sometimes and quotes the content always, so it is no use to us.
 */
export function jsonErrorAt(text: string): number | null {
  const closers: ('}' | ']')[] = []
  let expect: Expect = 'value'
  const settled = (): Expect => (closers.length ? 'next' : 'end')
  for (let i = 0; ; ) {
    while (' \t\n\r'.includes(text[i] ?? '?')) i++
    const ch = text[i]
    if (ch === undefined) return expect === 'end' ? null : i
    const closer = closers.at(-1)
    if (ch === closer && (expect === 'next' || expect.endsWith('-or-close'))) {
      closers.pop()
      expect = settled()
      i++
    } else if (expect === 'next' && ch === ',') {
      expect = closer === '}' ? 'key' : 'value'
      i++
    } else if (expect === 'colon' && ch === ':') {
      expect = 'value'
      i++
    } else if (expect.startsWith('value') && (ch === '{' || ch === '[')) {
      closers.push(ch === '{' ? '}' : ']')
      expect = ch === '{' ? 'key-or-close' : 'value-or-close'
      i++
    } else if (expect.startsWith('value') || (expect.startsWith('key') && ch === '"')) {
      const token = scan(text, i)
      if (!token.whole) return token.at
      expect = expect.startsWith('key') ? 'colon' : settled()
      i = token.at
    } else return i
  }
}

/** A string, number or literal from `start`: where it ends, or where it goes wrong. */
function scan(text: string, start: number): { whole: boolean; at: number } {
  if (text[start] === '"') return scanString(text, start)
  for (const literal of ['true', 'false', 'null']) {
    if (text.startsWith(literal, start)) return { whole: true, at: start + literal.length }
  }
  NUMBER.lastIndex = start
  return NUMBER.test(text) ? { whole: true, at: NUMBER.lastIndex } : { whole: false, at: start }
}

function scanString(text: string, start: number): { whole: boolean; at: number } {
  for (let i = start + 1; i < text.length; i++) {
    const ch = text[i]!
    if (ch === '"') return { whole: true, at: i + 1 }
    if (ch < ' ') return { whole: false, at: i }
    if (ch !== '\\') continue
    const mark = text[++i]
    if (mark === 'u') {
      HEX4.lastIndex = i + 1
      if (!HEX4.test(text)) return { whole: false, at: i - 1 }
      i += 4
    } else if (mark === undefined || !'"\\/bfnrt'.includes(mark)) return { whole: false, at: i - 1 }
  }
  return { whole: false, at: text.length }
}

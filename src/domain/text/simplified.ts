import characters from 'opencc-js/dict/TSCharacters'

let table: Map<string, string> | undefined

/** One traditional character -> its simplified form; any other character -> itself. Always of the same length, so that offsets hold. */
export function toSimplified(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x3400 || code > 0x9fff) return char
  table ??= readTable()
  return table.get(char) ?? char
}

// A line is `traditional simplified [other simplified ...]`; the first is the usual one.
function readTable(): Map<string, string> {
  const map = new Map<string, string>()
  for (const entry of characters.split('|')) {
    const [from, to] = entry.split(' ')
    if (from && to && from.length === to.length) map.set(from, to)
  }
  return map
}

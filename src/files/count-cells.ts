const QUOTE = 34
const RETURN = 13
const LINE = 10

/**
 * How many cells a delimited text has, blank ones and blank lines among them, by one pass that keeps nothing: to refuse
 * too many before a parser makes an object of each. Quotes open and close as the parser takes them. Stops above `most`.
 */
export function countCells(text: string, delimiter: string, most: number): number {
  const cut = delimiter.charCodeAt(0)
  let count = 1
  let quoted = false
  let start = true
  for (let i = 0; i < text.length && count <= most; i++) {
    const c = text.charCodeAt(i)
    if (quoted) {
      if (c !== QUOTE) continue
      const next = text.charCodeAt(i + 1)
      if (next === QUOTE) i++
      else if (next === cut || next === LINE || next === RETURN || Number.isNaN(next)) quoted = false
    } else if (c === QUOTE && start) quoted = true
    else {
      start = c === cut || c === LINE || c === RETURN
      // A line end of two characters counts once.
      if (start && !(c === LINE && text.charCodeAt(i - 1) === RETURN)) count++
    }
  }
  return count
}

import { MAX_BLOCKS, tooLong } from './blocks.ts'

/** The lines of a text, of blank ones in a row only the first. Throws when there are more than any write-up has. */
export function linesOf(text: string): string[] {
  const all = text.replace(/\r\n?|[\f\v\u2028\u2029\u0085]/g, '\n')
  const lines: string[] = []
  let blank = false
  for (let at = 0; at <= all.length; ) {
    const found = all.indexOf('\n', at)
    const end = found < 0 ? all.length : found
    const line = all.slice(at, end)
    at = end + 1
    if (line.trim() === '' && blank) continue
    blank = line.trim() === ''
    if (lines.push(line) > 2 * MAX_BLOCKS) throw tooLong()
  }
  return lines
}

/** A line of this width was broken by an editor, not by its writer, unless a sentence ends with it; columns, Chinese counted double. */
const WRAPPED = { from: 60, to: 120 }

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/
const ENDS_SENTENCE = /[。！？；;!?:：.]["'”’」』）)]?$/
/** A mark of a list, a number, a label, a day or an hour: a line of its own. */
const BEGINS_ANEW =
  /^(?:[-*+•·●○■◆▪–#|>【［]|[（(]?[\d一二三四五六七八九十]{1,3}[.、．)）年月日:：/-]|第.{1,3}[天日周月次步章节]|(?:[Dd]ay|Step) \d|[\p{Script=Han}A-Za-z ]{1,12}[:：])/u

/** Lines that an editor broke become one again; those that the writer broke stay apart. */
export function joinWrapped(lines: readonly string[]): string[] {
  const out: string[] = []
  let last = ''
  for (const line of lines) {
    const width = widthOf(last)
    const wrapped = width >= WRAPPED.from && width <= WRAPPED.to
    if (wrapped && !ENDS_SENTENCE.test(last.slice(-2)) && !BEGINS_ANEW.test(line)) {
      const glue = WIDE.test(last.at(-1)!) || WIDE.test(line[0] ?? '') ? '' : ' '
      out[out.length - 1] += glue + line
    } else out.push(line)
    last = line
  }
  return out
}

function widthOf(line: string): number {
  let width = 0
  for (let i = 0; i < line.length && width <= WRAPPED.to; i++) width += WIDE.test(line[i]!) ? 2 : 1
  return width
}

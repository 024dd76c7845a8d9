import type { Block } from './blocks.ts'

type Paragraph = Extract<Block, { kind: 'paragraph' }>

/** Labels as people write them before a colon: no digits, no punctuation, and not too long. */
const LABELLED = /^([\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z/、() （）-]{0,23})[:：]\s*(.*)$/su
/** What begins like a time is a step of the course, no label of the write-up. */
const TIME =
  /^(第.{1,3}[天日周月次步]|次日|当[天日晚时]|[今昨前明]天|上午|下午|晚上|凌晨|随后|之后|周[一二三四五六日]|星期)/
const CHAPTER = /^第[一二三四五六七八九十\d]{1,3}[章节部分篇]{1,2}[、:：\s]{0,3}(.{1,40})$/s
const CHINESE_NUMBER = /^([一二三四五六七八九十]{1,3})[、.．]\s{0,4}(.+)$/s
const IN_PARENTHESES = /^[（(]([一二三四五六七八九十]{1,3})[)）]\s{0,4}(.+)$/s
const NUMBERED = /^[（(]?(\d{1,2})[.．、)）]\s{0,4}(?!\d)(.+)$/s
const BRACKETED = /^[【［]([^】］]{1,20})[】］][:：]?\s{0,4}(.*)$/s
const HASHED = /^(#{1,6})\s{0,4}([^#].{0,119})$/s
const BULLET = /^[-*•·●○■◆▪–]\s{1,4}(.+)$/s
/** From so many different labels on, a text is taken for one that is made of labels. */
const LABEL_STYLE = 4
const SHORT = 24

/**
 * Headings for a document that marks none but perhaps its title: «一、», «1.», «【标题】», «标题:», a short line alone. Lines «label: value» at
 * its beginning become properties, as in front matter.
 */
export function guessHeadings(blocks: readonly Block[]): { blocks: Block[]; properties: Record<string, string> } {
  if (blocks.slice(1).some((b) => b.kind === 'heading')) return { blocks: [...blocks], properties: {} }
  const lines = blocks.flatMap((b): Block[] =>
    b.kind === 'paragraph' && !b.item
      ? b.text.split('\n').flatMap((text, _, all) => {
          const line = text.trim()
          return line === '' ? [] : [{ ...b, text: line, alone: b.alone && all.length === 1 }]
        })
      : [b],
  )
  const seen = labelCounts(lines)
  const labelStyle = [...seen.values()].filter((n) => n === 1).length >= LABEL_STYLE
  const { properties, first, title } = headOf(lines, seen)
  const out: Block[] = title === null ? [] : [title]
  for (let i = first; i < lines.length; i++) {
    const block = lines[i]!
    if (block.kind !== 'paragraph' || block.item) {
      out.push(block)
      continue
    }
    const guess = guessed(block, lines[i + 1], seen, labelStyle)
    if (!guess) {
      const text = BULLET.exec(block.text)?.[1] ?? NUMBERED.exec(block.text)?.[2] ?? block.text
      out.push({ ...block, text })
      continue
    }
    out.push({ kind: 'heading', depth: guess.depth, text: guess.heading })
    if (guess.rest !== '') out.push({ ...block, text: guess.rest, alone: false })
  }
  return { blocks: out, properties }
}

const labelOf = (text: string): { label: string; value: string } | null => {
  const [, label, value] = LABELLED.exec(text) ?? []
  return label === undefined || TIME.test(label) ? null : { label: label.trim(), value: value! }
}

/** How often each label stands in the text: one that returns is a speaker or a step. */
function labelCounts(lines: readonly Block[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) {
    if (line.kind !== 'paragraph') continue
    const label = BRACKETED.exec(line.text)?.[1] ?? labelOf(line.text)?.label
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return counts
}

/** The title and the lines «label: value» below it; they end where a value runs over several lines. */
function headOf(lines: readonly Block[], seen: ReadonlyMap<string, number>) {
  const properties: Record<string, string> = {}
  let first = 0
  const start = lines[0]
  let title: Block | null = null
  if (start?.kind === 'heading') {
    title = start
    first = 1
  } else if (start?.kind === 'paragraph' && isTitle(start, lines[1])) {
    title = { kind: 'heading', depth: 1, text: start.text.replace(/^[《【](.*)[》】]$/s, '$1') }
    first = 1
  }
  let at = first
  for (; at < lines.length; at++) {
    const line = lines[at]!
    const pair = line.kind === 'paragraph' && !line.item ? labelOf(line.text) : null
    if (!pair || pair.value === '' || (seen.get(pair.label) ?? 0) > 1) break
    // A label whose text goes on below is a section, not a property.
    const next = lines[at + 1]
    if (
      next?.kind === 'paragraph' &&
      (next.item || !(labelOf(next.text) || isNumberedHeading(next.text) || next.alone))
    )
      break
    Object.defineProperty(properties, pair.label, {
      value: pair.value,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  if (at - first < 2) return { properties: {}, first, title }
  return { properties, first: at, title }
}

const isNumberedHeading = (text: string): boolean =>
  CHINESE_NUMBER.test(text) || CHAPTER.test(text) || BRACKETED.test(text) || IN_PARENTHESES.test(text)

/** The first line, where it is short, no sentence, and something follows. */
function isTitle(line: Paragraph, next: Block | undefined): boolean {
  if (line.item || next === undefined || [...line.text.slice(0, 120)].length > 60) return false
  if (isNumberedHeading(line.text) && !/^【[^】]*】$/.test(line.text)) return false
  if (labelOf(line.text) || HASHED.test(line.text) || NUMBERED.test(line.text) || BULLET.test(line.text)) return false
  if (/[。！？!?；;，,：:.]$/.test(line.text)) return false
  return line.alone || next.kind !== 'paragraph' || isNumberedHeading(next.text) || labelOf(next.text) !== null
}

interface Guess {
  depth: number
  heading: string
  rest: string
}

function guessed(
  line: Paragraph,
  next: Block | undefined,
  seen: ReadonlyMap<string, number>,
  labelStyle: boolean,
): Guess | null {
  const { text } = line
  const hashed = HASHED.exec(text)
  if (hashed) return { depth: hashed[1]!.length, heading: hashed[2]!.replace(/\s?#+$/, ''), rest: '' }
  const bracketed = BRACKETED.exec(text)
  if (bracketed && seen.get(bracketed[1]!) === 1) return { depth: 2, heading: bracketed[1]!, rest: bracketed[2]! }
  const chapter = CHAPTER.exec(text)
  if (chapter) return headed(chapter[1]!, 2, false)
  const chinese = CHINESE_NUMBER.exec(text)
  if (chinese) return headed(chinese[2]!, 2, true)
  const parenthesised = IN_PARENTHESES.exec(text)
  if (parenthesised) return headed(parenthesised[2]!, 3, true)
  const numbered = NUMBERED.exec(text)
  if (numbered) {
    // A list has its next number on the next line; a heading has its text there.
    const listed = next?.kind !== 'paragraph' || next.item || NUMBERED.test(next.text)
    const bare = !/[\d,，。;；:：!！?？]/.test(numbered[2]!) && numbered[2]!.length <= 16
    return bare && !listed ? { depth: 3, heading: numbered[2]!, rest: '' } : labelAlone(numbered[2]!)
  }
  const pair = labelOf(text)
  if (pair && pair.label.length <= SHORT && seen.get(pair.label) === 1) {
    if (pair.value === '') return next === undefined ? null : { depth: 2, heading: pair.label, rest: '' }
    if (labelStyle) return { depth: 2, heading: pair.label, rest: pair.value }
  }
  return line.alone && next !== undefined && isShort(text) ? { depth: 2, heading: text, rest: '' } : null
}

/** «处理经过:» after a number; what has a text after the colon is a step. */
function labelAlone(text: string): Guess | null {
  const pair = labelOf(text)
  return pair?.value === '' ? { depth: 3, heading: pair.label, rest: '' } : null
}

/** What follows a number of a heading: «案情», or «案情:客户反映…», or, when it is a sentence, no heading. */
function headed(text: string, depth: number, strict: boolean): Guess | null {
  const pair = labelOf(text)
  if (pair && pair.label.length <= SHORT) return { depth, heading: pair.label, rest: pair.value }
  const bare = text.replace(/[:：]$/, '')
  if (strict && (bare.length > 40 || /[。；;!！?？，,]/.test(bare))) return null
  return { depth, heading: bare, rest: '' }
}

/** No more than a few words, and no sentence. */
function isShort(text: string): boolean {
  if (text.length > 60 || /[。；;，,!！?？:：.…]/.test(text) || BULLET.test(text)) return false
  return /\p{Script=Han}/u.test(text) ? [...text].length <= 20 : text.split(/\s+/).length <= 8
}

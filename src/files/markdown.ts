import { type Block, documentOf, note } from './blocks.ts'
import type { Document } from './document.ts'
import type { Finding } from './finding.ts'
import { readFrontMatter } from './front-matter.ts'
import { guessHeadings } from './guess-headings.ts'
import { joinWrapped, linesOf } from './join-lines.ts'
import { plainInline, withoutComments } from './markdown-inline.ts'

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]{1,20}(.*)|([^\s#][^#]{0,79}))$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
const ITEM = /^([ \t]{0,40})(?:[-*+]|\d{1,9}[.)])[ \t]{1,20}(.+)$/
const RULE = /^ {0,3}([-*_])[ \t]{0,5}(?:\1[ \t]{0,5}){2,100}$/
const UNDERLINE = /^ {0,3}(=+|-{2,})[ \t]{0,20}$/
const FOOTNOTE = /^\[\^[^[\]\s]{1,50}\]:/

/** Markdown with front matter, headings, lists, pipe tables, quotes and code; where none but a title is marked, headings are guessed. */
export function readMarkdown(name: string, text: string, how: string, before: readonly Finding[] = []): Document {
  const { properties, rest } = readFrontMatter(text)
  const { text: body, comments } = withoutComments(rest)
  const left = { pictures: 0, footnotes: 0, comments }
  const blocks = blocksOf(linesOf(body), left)
  const guess = guessHeadings(blocks)
  return documentOf({
    name,
    properties: { ...guess.properties, ...properties },
    blocks: guess.blocks,
    findings: [...before, ...notesOf(left)],
    how,
  })
}

function blocksOf(lines: readonly string[], left: { pictures: number; footnotes: number }): Block[] {
  const blocks: Block[] = []
  let open: string[] = []
  let alone = true
  const flush = (nextIsBlank: boolean) => {
    const joined = joinWrapped(open)
    for (const text of joined)
      blocks.push({
        kind: 'paragraph',
        text: plainInline(text, left),
        alone: alone && nextIsBlank && joined.length === 1,
        item: false,
      })
    open = []
    alone = nextIsBlank
  }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.replace(/^(?: {0,3}> ?){1,20}/, '')
    const fence = FENCE.exec(line)?.[1]
    const heading = HEADING.exec(line)
    if (line.trim() === '') flush(true)
    else if (fence) {
      flush(false)
      const code: string[] = []
      while (++i < lines.length && !lines[i]!.trimStart().startsWith(fence)) code.push(lines[i]!)
      blocks.push({ kind: 'paragraph', text: code.join('\n'), alone: false, item: true })
    } else if (heading) {
      flush(false)
      const words = plainInline(heading[2] ?? heading[3]!, left)
      blocks.push({ kind: 'heading', depth: heading[1]!.length, text: words.replace(/\s#{1,100}\s{0,5}$/, '') })
    } else if (open.length === 1 && UNDERLINE.test(line)) {
      const depth = line.includes('=') ? 1 : 2
      blocks.push({ kind: 'heading', depth, text: plainInline(open[0]!, left) })
      open = []
    } else if (RULE.test(line)) flush(true)
    else if (FOOTNOTE.test(line)) left.footnotes++
    else if (open.length === 0 && isTable(line, lines[i + 1])) {
      const rows = [cellsOf(line, left)]
      for (i += 2; i < lines.length && lines[i]!.includes('|') && lines[i]!.trim() !== ''; i++)
        rows.push(cellsOf(lines[i]!, left))
      i--
      blocks.push({ kind: 'table', rows })
    } else if (ITEM.test(line)) {
      flush(false)
      const item = [ITEM.exec(line)![2]!]
      while (i + 1 < lines.length && continues(lines[i + 1]!)) item.push(lines[++i]!.trim())
      blocks.push({
        kind: 'paragraph',
        text: plainInline(joinWrapped(item).join('\n'), left),
        alone: false,
        item: true,
      })
    } else open.push(line.replace(/\\$/, '').trim())
  }
  flush(true)
  return blocks
}

/** A line that belongs to the item above it: it stands further in, and begins nothing of its own. */
const continues = (line: string): boolean => /^(?: {2,}|\t)\S/.test(line) && !ITEM.test(line) && !FENCE.test(line)

function isTable(line: string, next: string | undefined): boolean {
  if (!line.includes('|') || next === undefined || next.length > 2000) return false
  return next.includes('-') && next.includes('|') && /^[\s|:-]+$/.test(next)
}

/** The cells of a row; `\|` is a bar inside a cell. */
function cellsOf(line: string, left: { pictures: number }): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => plainInline(cell.replaceAll('\\|', '|').trim(), left))
}

function notesOf(left: { pictures: number; footnotes: number; comments: number }): Finding[] {
  const notes: Finding[] = []
  const add = (count: number, zh: string, en: string) => {
    if (count === 0) return
    notes.push(
      note(
        { zh: `${count} 处${zh}没有读入`, en: `${count} ${en} left out` },
        { zh: '其中的内容若有用,请写进正文', en: 'write what matters of them into the text' },
      ),
    )
  }
  add(left.pictures, '图片', 'pictures')
  add(left.footnotes, '脚注', 'footnotes')
  add(left.comments, '注释', 'comments')
  return notes
}

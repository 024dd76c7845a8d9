import { type Block, documentOf } from './blocks.ts'
import type { Document } from './document.ts'
import type { Finding } from './finding.ts'
import { guessHeadings } from './guess-headings.ts'
import { joinWrapped, linesOf } from './join-lines.ts'

const UNDERLINE = /^(={3,}|-{3,}|—{2,}|\*{3,}|_{3,})$/

/** A plain text: a paragraph a line, headings guessed, lines of cells between tabs as a table. */
export function readPlainText(name: string, text: string, how: string, findings: readonly Finding[] = []): Document {
  const blocks: Block[] = []
  for (const group of groupsOf(text)) {
    const table = tabbed(group)
    if (table) blocks.push({ kind: 'table', rows: table })
    else
      for (const [i, line] of joinWrapped(group.filter((l) => !UNDERLINE.test(l))).entries())
        blocks.push({
          kind: 'paragraph',
          text: line,
          alone: group.length === 1 || (i === 0 && UNDERLINE.test(group[1]!)),
          item: false,
        })
  }
  const guess = guessHeadings(blocks)
  return documentOf({ name, properties: guess.properties, blocks: guess.blocks, findings: [...findings], how })
}

/** Runs of lines without a blank one between them. */
function groupsOf(text: string): string[][] {
  const groups: string[][] = [[]]
  for (const raw of linesOf(text)) {
    const line = raw.trim()
    if (line !== '') groups.at(-1)!.push(line)
    else if (groups.at(-1)!.length > 0) groups.push([])
  }
  return groups.filter((g) => g.length > 0)
}

/** Two lines and more with the same number of tabs, as when a sheet is copied into a text. */
function tabbed(group: readonly string[]): string[][] | null {
  const rows = group.map((line) => line.split('\t'))
  const width = rows[0]!.length
  return rows.length > 1 && width > 1 && rows.every((r) => r.length === width) ? rows : null
}

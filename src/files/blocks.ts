import { suzhenError } from '../domain/errors.ts'
import type { Document, Section } from './document.ts'
import type { Finding, Words } from './finding.ts'

/** What a reader finds in a document, in its order, before it is known what stands under which heading. */
export type Block =
  | { kind: 'heading'; depth: number; text: string }
  /** `alone`: blank lines round it, or wholly bold, so that it may be a heading; `item`: of a list, so that it is none. */
  | { kind: 'paragraph'; text: string; alone: boolean; item: boolean }
  | { kind: 'table'; rows: string[][] }

/** No write-up has more: characters of its text; paragraphs, headings and cells together. */
export const MAX_CHARACTERS = 1_000_000
export const MAX_BLOCKS = 20_000

export const tooLong = () =>
  suzhenError(
    'payload_too_large',
    `文档太大(最多 ${MAX_CHARACTERS} 字、${MAX_BLOCKS} 段),不像一份案例;请拆分,多条请用表格 / the document is too large for a write-up (at most ${MAX_CHARACTERS} characters and ${MAX_BLOCKS} paragraphs); split it, and use a sheet for many items`,
  )

/** Something that the reader passed over. */
export const note = (problem: Words, advice: Words): Finding => ({
  effect: 'note',
  row: null,
  column: null,
  problem,
  advice,
  value: null,
})

/** Text without control characters, blank ends, or more than one blank line. */
export const clean = (text: string): string =>
  text
    .replace(/\r\n?|[\v\f\u2028\u2029\u0085]/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\ufeff]/g, '')
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** The document of a reader's blocks. Throws when there is nothing in it, or far too much. */
export function documentOf(d: Omit<Document, 'sections'> & { blocks: readonly Block[] }): Document {
  const { blocks, ...rest } = d
  const sections: Section[] = []
  let count = 0
  const section = (): Section => {
    if (sections.length === 0) sections.push({ depth: 0, heading: '', paragraphs: [], tables: [] })
    return sections.at(-1)!
  }
  for (const block of blocks) {
    count += block.kind === 'table' ? block.rows.reduce((n, row) => n + row.length, 0) : 1
    if (count > MAX_BLOCKS) throw tooLong()
    if (block.kind === 'table') {
      const rows = block.rows.map((row) => row.map(clean)).filter((row) => row.some((cell) => cell !== ''))
      if (rows.length > 0) section().tables.push(rows)
      continue
    }
    const text = clean(block.text)
    if (text === '') continue
    if (block.kind === 'heading') sections.push({ depth: block.depth, heading: text, paragraphs: [], tables: [] })
    else section().paragraphs.push(text)
  }
  if (sections.length === 0 && Object.keys(rest.properties).length === 0)
    throw suzhenError('invalid_request', '文件里没有文字 / there is no text in the file')
  return { ...rest, sections }
}

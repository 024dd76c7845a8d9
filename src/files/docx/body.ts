import { type Block, MAX_BLOCKS, MAX_CHARACTERS, tooLong } from '../blocks.ts'
import { readXml } from '../read-xml.ts'
import type { Budget, ZipEntry } from '../zip-entries.ts'
import { depthById, type Styles } from './styles.ts'
import { createTableStack } from './tables.ts'

/** How often something stood in the document that is not read. */
export type LeftOut = Record<
  'deletions' | 'comments' | 'footnotes' | 'headers' | 'pictures' | 'hidden' | 'foreign',
  number
>

interface Paragraph {
  text: string
  depth: number | null
  style: string
  item: boolean
  /** Letters that are bold, and all. */
  bold: number
  letters: number
}

/** Elements whose whole content is passed over: what was taken out, how it was before, what stands in for something else. */
const SKIPPED = new Set([
  'del',
  'moveFrom',
  'pPrChange',
  'rPrChange',
  'sectPrChange',
  'tblPrChange',
  'Fallback',
  'instrText',
  'delText',
])

const COUNTED: Record<string, keyof LeftOut> = {
  commentReference: 'comments',
  footnoteReference: 'footnotes',
  endnoteReference: 'footnotes',
  headerReference: 'headers',
  footerReference: 'headers',
  blip: 'pictures',
  imagedata: 'pictures',
  OLEObject: 'foreign',
  altChunk: 'foreign',
}

const value = (a: Record<string, string>): string => a['w:val'] ?? a.val ?? ''
const isOn = (a: Record<string, string>): boolean => !['0', 'false', 'off', 'none'].includes(value(a))

/** Paragraphs and tables of `word/document.xml`, in their order, as they stand after every tracked change is accepted. */
export function readBody(entry: ZipEntry, budget: Budget, styles: Styles): { blocks: Block[]; left: LeftOut } {
  const left: LeftOut = { deletions: 0, comments: 0, footnotes: 0, headers: 0, pictures: 0, hidden: 0, foreign: 0 }
  const blocks: Block[] = []
  const tables = createTableStack()
  // A text box stands inside the paragraph that it hangs on.
  const open: Paragraph[] = []
  let skipping = 0
  let inProperties = 0
  let inText = false
  let run = { bold: false, hidden: false }
  let characters = 0
  let paragraphs = 0

  const write = (text: string) => {
    const paragraph = open.at(-1)
    if (!paragraph || skipping > 0) return
    if (run.hidden) {
      left.hidden++
      return
    }
    characters += text.length
    if (characters > MAX_CHARACTERS) throw tooLong()
    paragraph.text += text
    paragraph.letters += text.length
    if (run.bold) paragraph.bold += text.length
  }
  const close = (p: Paragraph) => {
    if (p.text.trim() === '' || styles.contents.has(p.style)) return
    if (++paragraphs > MAX_BLOCKS) throw tooLong()
    const depth = p.depth ?? styles.depth.get(p.style) ?? depthById(p.style)
    if (tables.inCell()) tables.add(p.text.trim())
    else if (depth && p.text.length <= 200) blocks.push({ kind: 'heading', depth, text: p.text.replaceAll('\n', ' ') })
    else {
      const bold = p.bold >= p.letters * 0.9
      // Numbered and bold: a heading by hand, not a step of a list.
      blocks.push({ kind: 'paragraph', text: p.text, alone: bold, item: p.item && !bold })
    }
  }

  readXml(entry, budget, {
    open(name, a) {
      if (SKIPPED.has(name)) {
        if (skipping === 0 && (name === 'del' || name === 'moveFrom') && inProperties === 0) left.deletions++
        skipping++
      }
      if (skipping > 0) return
      const counted = COUNTED[name]
      if (counted) left[counted]++
      const paragraph = open.at(-1)
      if (name === 'p') open.push({ text: '', depth: null, style: '', item: false, bold: 0, letters: 0 })
      else if (name === 'r') run = { bold: false, hidden: false }
      else if (name === 'pPr' || name === 'rPr') inProperties++
      else if (name === 'b' && inProperties > 0) run.bold = isOn(a)
      else if (name === 'vanish' && inProperties > 0) run.hidden = isOn(a)
      else if (name === 'pStyle' && paragraph) paragraph.style = value(a)
      else if (name === 'outlineLvl' && paragraph) paragraph.depth = depthOf(Number(value(a)))
      else if (name === 'numId' && paragraph) paragraph.item = value(a) !== '0'
      else if (name === 't') inText = true
      else if (name === 'tab' && inProperties === 0) write('\t')
      else if ((name === 'br' || name === 'cr') && inProperties === 0) write('\n')
      else if (name === 'noBreakHyphen') write('-')
      else if (name === 'tbl') tables.open()
      else if (name === 'tr') tables.row()
      else if (name === 'tc') tables.cell()
      else if (name === 'gridSpan') tables.span(Number(value(a)))
      else if (name === 'vMerge' && value(a) !== 'restart') tables.merged()
    },
    text(t) {
      if (inText) write(t)
    },
    close(name) {
      if (SKIPPED.has(name)) skipping--
      if (skipping > 0) return
      if (name === 't') inText = false
      else if (name === 'pPr' || name === 'rPr') {
        inProperties--
        // The mark at the end of a paragraph has properties of its own, which are none of its text's.
        if (name === 'pPr') run = { bold: false, hidden: false }
      } else if (name === 'p') {
        const paragraph = open.pop()
        if (paragraph) close(paragraph)
      } else if (name === 'tc') tables.closeCell()
      else if (name === 'tbl') {
        const rows = tables.close()
        // A single cell is a frame round some text.
        if (rows?.length === 1 && rows[0]!.length === 1)
          blocks.push({ kind: 'paragraph', text: rows[0]![0]!, alone: false, item: false })
        else if (rows) blocks.push({ kind: 'table', rows })
      }
    },
  })
  return { blocks, left }
}

const depthOf = (outline: number): number | null => (outline >= 0 && outline < 9 ? outline + 1 : null)

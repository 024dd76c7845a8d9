import { suzhenError } from '../../domain/errors.ts'
import { documentOf, note } from '../blocks.ts'
import type { Document } from '../document.ts'
import { docxMain } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { guessHeadings } from '../guess-headings.ts'
import { readXml } from '../read-xml.ts'
import { type Budget, type ZipEntry, zipEntries } from '../zip-entries.ts'
import { type LeftOut, readBody } from './body.ts'
import { readStyles } from './styles.ts'

/** A write-up unpacks to no more XML than this, bytes, and holds no more elements and attributes. */
const newDocxBudget = (): Budget => ({ left: 48 * 1024 * 1024, nodes: 1_000_000 })

/** A DOCX as it reads when every tracked change is accepted. Comments, notes, headers and pictures are left out, and named. */
export function readDocx(name: string, bytes: Uint8Array): Document {
  const entries = zipEntries(bytes)
  const main = docxMain(entries)
  if (!main) throw suzhenError('invalid_request', '这个文件不是 docx 文档 / this file is no docx document')
  const budget = newDocxBudget()
  const styles = readStyles(entries.get('word/styles.xml'), budget)
  const { blocks, left } = readBody(main, budget, styles)
  const guess = guessHeadings(blocks)
  const title = readTitle(entries.get('docProps/core.xml'), budget)
  return documentOf({
    name,
    properties: { ...(title === '' ? {} : { title }), ...guess.properties },
    blocks: guess.blocks,
    findings: notesOf(left),
    how: 'docx',
  })
}

/** The title among the document's own properties; its author is a person and is left alone. */
function readTitle(entry: ZipEntry | undefined, budget: Budget): string {
  let title = ''
  let inTitle = false
  if (entry)
    readXml(entry, budget, {
      open(name) {
        inTitle = name === 'title'
      },
      text(t) {
        if (inTitle && title.length < 200) title += t
      },
      close() {
        inTitle = false
      },
    })
  return title.trim()
}

const WORDS: Record<keyof LeftOut, { zh: string; en: string }> = {
  deletions: { zh: '处修订中删除的文字', en: 'tracked deletions' },
  comments: { zh: '条批注', en: 'comments' },
  footnotes: { zh: '条脚注或尾注', en: 'footnotes or endnotes' },
  headers: { zh: '处页眉或页脚', en: 'headers or footers' },
  pictures: { zh: '张图片', en: 'pictures' },
  hidden: { zh: '处隐藏文字', en: 'runs of hidden text' },
  foreign: { zh: '个嵌入的文件', en: 'embedded files' },
}

function notesOf(left: LeftOut): Finding[] {
  return (Object.keys(WORDS) as (keyof LeftOut)[])
    .filter((key) => left[key] > 0)
    .map((key) =>
      note(
        { zh: `${left[key]} ${WORDS[key].zh}没有读入`, en: `${left[key]} ${WORDS[key].en} left out` },
        { zh: '其中的内容若有用,请写进正文', en: 'write what matters of them into the text' },
      ),
    )
}

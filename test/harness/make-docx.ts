import { strToU8, zipSync } from 'fflate'

/** A paragraph by its words, or with style, list and marks; `xml` stands for its whole content. */
export type DocxParagraph =
  | string
  | { text?: string; xml?: string; style?: string; outline?: number; list?: 'bullet' | 'number'; bold?: boolean }
export type DocxBlock = DocxParagraph | { rows: (string | { text: string; span?: number; down?: boolean })[][] }

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

export const escaped = (s: string): string =>
  s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A run of text; line ends become breaks. */
export const runXml = (text: string, bold = false): string =>
  `<w:r>${bold ? '<w:rPr><w:b/></w:rPr>' : ''}${text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t>`)
    .join('<w:br/>')}</w:r>`

export function paragraphXml(p: DocxParagraph): string {
  if (typeof p === 'string') return `<w:p>${runXml(p)}</w:p>`
  const properties = [
    p.style ? `<w:pStyle w:val="${p.style}"/>` : '',
    p.list ? `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${p.list === 'bullet' ? 1 : 2}"/></w:numPr>` : '',
    p.outline === undefined ? '' : `<w:outlineLvl w:val="${p.outline}"/>`,
  ].join('')
  return `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${p.xml ?? runXml(p.text ?? '', p.bold)}</w:p>`
}

function tableXml(rows: Extract<DocxBlock, { rows: unknown }>['rows']): string {
  const width = Math.max(...rows.map((row) => row.reduce((n, c) => n + (typeof c === 'string' ? 1 : (c.span ?? 1)), 0)))
  const side = (name: string) => `<w:${name} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(side).join('')
  const cells = (row: (typeof rows)[number]) =>
    row.map((cell) => {
      const c = typeof cell === 'string' ? { text: cell } : cell
      const properties = `${c.span ? `<w:gridSpan w:val="${c.span}"/>` : ''}${c.down ? '<w:vMerge/>' : ''}`
      return `<w:tc>${properties && `<w:tcPr>${properties}</w:tcPr>`}${paragraphXml(c.text)}</w:tc>`
    })
  return `<w:tbl><w:tblPr><w:tblBorders>${borders}</w:tblBorders></w:tblPr><w:tblGrid>${'<w:gridCol w:w="2200"/>'.repeat(width)}</w:tblGrid>${rows
    .map((row) => `<w:tr>${cells(row).join('')}</w:tr>`)
    .join('')}</w:tbl>`
}

const style = (id: string, name: string, size: number, outline?: number): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="80"/>${outline === undefined ? '' : `<w:outlineLvl w:val="${outline}"/>`}</w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr></w:style>`

export const DOCX_STYLES = `${HEAD}<w:styles xmlns:w="${W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${style('Title', 'Title', 40)}${style('Heading1', 'heading 1', 32, 0)}${style('Heading2', 'heading 2', 26, 1)}</w:styles>`

const level = (format: string, text: string) =>
  `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl>`
const NUMBERING = `${HEAD}<w:numbering xmlns:w="${W}"><w:abstractNum w:abstractNumId="0">${level('bullet', '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level('decimal', '%1.')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

const OFFICE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const TYPES = `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${OFFICE}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${OFFICE}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${OFFICE}.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
const relations = (list: [type: string, target: string][]) =>
  `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`).join('')}</Relationships>`

/** The whole of `word/document.xml` round some content. */
export const documentXml = (content: string): string =>
  `${HEAD}<w:document xmlns:w="${W}" xmlns:r="${R}"><w:body>${content}</w:body></w:document>`

/** A document that Word opens: headings by style, lists, tables. `extra` adds or replaces parts (as XML or bytes). */
export function makeDocx(
  blocks: DocxBlock[],
  options: { title?: string; extra?: Record<string, string | Uint8Array> } = {},
): Uint8Array {
  const content = blocks.map((b) => (typeof b === 'object' && 'rows' in b ? tableXml(b.rows) : paragraphXml(b)))
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': TYPES,
    '_rels/.rels': relations([
      [`${R}/officeDocument`, 'word/document.xml'],
      ['http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', 'docProps/core.xml'],
    ]),
    'word/document.xml': documentXml(content.join('')),
    'word/_rels/document.xml.rels': relations([
      [`${R}/styles`, 'styles.xml'],
      [`${R}/numbering`, 'numbering.xml'],
    ]),
    'word/styles.xml': DOCX_STYLES,
    'word/numbering.xml': NUMBERING,
    'docProps/core.xml': `${HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(options.title ?? '')}</dc:title><dc:creator></dc:creator></cp:coreProperties>`,
    ...options.extra,
  }
  const bytes = Object.entries(files).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])
  // A fixed date, so that the same content gives the same bytes.
  return zipSync(Object.fromEntries(bytes) as Record<string, Uint8Array>, { mtime: '2026-01-01T00:00:00' })
}

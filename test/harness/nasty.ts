import { constants, deflateRawSync } from 'node:zlib'
import { documentXml, makeDocx } from './make-docx.ts'
import { makeZip } from './make-zip.ts'

const MB = 1024 * 1024
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))

/** Numbers that look like chance and are the same each time. */
export function noise(length: number, seed = 1): Uint8Array {
  const out = new Uint8Array(length)
  let x = seed
  for (let i = 0; i < length; i++) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    out[i] = x >>> 24
  }
  return out
}

/** Deflated data that unpack to `block` so many times over, made without ever holding them unpacked. */
export function repeated(block: Uint8Array | string, times: number, before = ''): Uint8Array {
  const packed = (part: Uint8Array | string) => deflateRawSync(part, { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  return new Uint8Array(
    Buffer.concat([packed(before), ...Array<Buffer>(times).fill(packed(block)), Buffer.from([3, 0])]),
  )
}

/** A docx or xlsx of small parts but for one: its content, or with `size` the packed bytes of it. */
function officeWith(parts: string[], part: string, content: Uint8Array, size?: number): Uint8Array {
  const others = parts.filter((p) => p !== part).map((name) => ({ name, content: SMALL[name] ?? '<x/>' }))
  if (size !== undefined) return makeZip([...others, { name: part, packed: content, size, crc: 0 }])
  const packed = new Uint8Array(deflateRawSync(content, { level: 1 }))
  return makeZip([...others, { name: part, packed, size: content.length, crc: 0 }])
}
const SMALL: Record<string, string> = {
  'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
}
const XLSX = ['[Content_Types].xml', 'xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/worksheets/sheet1.xml']
const DOCX = ['[Content_Types].xml', 'word/document.xml']

const sheetOf = (rows: string): Uint8Array =>
  officeWith(XLSX, 'xl/worksheets/sheet1.xml', bytesOf(`<worksheet><sheetData>${rows}</sheetData></worksheet>`))

const hex = (i: number): string => (Math.imul(i + 1, 2_654_435_761) >>> 0).toString(16)
/** Rows of long cells, a MB of them. */
const row = `<row><c t="inlineStr"><is><t>${'0'.repeat(30_000)}</t></is></c></row>`.repeat(35)

/** A million elements that do not shrink enough for the ratio to tell. */
const million = (element: (i: number) => string): string =>
  Array.from({ length: 1_000_000 }, (_, i) => element(i)).join('')

export interface Nasty {
  file: string
  bytes(): Uint8Array
  /** What the refusal says; null: it is read, with findings. */
  refused: RegExp | null
}

/** Uploads made to fill memory, to take for ever, or to lead out, by what they do. */
export const NASTY: Record<string, Nasty> = {
  'a text of 500 MB in a zip': {
    file: 'a.zip',
    bytes: () => makeZip([{ name: 'a.md', packed: repeated('a'.repeat(MB), 500), size: 500 * MB, crc: 0 }]),
    refused: /64 MB/,
  },
  'a text of 500 MB that is said to be small': {
    file: 'a.zip',
    bytes: () => makeZip([{ name: 'a.md', packed: repeated('a'.repeat(MB), 500), size: 1000, crc: 0 }]),
    refused: /不符/,
  },
  'a text of 60 MB in 60 KB': {
    file: 'a.zip',
    bytes: () => makeZip([{ name: 'a.csv', packed: repeated('a'.repeat(MB), 60), size: 60 * MB, crc: 0 }]),
    refused: /已拒绝/,
  },
  '60,000 entries': {
    file: 'a.zip',
    bytes: () => {
      const packed = repeated('x', 1)
      return makeZip(Array.from({ length: 60_000 }, (_, i) => ({ name: `${i}.md`, packed, size: 1, crc: 0 })))
    },
    refused: /2000/,
  },
  '1,000 entries over the same bytes': {
    file: 'a.zip',
    bytes: () => {
      const packed = repeated(noise(MB / 64), 60)
      const first = { name: '0.md', packed, size: (60 * MB) / 64, crc: 0 }
      return makeZip([first, ...Array.from({ length: 999 }, (_, i) => ({ ...first, name: `${i + 1}.md`, shares: 0 }))])
    },
    refused: /重叠/,
  },
  'an archive in an archive': {
    file: 'a.zip',
    bytes: () => makeZip([{ name: 'b.zip', content: makeZip([{ name: 'c.md', content: 'x' }]) }]),
    refused: /压缩包里不能再放压缩包/,
  },
  'an archive in an archive under the name of a text': {
    file: 'a.zip',
    bytes: () => makeZip([{ name: 'b.md', content: makeZip([{ name: 'c.md', content: 'x' }]) }]),
    refused: /不符/,
  },
  'a docx with a document type that multiplies': {
    file: 'a.docx',
    bytes: () => {
      const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
      const xml = `<!DOCTYPE d [<!ENTITY l0 "ha">${entities}]><w:document><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>`
      return makeDocx([], { extra: { 'word/document.xml': xml } })
    },
    refused: /DOCTYPE/,
  },
  'a docx of a million elements': {
    file: 'a.docx',
    bytes: () => officeWith(DOCX, 'word/document.xml', bytesOf(documentXml(million((i) => `<w:p id="${hex(i)}"/>`)))),
    refused: /已拒绝/,
  },
  'a docx of a million empty paragraphs': {
    file: 'a.docx',
    bytes: () => makeDocx([], { extra: { 'word/document.xml': documentXml('<w:p/>'.repeat(1_000_000)) } }),
    refused: /已拒绝/,
  },
  'a docx of a million paragraphs': {
    file: 'a.docx',
    bytes: () =>
      officeWith(
        DOCX,
        'word/document.xml',
        bytesOf(documentXml(million((i) => `<w:p><w:r><w:t>${hex(i)}</w:t></w:r></w:p>`))),
      ),
    refused: /文档太大|已拒绝/,
  },
  'a docx 10,000 deep': {
    file: 'a.docx',
    bytes: () => makeDocx([], { extra: { 'word/document.xml': documentXml('<w:tbl><w:tr><w:tc>'.repeat(3333)) } }),
    refused: /已拒绝/,
  },
  'a docx of 500 MB': {
    file: 'a.docx',
    bytes: () =>
      officeWith(DOCX, 'word/document.xml', repeated('<w:p/>'.repeat(170_000), 500, '<w:document><w:body>'), 500 * MB),
    refused: /已拒绝/,
  },
  'a sheet of 500 MB in half a MB': {
    file: 'a.xlsx',
    bytes: () => officeWith(XLSX, 'xl/worksheets/sheet1.xml', repeated(row, 500, '<worksheet><sheetData>'), 500 * MB),
    refused: /已拒绝/,
  },
  'a sheet of a million elements': {
    file: 'a.xlsx',
    bytes: () => sheetOf(million((i) => `<row>${hex(i)}</row>`)),
    refused: null,
  },
  'a sheet of a million elements with two attributes each': {
    file: 'a.xlsx',
    bytes: () => sheetOf(million((i) => `<row r="${i}" s="${hex(i)}"/>`)),
    refused: /已拒绝/,
  },
  'half a million empty strings': {
    file: 'a.xlsx',
    bytes: () =>
      officeWith(
        [...XLSX, 'xl/sharedStrings.xml'],
        'xl/sharedStrings.xml',
        bytesOf(`<sst>${million((i) => (i % 2 ? `<si>${hex(i)}</si>` : ''))}</sst>`),
      ),
    refused: /已拒绝/,
  },
  'front matter whose aliases multiply': {
    file: 'a.md',
    bytes: () => {
      const lines = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(',')}]`)
      return bytesOf(`---\nl0: &l0 [ha]\n${lines.join('\n')}\n---\n正文`)
    },
    refused: /引用/,
  },
  'a text of one line of 10 MB': { file: 'a.txt', bytes: () => bytesOf('a'.repeat(10 * MB)), refused: /文档太大/ },
  'a Markdown of one line of 10 MB': { file: 'a.md', bytes: () => bytesOf('字'.repeat(3.4 * MB)), refused: /文档太大/ },
  'a Markdown line of marks without end': {
    file: 'a.md',
    bytes: () => bytesOf(`# x\n${'[![**_`<!--'.repeat(90_000)}`),
    refused: null,
  },
  'a text of a million blanks': { file: 'a.txt', bytes: () => bytesOf(`x${' '.repeat(999_000)}y`), refused: null },
  'a text of a million line ends': { file: 'a.txt', bytes: () => bytesOf(`x${'\n'.repeat(999_000)}y`), refused: null },
  'a text of half a million lines': { file: 'a.txt', bytes: () => bytesOf('x\n'.repeat(499_000)), refused: /文档太大/ },
  'a sheet as text of one line of 10 MB': {
    file: 'a.csv',
    bytes: () => bytesOf('a,'.repeat(5 * MB)),
    refused: /单元格/,
  },
  'a sheet as text of 10 million empty lines': {
    file: 'a.csv',
    bytes: () => bytesOf(`a,b\n${'\n'.repeat(10 * MB)}1,2\n`),
    refused: /单元格/,
  },
  'a quote that is never closed': {
    file: 'a.csv',
    bytes: () => bytesOf(`标题,内容\n一,二\n三,"${'没有结束,\n'.repeat(400_000)}`),
    refused: null,
  },
}

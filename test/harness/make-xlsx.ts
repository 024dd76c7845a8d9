import { strToU8, zipSync } from 'fflate'

/** A cell as it stands in a sheet's XML; plain text becomes a shared string. */
export type SheetCell = string | number | boolean | { xml: string }

const escaped = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const letters = (i: number): string =>
  (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26))

/** A workbook such as spreadsheet programs write: shared strings, numbers, booleans; `styles` are number formats by index of the style. */
export function makeXlsx(
  sheets: { name: string; rows: SheetCell[][]; hidden?: boolean }[],
  options: { styles?: string[]; from1904?: boolean; extra?: Record<string, string> } = {},
): Uint8Array {
  const shared: string[] = []
  const cellXml = (cell: SheetCell, at: string): string => {
    if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${at}"`)
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
    if (cell === '') return ''
    return `<c r="${at}" t="s"><v>${shared.push(cell) - 1}</v></c>`
  }
  const sheetXml = sheets.map(({ rows }) => {
    const body = rows.map((row, r) => {
      const cells = row.map((c, i) => cellXml(c, `${letters(i)}${r + 1}`)).join('')
      return `<row r="${r + 1}">${cells}</row>`
    })
    return `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${body.join('')}</sheetData></worksheet>`
  })
  const list = sheets.map(
    (s, i) => `<sheet name="${s.name}" sheetId="${i + 1}" r:id="rId${i + 1}"${s.hidden ? ' state="hidden"' : ''}/>`,
  )
  const rels = sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
  const formats = (options.styles ?? []).map(
    (f, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(f).replaceAll('"', '&quot;')}"/>`,
  )
  const xfs = (options.styles ?? []).map((_, i) => `<xf numFmtId="${164 + i}"/>`)
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${options.from1904 ? 1 : 0}"/><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${rels.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>${xfs.join('')}</cellXfs></styleSheet>`,
    ...Object.fromEntries(sheetXml.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml])),
    'xl/sharedStrings.xml': `<sst>${shared.map((s) => `<si><t xml:space="preserve">${escaped(s)}</t></si>`).join('')}</sst>`,
    ...options.extra,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

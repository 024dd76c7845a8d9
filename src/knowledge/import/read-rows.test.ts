import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { makeXlsx } from '../../../test/harness/make-xlsx.ts'
import { aCase } from '../../../test/harness/records.ts'
import { readPolicy, readUploadWords } from '../../node/policy-files.ts'
import { readSheets } from './read-sheets.ts'
import { readUpload } from './read-upload.ts'

const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])
const read = (name: string, bytes: Uint8Array) => readUpload({ name, bytes }, words, policy)
const HEADER = ['编号', '标题', '类型', '等级', '投诉内容']
const row = (i: number) => [`case-r${i}`, `第${i}件`, 'SP-07', 3, `包裹晚到第${i}次`]
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i))

/** A workbook whose sheet breaks off in its last row: all rows but that one are whole. */
function damaged(count: number, name = 's'): Uint8Array {
  const sheet = [HEADER, ...rows(count)].map(
    (cells, r) => `<row r="${r + 1}">${cells.map((c) => `<c t="inlineStr"><is><t>${c}</t></is></c>`).join('')}</row>`,
  )
  return makeXlsx([{ name, rows: [] }], {
    extra: { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet.join('')}<row><c></wrong>` },
  })
}

it('hands over each row before the sheet is read to its end', () => {
  const seen: number[] = []
  const [sheet] = readSheets(damaged(500))
  expect(() => sheet!.read({ header() {}, row: ({ row }) => seen.push(row) })).toThrow(/XML/)
  expect(seen).toEqual(rows(500).map((_, i) => i + 2))
})

it('keeps no item of a sheet that breaks off, and none of the sheets before it', () => {
  const { items, files } = read('坏.xlsx', damaged(500))
  expect(items).toEqual([])
  expect(files).toMatchObject([{ file: '坏.xlsx', findings: [{ severity: 'error', rule: 'not-readable' }] }])
  const two = makeXlsx(
    [
      { name: '好', rows: [HEADER, row(1)] },
      { name: '坏', rows: [] },
    ],
    { extra: { 'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row></wrong>' } },
  )
  expect(read('两张.xlsx', two)).toMatchObject({ items: [], files: [{ findings: [{ rule: 'not-readable' }] }] })
})

it('does not hold the ids of a file that was refused against the files behind it', () => {
  const good = makeXlsx([{ name: 's', rows: [HEADER, ...rows(3)] }])
  const upload = read('一起.zip', zipSync({ '1.xlsx': damaged(3), '2.xlsx': good, '3.xlsx': good }))
  expect(upload.items.map((i) => [i.file, i.findings.some((f) => f.rule === 'same-id')])).toEqual([
    ...rows(3).map(() => ['2.xlsx', false]),
    ...rows(3).map(() => ['3.xlsx', true]),
  ])
  expect(upload.items[3]!.findings.at(-1)!.problem.zh).toContain('2.xlsx第 2 行')
})

it('names the rows of each sheet, and of an archive’s files in their order', () => {
  const cases = ['a', 'b'].map((id) => ({ kind: 'case', ...aCase({ id: `case-${id}` }) }))
  const upload = read(
    '混.zip',
    zipSync({
      '1.jsonl': strToU8(cases.map((c) => JSON.stringify(c)).join('\n')),
      '2.xlsx': makeXlsx([
        { name: '一', rows: [['二〇二五年案例'], HEADER, ...rows(120)] },
        { name: '空', rows: [] },
        { name: '三', rows: [HEADER, row(900)] },
      ]),
    }),
  )
  expect(upload.items.map((i) => i.row)).toEqual([1, 2, ...rows(120).map((_, i) => i + 3), 2])
  expect(upload.files.map((f) => [f.how.slice(0, 4), f.findings.map((x) => x.rule)])).toEqual([
    ['zip', []],
    ['json', []],
    ['xlsx', ['file-note']],
    ['xlsx', ['no-columns']],
    ['xlsx', []],
  ])
})

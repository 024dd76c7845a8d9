import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { makeXlsx } from '../../../test/harness/make-xlsx.ts'
import { newBudget, unpack, zipEntries } from '../zip-entries.ts'
import { readXlsx } from './read-xlsx.ts'

const rowsOf = (bytes: Uint8Array, sheet?: string) =>
  readXlsx(bytes, sheet === undefined ? {} : { sheet }).rows.map((r) => [...r.cells.values()])

describe('readXlsx', () => {
  it('reads shared and inline strings, numbers, booleans, dates and the cached value of a formula', () => {
    const book = makeXlsx(
      [
        {
          name: '投诉',
          rows: [
            ['内容', '等级', '重复', '日期', '时间', '公式', '富文本'],
            [
              'a<b>&c\n第二行',
              3,
              true,
              { xml: '<c s="1"><v>46338</v></c>' },
              { xml: '<c s="2"><v>46338.75</v></c>' },
              { xml: '<c t="str"><f>HYPERLINK("http://x","y")</f><v>缓存值</v></c>' },
              { xml: '<c t="inlineStr"><is><r><t>前</t></r><r><t>后_x000D_</t></r><rPh><t>读音</t></rPh></is></c>' },
            ],
            [
              '',
              { xml: '<c><v>0.1</v></c>' },
              false,
              { xml: '<c><v>20261010000000123</v></c>' },
              '',
              '',
              { xml: '<c t="e"><v>#N/A</v></c>' },
            ],
          ],
        },
      ],
      { styles: ['yyyy"年"m"月" hh:mm'] },
    )
    expect(rowsOf(book)).toEqual([
      ['a<b>&c\n第二行', '3', 'true', '2026-11-12', '2026-11-12T18:00:00', '缓存值', '前后\r'],
      ['0.1', 'false', '20261010000000123', '#N/A'],
    ])
  })

  it('does not take a colour or quoted letters of a number format for a date, and knows the 1904 calendar', () => {
    const rows = [
      ['x'],
      [{ xml: '<c s="2"><v>46338</v></c>' }],
      [{ xml: '<c s="1"><v>0.5</v></c>' }],
      [{ xml: '<c s="1"><v>44876</v></c>' }],
    ]
    expect(rowsOf(makeXlsx([{ name: 's', rows }], { styles: ['[Red]0"days"'], from1904: true }))).toEqual([
      ['46338'],
      ['1904-01-01T12:00:00'],
      ['2026-11-12'],
    ])
  })

  it('takes the first sheet that is shown, or the one asked for by name or number', () => {
    const book = makeXlsx([
      { name: '隐藏', rows: [['h'], ['1']], hidden: true },
      { name: '数据', rows: [['h'], ['2']] },
    ])
    expect(rowsOf(book)).toEqual([['2']])
    expect(rowsOf(book, '隐藏')).toEqual([['1']])
    expect(rowsOf(book, '2')).toEqual([['2']])
    expect(() => rowsOf(book, '别的')).toThrow(/隐藏、数据/)
  })

  it('keeps cells in their columns where others are empty, and passes over a title', () => {
    const table = readXlsx(makeXlsx([{ name: 's', rows: [['十月投诉'], ['a', 'b', 'c'], ['', '', 'z'], [], ['x']] }]))
    expect(table.columns).toEqual(['a', 'b', 'c'])
    expect(table.rows.map((r) => [r.row, [...r.cells]])).toEqual([
      [3, [[2, 'z']]],
      [5, [[0, 'x']]],
    ])
    expect(table.findings).toMatchObject([{ effect: 'note', row: 1 }])
  })

  it('refuses a bomb before it has unpacked much of it', () => {
    const bomb = makeXlsx([{ name: 's', rows: [['内容']] }], {
      extra: { 'xl/sharedStrings.xml': `<sst><si><t>${'a'.repeat(24 * 1024 * 1024)}</t></si></sst>` },
    })
    expect(bomb.length).toBeLessThan(100 * 1024)
    let unpacked = 0
    const entry = zipEntries(bomb).get('xl/sharedStrings.xml')!
    expect(() => unpack(entry, newBudget(), (piece) => (unpacked += piece.length))).toThrow(/已拒绝/)
    expect(unpacked).toBeLessThan(10 * 1024 * 1024)
    expect(() => readXlsx(bomb)).toThrow(/已拒绝/)
  })

  it.each([
    [
      'strings without end',
      `<sst>${Array.from({ length: 60_000 }, (_, i) => `${'<si/>'.repeat(20)}<si>${i * 7919}</si>`).join('')}</sst>`,
    ],
    [
      'a cell of two million characters',
      `<sst><si><t>${Array.from({ length: 2 ** 18 }, (_, i) => (i * 7919) % 1e8).join(',')}</t></si></sst>`,
    ],
    ['a tree without end', `<sst>${'<si>'.repeat(100)}</sst>`],
  ])('refuses %s, which the ratio does not give away', (_, xml) => {
    expect(() =>
      readXlsx(makeXlsx([{ name: 's', rows: [['内容']] }], { extra: { 'xl/sharedStrings.xml': xml } })),
    ).toThrow(/已拒绝/)
  })

  it('refuses a document type, and with it every entity', () => {
    const book = makeXlsx([{ name: 's', rows: [['内容']] }], {
      extra: {
        'xl/sharedStrings.xml':
          '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>',
      },
    })
    expect(() => readXlsx(book)).toThrow(/DOCTYPE/)
  })

  it('says what is wrong with files that are no such workbook', () => {
    const whole = makeXlsx([{ name: 's', rows: [['内容'], ['x'.repeat(3000)]] }])
    expect(() => readXlsx(strToU8('PK\u0003\u0004 not a zip at all, and then some more'))).toThrow(/不是 zip/)
    expect(() => readXlsx(whole.subarray(0, whole.length - 40))).toThrow(/无法读取/)
    expect(() => readXlsx(zipSync({ 'word/document.xml': strToU8('<w/>') }))).toThrow(/不是 xlsx/)
    expect(() => readXlsx(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0))).toThrow(/加密|xls/)
    expect(() =>
      readXlsx(makeXlsx([{ name: 's', rows: [['x']] }], { extra: { 'xl/sharedStrings.xml': '<sst><si>' } })),
    ).toThrow(/XML/)
  })

  it('does not hang or crash on a workbook with any one byte changed', () => {
    const book = makeXlsx([
      {
        name: 's',
        rows: [
          ['内容', '等级'],
          ['手机坏了', 3],
        ],
      },
    ])
    let read = 0
    for (let i = 0; i < book.length; i += 3) {
      const hurt = book.slice()
      hurt[i] = hurt[i]! ^ 0x55
      try {
        readXlsx(hurt)
        read++
      } catch (error) {
        expect((error as Error).name).toBe('SuzhenError')
      }
    }
    expect(read).toBeGreaterThan(0)
  })
})

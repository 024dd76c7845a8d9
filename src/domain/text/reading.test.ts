import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, growth, splitsPair } from '../../../test/harness/texts.ts'
import { readText, toOriginal } from './reading.ts'

/** The original words that a part of the reading stands for. */
const back = (original: string, words: string) => {
  const reading = readText(original)
  const at = reading.text.indexOf(words)
  expect(at, `«${words}» in «${reading.text}»`).toBeGreaterThanOrEqual(0)
  const { start, end } = toOriginal(reading, at, at + words.length)
  return original.slice(start, end)
}

describe('a reading of any text', () => {
  it('maps each of its spans back into the original, never through a surrogate pair', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, from, length) => {
        const r = readText(text)
        expect(r.origin).toHaveLength(r.text.length + 1)
        if (r.text.length === 0) return
        const start = from % r.text.length
        const end = start + 1 + (length % (r.text.length - start))
        const span = toOriginal(r, start, end)
        expect(span.start).toBeGreaterThanOrEqual(0)
        expect(span.end).toBeGreaterThan(span.start)
        expect(span.end).toBeLessThanOrEqual(text.length)
        expect(splitsPair(text, span.start) || splitsPair(text, span.end)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('never goes backwards', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { origin } = readText(text)
        for (let i = 1; i < origin.length; i++) expect(origin[i]!).toBeGreaterThanOrEqual(origin[i - 1]!)
      }),
    )
  })

  it('has no control, format, private or zero-width characters and no runs of blanks', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const read = readText(text).text
        expect(read).not.toMatch(/[\p{Cf}\p{Co}]|(?!\n)\p{Cc}|\p{Variation_Selector}/u)
        expect(read).not.toMatch(/^ | {2}|\n /)
      }),
      { numRuns: 400 },
    )
  })

  it('quotes words that read as they did in their place', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, n) => {
        const r = readText(text)
        if (r.text.length === 0) return
        const i = n % r.text.length
        const { start, end } = toOriginal(r, i, i + 1)
        if (r.text[i] !== ' ') expect(readText(text.slice(start, end)).text).toContain(r.text[i])
      }),
      { numRuns: 400 },
    )
  })
})

describe('reading', () => {
  it.each([
    ['客服態度很差,還沒退款', '客服态度很差,还没退款'],
    ['退款１２９９元！！', '退款1299元!!'],
    ['退\u200b款\u202e被拒', '退款被拒'],
    ['第一行\r\n第二行_x000D_第三行', '第一行\n第二行\n第三行'],
    ['  前　后\t间  ', '前 后 间 '],
    ['①级㈱', '1级(株)'],
    ['caf\u0000e\u0301', 'caf\u00e9'],
    ['', ''],
    ['\u200b\ufeff', ''],
  ])('%j is read as %j', (text, read) => expect(readText(text).text).toBe(read))

  it.each([
    ['我要😀退款', '退款', '退款'],
    ['這個體驗很差', '体验', '體驗'],
    ['扣了１２９９元', '1299元', '１２９９元'],
    ['你们👨‍👩‍👧全家', '👨👩👧', '👨‍👩‍👧'],
    ['退\u200b款', '退款', '退\u200b款'],
    ['退款\u200b。', '退款', '退款'],
    ['cafe\u0301 refund', 'café', 'cafe\u0301'],
    ['一\r\n二', '一\n二', '一\r\n二'],
  ])('of %j, «%s» stands for %j', (text, words, original) => expect(back(text, words)).toBe(original))

  it('answers an empty span for an empty one, also at the end', () => {
    const r = readText('退款')
    expect(toOriginal(r, 1, 1)).toEqual({ start: 1, end: 1 })
    expect(toOriginal(r, 2, 2)).toEqual({ start: 2, end: 2 })
  })

  it.each([
    ['快递太慢', 'zh'],
    ['The parcel is late', 'en'],
    ['Please refund order 12 right now 谢谢', 'mixed'],
    ['iPhone坏了要退货', 'zh'],
    ['12345', 'zh'],
  ] as const)('the language of %j is %s', (text, language) => expect(readText(text).language).toBe(language))

  it.each([
    '我',
    '體',
    'a',
    'e\u0301',
    '\u0301',
    '\u200b',
    '\r\n',
    ' ',
    '㈱',
    '😀',
    '_x000D_',
    '_x000D',
  ])('takes time in proportion to a text of %j', (unit) => expect(growth(readText, unit, 30)).toBeLessThan(36))
})

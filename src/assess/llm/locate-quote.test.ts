import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, splitsPair } from '../../../test/harness/texts.ts'
import { maskText, toMasked } from '../../domain/text/mask.ts'
import { readText, toOriginal } from '../../domain/text/reading.ts'
import { createQuoteFinder } from './locate-quote.ts'

function finderOf(text: string, names: string[] = []) {
  const reading = readText(text)
  const masked = maskText(reading, names)
  return { masked, find: createQuoteFinder({ reading, masked: masked.text, spans: masked.spans }) }
}
const quoteIn = (text: string, quote: string) => finderOf(text).find(quote)?.quote ?? null

describe('quotes of a model in the text as it came', () => {
  it.each([
    ['退款拖了20天,没人管', '没人管', '没人管'],
    ['退款拖了２０天，沒人管', '退款拖了20天,没人管', '退款拖了２０天，沒人管'],
    ['退\u200b款拖了\u202e二十天', '退款拖了二十天', '退\u200b款拖了\u202e二十天'],
    ['第一行\r\n第二行', '第一行 第二行', '第一行\r\n第二行'],
    ['态度很差😡再也不来', '态度很差😡', '态度很差😡'],
    ['I was charged twice.', '“charged  twice”', 'charged twice'],
    ['没人管,没人管', '没人管', '没人管'],
  ])('«%s»: «%s» stands as «%s»', (text, quote, stands) => {
    expect(quoteIn(text, quote)).toBe(stands)
  })

  it.each([
    ['退款拖了20天', '退款拖了21天'],
    ['退款拖了20天', '拖了退款'],
    ['退款拖了20天', '退'],
    ['退款拖了20天', '……'],
    ['退款拖了20天', ''],
    ['I was charged twice.', 'Charged twice'],
  ])('«%s» does not hold «%s»', (text, quote) => {
    expect(quoteIn(text, quote)).toBeNull()
  })

  it('leads from a placeholder to what it hides', () => {
    const text = '打13812345678没人接，换了010-62345678也没人接'
    const { find, masked } = finderOf(text)
    expect(masked.text).toBe('打〔电话1〕没人接，换了〔电话2〕也没人接')
    expect(find('打〔电话1〕没人接')).toEqual({ quote: '打13812345678没人接', start: 0, end: 15 })
    expect(find('〔电话2〕也没人接')?.quote).toBe('010-62345678也没人接')
    expect(find('也没人接')?.quote).toBe('也没人接')
    expect(find('电话2')?.quote).toBe('010-62345678')
    expect(find('13812345678')).toBeNull()
  })

  it('finds only what was not masked where it is not told what was', () => {
    const text = '打13812345678没人接'
    const find = createQuoteFinder({ reading: readText(text), masked: '打〔电话1〕没人接' })
    expect(find('没人接')?.quote).toBe('没人接')
    expect(find('〔电话1〕没人接')).toBeNull()
  })

  it('finds every stretch of the masked text again, whole, for any text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), fc.integer({ min: 1, max: 40 }), (text, from, length) => {
        const { find, masked } = finderOf(text)
        const shown = readText(masked.text)
        const span = toOriginal(shown, Math.min(from, shown.text.length), Math.min(from + length, shown.text.length))
        const quote = masked.text.slice(span.start, span.end)
        const words = readText(quote).text.replace(/\s/g, '')
        const found = find(quote)
        if (words.length < 2) {
          expect(found).toBeNull()
          return
        }
        expect(text.slice(found!.start, found!.end)).toBe(found!.quote)
        expect(splitsPair(text, found!.start) || splitsPair(text, found!.end)).toBe(false)
        const { start, end } = toMasked(masked.spans, found!.start, found!.end)
        expect(readText(masked.text.slice(start, end)).text.replace(/\s/g, '')).toContain(words)
      }),
      { numRuns: 500 },
    )
  })

  it('never finds what is not there, and never throws, for any text and quote', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, quote) => {
        const found = finderOf(text).find(quote)
        if (found) expect(text.slice(found.start, found.end)).toBe(found.quote)
      }),
      { numRuns: 500 },
    )
  })
})

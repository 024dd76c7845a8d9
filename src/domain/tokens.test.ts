import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, growth } from '../../test/harness/texts.ts'
import { searchTokens } from './tokens.ts'

describe('search tokens of any text', () => {
  it('are distinct, have no blanks, and are found again by themselves', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = searchTokens(text)
        expect(new Set(tokens).size).toBe(tokens.length)
        for (const t of tokens) {
          expect(t).toMatch(/^\S+$/u)
          expect(searchTokens(t)).toContain(t)
        }
        expect(searchTokens(text.normalize('NFKC'))).toEqual(tokens)
      }),
      { numRuns: 400 },
    )
  })

  it('of a text hold those of any two-character word in it', () => {
    const han = fc.string({ unit: fc.constantFrom(...'退款发票快递坏漏水电梯'), minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(han, fc.nat(), (text, n) => {
        const i = n % (text.length - 1)
        expect(searchTokens(text)).toEqual(expect.arrayContaining(searchTokens(text.slice(i, i + 2))))
      }),
    )
  })
})

describe('search tokens', () => {
  it.each([
    ['退款慢', ['退款', '款慢']],
    ['水', ['水']],
    ['这是我们的', []],
    ['我的退款', ['的退', '退款']],
    ['The refund is LATE', ['refund', 'late']],
    ['型号ＡＢ-１２', ['型号', 'ab-12']],
    ['退款退款', ['退款', '款退']],
    ['iPhone屏幕碎了', ['iphone', '屏幕', '幕碎', '碎了']],
    ['x'.repeat(8000), ['x'.repeat(64)]],
    ['', []],
    ['!?…😀', []],
  ])('%j', (text, tokens) => expect(searchTokens(text)).toEqual(tokens))

  it.each(['我', 'a', 'a-', 'a.', '1', '退款'])('take time in proportion to a text of %j', (unit) =>
    expect(growth(searchTokens, unit, 30)).toBeLessThan(36))
})

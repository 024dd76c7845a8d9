import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText, growth } from '../../../test/harness/texts.ts'
import { splitClauses } from './clauses.ts'
import { readText } from './reading.ts'

const VISIBLE = /[^\s。!?;,,、:.…~]/
const clausesOf = (text: string) => splitClauses(text).map((c) => text.slice(c.start, c.end))

describe('clauses of any text', () => {
  it('are in order, not empty, do not overlap and leave no word out', () => {
    fc.assert(
      fc.property(anyText, (original) => {
        const { text } = readText(original)
        let at = 0
        for (const c of splitClauses(text)) {
          expect(c.start).toBeGreaterThanOrEqual(at)
          expect(c.end).toBeGreaterThan(c.start)
          expect(text.slice(at, c.start)).not.toMatch(VISIBLE)
          expect(text.slice(c.start, c.end)).toMatch(VISIBLE)
          at = c.end
        }
        expect(at).toBeLessThanOrEqual(text.length)
        expect(text.slice(at)).not.toMatch(VISIBLE)
      }),
      { numRuns: 500 },
    )
  })

  it('stay short in a text without punctuation', () => {
    for (const unit of ['客服不理人', 'word ', '我 ']) {
      const lengths = splitClauses(unit.repeat(400)).map((c) => c.end - c.start)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(81)
    }
  })
})

describe('clauses', () => {
  it.each([
    ['快递太慢。客服不理人!', ['快递太慢', '客服不理人']],
    ['快递太慢,客服也不理人', ['快递太慢', '客服也不理人']],
    ['苹果,梨,都烂', ['苹果', '梨,都烂']],
    ['The parcel is late. Nobody answers.', ['The parcel is late', 'Nobody answers']],
    ['扣了1,299.00元,没有人告诉我', ['扣了1,299.00元', '没有人告诉我']],
    ['一\n二', ['一', '二']],
    ['。。!?…', []],
    ['', []],
  ])('%j', (text, clauses) => expect(clausesOf(text)).toEqual(clauses))

  it.each([
    '我',
    ',',
    '。',
    '我,',
    '我们都是,',
    'a ',
    '. ',
    ' ',
    '我 ',
  ])('take time in proportion to a text of %j', (unit) => expect(growth(splitClauses, unit, 30)).toBeLessThan(36))
})

import { describe, expect, it } from 'vitest'
import { parseNumber, sumsOfMoney } from './amounts.ts'

describe('numbers', () => {
  it.each([
    ['三百二十', 320],
    ['三百五', 350],
    ['三百零五', 305],
    ['一千二百三十四', 1234],
    ['两百', 200],
    ['十二', 12],
    ['十几', 10],
    ['几十', 20],
    ['1,299.50', 1299.5],
    ['twice', 2],
    ['好几', 3],
  ])('%s is %d', (word, value) => expect(parseNumber(word)).toBe(value))

  it('no word is a number by accident', () => expect(parseNumber('退款')).toBeNaN())
})

describe('sums of money', () => {
  const sums = (text: string) => [...sumsOfMoney(text)].map((m) => m.value)
  it.each([
    ['it was £62 when I ordered, now £110', [62, 110]],
    ['we paid $62k for it', [62_000]],
    ['下个月可千万别再扣了', []],
    ['买的百万医疗险', []],
    ['亏了上百万', [1_000_000]],
    ['一千万的房子', [10_000_000]],
    ['五万羽的蛋鸡场', []],
    ['付了5万,又借三万五', [50_000, 35_000]],
  ])('%s', (text, expected) => expect(sums(text)).toEqual(expected))
})

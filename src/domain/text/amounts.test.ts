import { describe, expect, it } from 'vitest'
import { parseNumber } from './amounts.ts'

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

import { expect, it } from 'vitest'
import { displayWidth, fitWidth, printable } from './width.ts'

it('counts cells: wide, narrow, joined, coloured', () => {
  const cases: [string, number][] = [
    ['abc', 3],
    ['投诉', 4],
    ['\uff08全角\uff09', 8],
    ['e\u0301', 1],
    ['\u001b[31m红\u001b[0m', 2],
    ['😀', 2],
    ['가', 2],
    ['ｱ', 1],
    ['', 0],
  ]
  for (const [text, width] of cases) expect(displayWidth(text), text).toBe(width)
})

it('cuts at a width without halving a character', () => {
  expect(fitWidth('投诉人很生气', 7)).toBe('投诉人…')
  expect(fitWidth('投诉人', 6)).toBe('投诉人')
})

it('takes out what acts on a terminal', () => {
  expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a [2Jb c d')
})

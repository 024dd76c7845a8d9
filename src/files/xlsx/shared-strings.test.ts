import { expect, it } from 'vitest'
import { createSharedStrings } from './shared-strings.ts'

// More than lie open at once: three million characters.
const texts = Array.from(
  { length: 12_000 },
  (_, i) => `第${i}条:${'包裹晚到,'.repeat(i % 100)}${i % 7 === 0 ? '😀\ud83d"\\\n' : ''}`,
)
const filled = () => {
  const shared = createSharedStrings()
  for (const text of texts) shared.add(text)
  return shared
}

it('gives every text back as it was, in whatever order it is asked', () => {
  const shared = filled()
  expect(texts.filter((text, i) => shared.at(i) !== text)).toEqual([])
  const jumps = Array.from({ length: 2000 }, (_, i) => (i * 7919) % texts.length)
  expect(jumps.filter((at) => shared.at(at) !== texts[at])).toEqual([])
  expect(shared.add('甲')).toBe(texts.length + 1)
})

it('gives nothing for a number that it does not have', () => {
  const shared = createSharedStrings()
  expect(shared.at(0)).toBe('')
  shared.add('甲')
  expect([0, 1, -1, 0.5, Number.NaN].map((i) => shared.at(i))).toEqual(['甲', '', '', '', ''])
})

it('is not slowed down without end by a sheet that jumps about', () => {
  const shared = filled()
  const costOf = (jumps: number) => {
    const began = process.cpuUsage()
    for (let i = 0; i < jumps; i++) shared.at((i * 7919) % texts.length)
    return process.cpuUsage(began).user
  }
  // Once all lies open, many more jumps cost less than the first ones did.
  const first = costOf(400)
  expect(costOf(20_000)).toBeLessThan(first)
})

import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../quality/statistics/random.ts'
import { bigrams, nearPairs } from './near-pairs.ts'

const jaccard = (x: string, y: string): number => {
  const [a, b] = [new Set(bigrams(x)), new Set(bigrams(y))]
  const shared = [...a].filter((g) => b.has(g)).length
  return shared / (a.size + b.size - shared)
}

describe('nearPairs', () => {
  it('finds exactly the pairs that comparing all with all finds', () => {
    const random = createRandom('near-pairs')
    const letter = () => '退款快递客服手机发票'[Math.floor(random() * 10)]!
    const texts: string[] = []
    for (let i = 0; i < 160; i++) {
      const base = texts[Math.floor(random() * texts.length)]
      const fresh = Array.from({ length: 3 + Math.floor(random() * 40) }, letter).join('')
      // Every other text is an earlier one with some letters changed, so that there are pairs of every likeness.
      texts.push(base && i % 2 ? [...base].map((c) => (random() < 0.12 ? letter() : c)).join('') : fresh)
    }
    for (const least of [0.6, 0.8, 1]) {
      const slow = texts.flatMap((x, a) =>
        texts.flatMap((y, b) => (b > a && jaccard(x, y) >= least ? [`${a}-${b}`] : [])),
      )
      expect(slow.length).toBeGreaterThan(5)
      expect(
        nearPairs(texts, least)
          .map((p) => `${p.a}-${p.b}`)
          .sort(),
      ).toEqual(slow.sort())
    }
  })

  it('keeps a pair that lies exactly on the bound', () => {
    // Five bigrams each, three of them shared with seven in all; and 3 of 5.
    expect(jaccard('abcd', 'abcdef')).toBe(0.6)
    expect(nearPairs(['abcd', 'abcdef'], 0.6)).toEqual([{ a: 0, b: 1, jaccard: 0.6 }])
  })

  it('takes blanks, case and width for nothing, and has no trouble with short and empty texts', () => {
    expect(nearPairs(['Ａ　b C', 'abc', '', '。', '。'], 0.9).map((p) => [p.a, p.b])).toEqual([
      [0, 1],
      [3, 4],
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchTokens } from '../domain/tokens.ts'
import { rarityOf, UNIFORM } from './rarity.ts'
import { closeness, codeChance, codeFit, held, nearness, share, sharedWords } from './score.ts'

const tokens = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 60 })
/** Four cases of 2, 2, 2 and 6 tokens: 3 on average. */
const rarity = rarityOf([
  ['退款', '快递'],
  ['退款', '发票'],
  ['退款', '押金'],
  ['退款', '甲', '乙', '丙', '丁', '戊'],
])

describe('nearness', () => {
  it('is a share between the unrelated and the same, and never falls as the cosine rises', () => {
    expect(nearness(0.5)).toBe(0)
    expect(nearness(0.72)).toBe(1)
    expect(nearness(0.61)).toBeCloseTo(0.5, 9)
    const cosine = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(cosine, cosine, (a, b) => {
        const [low, high] = [nearness(Math.min(a, b)), nearness(Math.max(a, b))]
        expect(low).toBeLessThanOrEqual(high)
        expect(low >= 0 && high <= 1).toBe(true)
      }),
    )
  })
})

describe('closeness', () => {
  it('adds meaning, words and code, each by its weight', () => {
    expect(closeness(0.6, 0)).toBe(0.6)
    expect(closeness(0.6, 0.5)).toBeCloseTo(1, 9)
    expect(closeness(0.6, 0.5, 0.5)).toBeCloseTo(1.1, 9)
  })

  it('reads a cosine that is not known as that of the unrelated, and not as the farthest there is', () => {
    expect(closeness(null, 0.3)).toBe(closeness(0.45, 0.3))
    expect(closeness(null, 0.3)).toBeLessThan(closeness(0.5, 0.3))
    expect(closeness(null, 0.3)).toBeGreaterThan(closeness(0.4, 0.3))
  })
})

describe('codeChance', () => {
  const chances = new Map([
    ['SP-07', 0.6],
    ['TD-06', 0.9],
  ])
  it('is the likeliest of a case’s codes, its primary whole and the others at 0.7', () => {
    expect(codeChance(chances, ['SP-07'])).toBe(0.6)
    expect(codeChance(chances, ['SP-07', 'TD-06'])).toBeCloseTo(0.63, 9)
    expect(codeChance(chances, ['TD-06', 'SP-07'])).toBe(0.9)
    expect(codeChance(chances, ['RL-01'])).toBe(0)
    expect(codeChance(chances, [])).toBe(0)
    expect(codeChance(new Map(), ['SP-07'])).toBe(0)
  })
})

describe('codeFit', () => {
  it('1 same primary, 0.7 shares a code, less shares the family, else 0', () => {
    expect(codeFit(['SP-07', 'TD-06'], ['SP-07'])).toBe(1)
    expect(codeFit(['SP-07', 'TD-06'], ['TD-06'])).toBe(0.7)
    expect(codeFit(['SP-07'], ['TD-06', 'SP-07'])).toBe(0.7)
    const family = codeFit(['SP-07'], ['SP-01'])
    expect(family > 0 && family < 0.5).toBe(true)
    expect(codeFit(['SP-07', 'TD-06'], ['TD-01'])).toBe(0)
    expect(codeFit([], ['SP-07'])).toBe(0)
    expect(codeFit(['SP-07'], [])).toBe(0)
  })
})

describe('held', () => {
  it('is a part: 0 to 1, 1 for a text with itself, and no less for an item that says more', () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const part = held(a, b, UNIFORM)
        expect(part).toBeGreaterThanOrEqual(0)
        expect(part).toBeLessThanOrEqual(1)
        if (a.length > 0) expect(held(a, a, UNIFORM)).toBe(1)
        expect(held(a, [...b, ...a.slice(0, 1)], UNIFORM)).toBeGreaterThanOrEqual(part)
      }),
    )
  })

  it('counts a rare word for more than a common one, each once, and one that no case has too', () => {
    expect(held(['退款', '押金'], ['押金'], UNIFORM)).toBe(0.5)
    expect(held(['退款', '押金'], ['押金'], rarity)).toBeGreaterThan(0.8)
    expect(held(['退款', '押金', '押金'], ['押金'], rarity)).toBe(held(['退款', '押金'], ['押金'], rarity))
    expect(held(['押金', '火星'], ['押金'], rarity)).toBeLessThan(0.5)
    expect(held([], ['押金'], rarity)).toBe(0)
  })
})

describe('share', () => {
  it('is what is held, of a case of mean length; less of a longer one, more of a shorter', () => {
    const of = (n: number) => share(['押金'], ['押金', ...Array.from({ length: n - 1 }, (_, i) => `x${i}`)], rarity)
    expect(of(3)).toBeCloseTo(1, 9)
    expect(of(6)).toBeCloseTo(1 / 1.6, 9)
    expect(of(1)).toBeCloseTo(1 / 0.6, 9)
  })

  it('knows no long and no short where no cases are known', () => {
    expect(share(['a', 'b'], ['a', 'x', 'y', 'z'], UNIFORM)).toBe(0.5)
    expect(share(['a', 'b'], ['a'], UNIFORM)).toBe(0.5)
  })
})

describe('sharedWords', () => {
  it('reads touching bigrams as one word, keeps what stands apart apart', () => {
    const tokens = searchTokens('快递延误补偿,iPhone 15 屏幕')
    expect(sharedWords('我的快递延误了,iphone屏幕也碎了', tokens)).toEqual(['iphone', '快递延误', '屏幕'])
    expect(sharedWords('没有关系', tokens)).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { searchTokens } from '../domain/tokens.ts'
import { codeFit, fuse, nearness, overlap, sharedWords } from './score.ts'

const tokens = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 60 })

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

describe('fuse', () => {
  it('found by two legs is better than by one, first better than tenth, by none nothing', () => {
    expect(fuse(null, null)).toBe(0)
    expect(fuse(0, null)).toBeGreaterThan(fuse(9, null))
    expect(fuse(5, 5)).toBeGreaterThan(fuse(0, null))
    expect(fuse(3, 7)).toBe(fuse(7, 3))
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

describe('overlap', () => {
  it('is a share: never below 0 nor over 1, 1 for a text with itself, the same both ways', () => {
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        const share = overlap(a, b)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        expect(overlap(b, a)).toBe(share)
        if (a.length > 0) expect(overlap(a, a)).toBe(1)
      }),
    )
  })

  it('is told by the shorter side, and two dozen shared are all there is to ask', () => {
    expect(overlap(['退款', '未到'], ['退款', '快递', '太慢'])).toBe(0.5)
    expect(overlap([], ['退款'])).toBe(0)
    const many = (n: number, p: string) => Array.from({ length: n }, (_, i) => `${p}${i}`)
    const shared = many(12, 's')
    expect(overlap([...shared, ...many(90, 'a')], [...shared, ...many(90, 'b')])).toBe(0.5)
    expect(overlap([...many(60, 's'), 'x'], [...many(60, 's'), 'y'])).toBe(1)
  })
})

describe('sharedWords', () => {
  it('reads touching bigrams as one word, keeps what stands apart apart', () => {
    const tokens = searchTokens('快递延误补偿,iPhone 15 屏幕')
    expect(sharedWords('我的快递延误了,iphone屏幕也碎了', tokens)).toEqual(['iphone', '快递延误', '屏幕'])
    expect(sharedWords('没有关系', tokens)).toEqual([])
  })
})

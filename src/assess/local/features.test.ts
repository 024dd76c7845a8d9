import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../../../test/harness/texts.ts'
import { BUCKETS, countGrams, gramVector, learnIdf, withoutCounts } from './features.ts'

const total = (counts: ReadonlyMap<number, number>) => [...counts.values()].reduce((a, b) => a + b, 0)
const flat = new Float64Array(BUCKETS).fill(1)

describe('n-grams', () => {
  it('count Han by one to three characters, words whole and in pairs, numbers by length', () => {
    expect(total(countGrams('退款慢了'))).toBe(4 + 3 + 2)
    expect(total(countGrams('late refund again'))).toBe(3 + 2)
    expect(countGrams('12345')).toEqual(countGrams('99999'))
    expect(countGrams('12345')).not.toEqual(countGrams('123'))
    expect(countGrams('Refund')).toEqual(countGrams('refund'))
    expect(countGrams('。, ')).toEqual(new Map())
  })

  it('lie in the buckets', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [b, n] of countGrams(text)) expect(b >= 0 && b < BUCKETS && Number.isInteger(b) && n > 0).toBe(true)
      }),
    )
  })

  it('of a text without a clause are those of the other clauses', () => {
    const han = fc.string({ unit: fc.constantFrom(...'退款慢客服坏了'), maxLength: 12 })
    fc.assert(
      fc.property(han, han, (a, b) => {
        const left = withoutCounts(countGrams(`${a}。${b}`), countGrams(b))
        expect(new Map([...left].sort())).toEqual(new Map([...countGrams(a)].sort()))
      }),
    )
  })
})

describe('inverse document frequencies', () => {
  it('are 0 for what is rare, higher for what is rarer, and fit in 32 bits', () => {
    const idf = learnIdf(['退', '退', '退款', '换', '换', '换', '换', '修'])
    const of = (c: string) => idf[[...countGrams(c).keys()][0]!]!
    expect(of('修')).toBe(0)
    expect(of('退')).toBeGreaterThan(of('换'))
    expect(of('换')).toBeCloseTo(Math.log(9 / 5) + 1, 6)
    for (const v of idf) expect(Math.fround(v)).toBe(v)
  })
})

describe('gram vectors', () => {
  it('have unit length, or none where nothing is known', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { values } = gramVector(countGrams(text), flat)
        const norm = values.reduce((a, v) => a + v * v, 0)
        expect(norm).toBeCloseTo(values.length ? 1 : 0, 9)
      }),
    )
    expect(gramVector(countGrams('退款'), new Float64Array(BUCKETS)).values).toHaveLength(0)
  })

  it('grow with the logarithm of a count', () => {
    const { values } = gramVector(
      new Map([
        [1, 1],
        [2, 3],
      ]),
      flat,
    )
    expect(values[1]! / values[0]!).toBeCloseTo(1 + Math.log(3), 12)
  })
})

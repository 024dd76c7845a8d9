import { describe, expect, it } from 'vitest'
import { createRarity, rarityOf, SAMPLE, tellingWords, UNIFORM } from './rarity.ts'

const MINUTE = 60_000

describe('rarityOf', () => {
  const { of, meanTokens } = rarityOf([
    ['退款', '快递'],
    ['退款', '退款'],
    ['退款', '发票', '抬头'],
  ])

  it('is BM25’s inverse document frequency; a word of no case is as rare as the cases allow', () => {
    expect(of('退款')).toBeCloseTo(Math.log(1 + 0.5 / 3.5), 9)
    expect(of('快递')).toBeCloseTo(Math.log(1 + 2.5 / 1.5), 9)
    expect(of('火星')).toBeCloseTo(Math.log(4), 9)
    expect(of('退款')).toBeGreaterThan(0)
  })

  it('counts a word once a case, and the mean of distinct words', () => {
    expect(meanTokens).toBe(2)
  })

  it('of no cases, or of cases without a word, knows nothing of lengths', () => {
    expect(rarityOf([])).toBe(UNIFORM)
    expect(rarityOf([[]]).meanTokens).toBeNull()
  })
})

describe('tellingWords', () => {
  // Of 100 cases all hold 客服, half 退款, one 押金.
  const samples = Array.from({ length: 100 }, (_, i) => [
    '客服',
    ...(i % 2 ? ['退款'] : []),
    ...(i === 0 ? ['押金'] : []),
  ])
  const asked = ['客服', '退款', '押金', '火星']

  it('takes every word while the base is small', () => {
    expect(tellingWords(asked, rarityOf(samples))).toEqual(asked)
    expect(tellingWords(asked, UNIFORM)).toEqual(asked)
  })

  it('of a large base takes the rarest, as long as they bring few enough cases together', () => {
    expect(tellingWords(asked, rarityOf(samples, 600))).toEqual(['火星', '押金'])
    expect(tellingWords(['客服', '退款', '火星'], rarityOf(samples, 10_000))).toEqual(['火星'])
  })

  it('searches by a common word where there is no other', () => {
    expect(tellingWords(['客服'], rarityOf(samples, 10_000))).toEqual(['客服'])
    expect(tellingWords([], rarityOf(samples, 10_000))).toEqual([])
  })

  it('of a long question as many as can be ranked: those that stand somewhere first, the rarest of them', () => {
    const nowhere = Array.from({ length: 30 }, (_, i) => `无此${i}`)
    const telling = tellingWords([...nowhere, '押金'], rarityOf(samples, 600))
    expect(telling).toHaveLength(24)
    expect(telling[0]).toBe('押金')
    expect(tellingWords([...nowhere.slice(0, 5), '押金'], rarityOf(samples, 600))).toEqual([
      ...nowhere.slice(0, 5),
      '押金',
    ])
  })
})

/** Counts of a store whose cases are set from outside; `broken` makes the next samples fail. */
function counted() {
  const clock = { at: 0, now: () => clock.at }
  const state = { cases: [['甲']], asked: [] as number[], broken: false, done: Promise.resolve() as Promise<unknown> }
  const now = createRarity(
    {
      sampleTokens(limit) {
        state.asked.push(limit)
        const sample = state.broken ? Promise.reject(new Error('away')) : Promise.resolve(state.cases)
        state.done = sample.catch(() => {}).then(() => new Promise((resolve) => setImmediate(resolve)))
        return sample
      },
      countCases: async () => state.cases.length,
    },
    clock,
  )
  return { now, clock, state }
}

describe('createRarity', () => {
  it('asks once for all who come first, and no more for ten minutes', async () => {
    const { now, clock, state } = counted()
    const [a, b] = await Promise.all([now(), now()])
    expect(a).toBe(b)
    expect(a.of('甲')).toBeCloseTo(Math.log(1 + 0.5 / 1.5), 9)
    clock.at += 10 * MINUTE - 1
    expect(await now()).toBe(a)
    expect(state.asked).toEqual([SAMPLE])
  })

  it('then counts anew while the old one serves', async () => {
    const { now, clock, state } = counted()
    const old = await now()
    state.cases = [['乙'], ['丙']]
    clock.at += 10 * MINUTE
    expect(await now()).toBe(old)
    await state.done
    expect((await now()).of('甲')).toBeCloseTo(Math.log(3), 9)
    expect(state.asked).toHaveLength(2)
  })

  it('outlives a count that fails, and tries again with the next search', async () => {
    const { now, clock, state } = counted()
    state.broken = true
    await expect(now()).rejects.toThrow('away')
    state.broken = false
    const old = await now()
    state.broken = true
    clock.at += 10 * MINUTE
    expect(await now()).toBe(old)
    await state.done
    expect(await now()).toBe(old)
    await state.done
    expect(state.asked).toHaveLength(4)
  })
})

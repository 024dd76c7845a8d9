import { describe, expect, it } from 'vitest'
import { aPrior } from '../../test/harness/assessments.ts'
import { readPolicy } from '../node/policy-files.ts'
import { isSameMatter, type Matter } from './same-matter.ts'

const { thresholds } = await readPolicy([])
const now = (over: Partial<Matter> = {}): Matter => ({ orderKey: null, product: null, codes: ['SP-07'], ...over })
const prior = (order: string | null, over: Partial<Parameters<typeof aPrior>[0]> = {}) =>
  aPrior({ id: 'tri_p', ...over, keys: { customer: 'c1', phone: null, order } })
const same = (m: Matter, p: ReturnType<typeof prior>) => isSameMatter(m, p, thresholds)

describe('isSameMatter (guide 9: the same order or product and the same fault, however worded)', () => {
  it('the same order and fault, with no word in common', () => {
    expect(same(now({ orderKey: 'o1' }), prior('o1', { similarity: 0.1 }))).toBe(true)
    expect(same(now({ orderKey: 'o1', codes: ['SP-01', 'SP-07'] }), prior('o1'))).toBe(true)
  })

  it('the same order, but another fault, is another matter unless the meaning is near', () => {
    const now1 = now({ orderKey: 'o1', codes: ['TD-09'] })
    expect(same(now1, prior('o1', { similarity: thresholds.sameFault - 0.01 }))).toBe(false)
    expect(same(now1, prior('o1', { similarity: null }))).toBe(false)
    expect(same(now1, prior('o1', { similarity: thresholds.sameFault }))).toBe(true)
  })

  it('another order or product is another matter, however near in meaning', () => {
    expect(same(now({ orderKey: 'o2' }), prior('o1', { similarity: 1 }))).toBe(false)
    expect(same(now({ product: '净水器' }), prior(null, { product: '电饭煲', similarity: 1 }))).toBe(false)
    expect(same(now({ orderKey: 'o2', product: 'A' }), prior('o1', { product: 'B', similarity: 1 }))).toBe(false)
  })

  it('one product under two orders is one matter when the fault is', () => {
    expect(same(now({ orderKey: 'o2', product: 'A' }), prior('o1', { product: 'A' }))).toBe(true)
    expect(same(now({ orderKey: 'o2', product: 'A', codes: ['TD-09'] }), prior('o1', { product: 'A' }))).toBe(false)
  })

  it('where neither names a thing, code and meaning decide together; a code alone does not', () => {
    expect(same(now(), prior(null, { similarity: null }))).toBe(false)
    expect(same(now(), prior(null, { similarity: 0.3 }))).toBe(false)
    expect(same(now(), prior(null, { similarity: thresholds.sameMatter }))).toBe(true)
    expect(same(now({ codes: ['SP-01', 'SP-07'] }), prior(null, { similarity: thresholds.sameMatter - 0.01 }))).toBe(
      false,
    )
    expect(same(now({ codes: ['SP-01', 'SP-07'] }), prior(null, { similarity: thresholds.sameMatter }))).toBe(true)
    expect(same(now({ codes: ['TD-01'] }), prior(null, { similarity: thresholds.sameMatter }))).toBe(false)
    expect(same(now({ codes: [] }), prior(null, { similarity: 0.95 }))).toBe(true)
  })

  it('an order on one side alone says nothing either way', () => {
    expect(same(now({ orderKey: 'o1' }), prior(null, { similarity: 0.95 }))).toBe(true)
    expect(same(now({ orderKey: 'o1' }), prior(null, { similarity: 0.2 }))).toBe(false)
  })
})

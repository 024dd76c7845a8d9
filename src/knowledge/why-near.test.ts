import { expect, it } from 'vitest'
import { whyNear } from './why-near.ts'

it('names what speaks for itself, with the words', () => {
  expect(whyNear(0.65, 0.04)).toEqual(['语义相近 near in meaning 0.65'])
  expect(whyNear(0.4, 0.5, ['押金', '退款'])).toEqual(['用词相近 shares words 50%: 押金、退款'])
  expect(whyNear(0.65, 0.5)).toHaveLength(2)
})

it('names both where only together they bring it up, and nothing that is not known or not there', () => {
  expect(whyNear(0.55, 0.04)).toEqual(['语义相近 near in meaning 0.55', '用词相近 shares words 4%'])
  expect(whyNear(null, 0.04)).toEqual(['用词相近 shares words 4%'])
  expect(whyNear(0.55, 0)).toEqual(['语义相近 near in meaning 0.55'])
  expect(whyNear(null, 0)).toEqual([])
})

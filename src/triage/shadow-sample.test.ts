import { expect, it } from 'vitest'
import { createIds } from '../wiring/ids.ts'
import { isSampled } from './shadow-sample.ts'

// Ids of one second, as a busy hour makes them.
const ids = createIds(() => 1_795_000_000_000)
const many = Array.from({ length: 20_000 }, () => ids.next('tri'))
const share = (of: number) => many.filter((id) => isSampled(id, of)).length / many.length

it('takes the share that was asked for, whatever the ids have in common', () => {
  for (const of of [0.01, 0.1, 0.5, 0.9]) expect(Math.abs(share(of) - of)).toBeLessThan(0.015)
  expect([share(0), share(1)]).toEqual([0, 1])
})

it('says the same of an id again, and a larger share holds the smaller one', () => {
  expect(isSampled('tri_01JD0000000000000000000001', 0.31)).toBe(isSampled('tri_01JD0000000000000000000001', 0.31))
  expect(many.filter((id) => isSampled(id, 0.1) && !isSampled(id, 0.2))).toEqual([])
})

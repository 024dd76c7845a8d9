import { expect, it } from 'vitest'
import { answer, level, row, type } from '../test-rows.ts'
import { worstCases } from './worst.ts'

it('puts first what must be seen first: no answer, grave called light, light called grave, a slip', () => {
  const rows = [
    row('slip', { severity: 3, demands: ['refund'] }, answer()),
    row('over', { severity: 3 }, answer(level(1))),
    row('under', { severity: 1 }, answer(level(3))),
    row('error', { severity: 3 }, null),
    row('right', { severity: 3 }, answer()),
  ]
  expect(worstCases(rows).map((c) => c.row.id)).toEqual(['error', 'under', 'over', 'slip'])
})

it('puts the surer of two wrong answers first, and equal ones by id', () => {
  const rows = [
    row('b', { primary: 'TD-06' }, answer({ types: [type('SP-01', 'primary', 0.3)] })),
    row('a', { primary: 'TD-06' }, answer({ types: [type('SP-01', 'primary', 0.3)] })),
    row('sure', { primary: 'TD-06' }, answer({ types: [type('SP-01', 'primary', 0.9)] })),
  ]
  expect(worstCases(rows).map((c) => c.row.id)).toEqual(['sure', 'a', 'b'])
})

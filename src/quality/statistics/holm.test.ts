import { expect, test } from 'vitest'
import { holm } from './holm.ts'

const close = (found: number[], expected: number[]) => {
  expect(found).toHaveLength(expected.length)
  for (const [i, x] of found.entries()) expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-12)
}

test('adjusts the common example of four p-values', () => {
  // Wikipedia, Holm–Bonferroni method: 0.01, 0.04, 0.03, 0.005; by hand 3p, max(1p, .06), 2p, 4p.
  close(holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
})

test('never falls below an earlier one and never passes 1', () => {
  // By whole fractions in python3.
  close(holm([0.01, 0.04, 0.03, 0.005, 0.5]), [0.04, 0.09, 0.09, 0.025, 0.5])
  close(holm([0.9, 0.8]), [1, 1])
})

test('weights give each hypothesis its own part of alpha', () => {
  // 0.012/0.6 first: 0.02; then 0.03·0.4/0.3 = 0.04; then 0.02·0.1/0.1, raised to 0.04.
  close(holm([0.012, 0.03, 0.02], [0.6, 0.3, 0.1]), [0.02, 0.04, 0.04])
})

test('of none there are none', () => {
  expect(holm([])).toEqual([])
})

import { expect, test } from 'vitest'
import { cohenKappa, quadraticKappa } from './agreement.ts'

test('Cohen’s kappa of two textbook tables', () => {
  // Wikipedia, Cohen's kappa: 0.40 and 0.1304 (3/23).
  expect(cohenKappa([20, 5, 10, 15], 2)).toBeCloseTo(0.4, 12)
  expect(cohenKappa([45, 15, 25, 15], 2)).toBeCloseTo(3 / 23, 12)
})

// By whole fractions in python3: 1 - sum(w·observed) / sum(w·row·column / n).
test.each([
  [4, [30, 29, 3, 0, 2, 127, 33, 0, 2, 44, 154, 1, 0, 9, 38, 22], 14850 / 22013],
  [5, [5, 2, 0, 1, 0, 1, 9, 3, 0, 0, 0, 4, 12, 2, 1, 0, 0, 3, 7, 2, 1, 0, 0, 2, 6], 4147 / 5611],
])('quadratic weighted kappa of %d levels', (k, table, expected) => {
  expect(Math.abs(quadraticKappa(table, k) - expected)).toBeLessThan(1e-12)
})

test('plain kappa of the same table of levels', () => {
  const table = [30, 29, 3, 0, 2, 127, 33, 0, 2, 44, 154, 1, 0, 9, 38, 22]
  expect(Math.abs(cohenKappa(table, 4) - 3527 / 6985)).toBeLessThan(1e-12)
})

test('where chance alone must agree, kappa is not defined', () => {
  expect(cohenKappa([7, 0, 0, 0], 2)).toBeNaN()
  expect(quadraticKappa([0, 0, 0, 0], 2)).toBeNaN()
})

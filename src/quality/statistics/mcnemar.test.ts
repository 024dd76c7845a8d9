import { expect, test } from 'vitest'
import { halfBinomialTail, mcnemar } from './mcnemar.ts'

// Reference: the binomial sums as whole fractions (python3 `fractions`, `math.comb`): exact, mid-p, one-sided mid-p.
test.each([
  [0, 0, 1, 1, 0.5],
  [1, 0, 1, 0.5, 0.25],
  [5, 0, 0.0625, 0.03125, 0.015625],
  [25, 10, 0.016673847800120711, 0.011330984183587134, 0.0056654920917935669],
  [10, 25, 0.016673847800120711, 0.011330984183587134, 0.99433450790820643],
  [59, 6, 4.9646503271286169e-12, 2.7258031986068798e-12, 1.3629015993034399e-12],
  [12, 12, 1, 1, 0.5],
  [121, 59, 4.4344492637551764e-6, 3.2666467957745924e-6, 1.6333233978872962e-6],
  [700, 610, 0.013902723449447754, 0.012901516180195789, 0.0064507580900978944],
  [1500, 1400, 0.065987349665183812, 0.063344759178672314, 0.031672379589336157],
  [2, 30, 2.4633482098579407e-7, 1.3085082173347473e-7, 0.99999993457458913],
])('%d lost, %d won', (lost, won, exact, midP, midPWorse) => {
  const test = mcnemar(lost, won)
  expect(Math.abs(test.exact - exact)).toBeLessThan(1e-9)
  expect(Math.abs(test.midP - midP)).toBeLessThan(1e-9)
  expect(Math.abs(test.midPWorse - midPWorse)).toBeLessThan(1e-9)
  // Small ones to as many digits as they have.
  if (exact < 1e-9) expect(test.exact / exact).toBeCloseTo(1, 9)
})

test('a tail and its other side make one', () => {
  for (const [k, n] of [
    [0, 1],
    [3, 9],
    [700, 1310],
  ] as const)
    expect(halfBinomialTail(k, n) + halfBinomialTail(n - k - 1, n)).toBeCloseTo(1, 12)
})

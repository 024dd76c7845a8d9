import { expect, test } from 'vitest'
import { normalQuantile } from './normal.ts'

// Reference: the Taylor series of the error function summed in 60-digit decimals (python3 `decimal`), inverted by 150
// halvings; none of it shares anything with AS241.
test.each([
  [0.975, 1.9599639845400543],
  [0.995, 2.5758293035489008],
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [0.999, 3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.000001, -4.7534243088228987],
  [0.42, -0.20189347914185085],
  [0.0000000001, -6.3613409024040566],
])('the %d quantile of the standard normal', (p, expected) => {
  expect(Math.abs(normalQuantile(p) - expected)).toBeLessThan(1e-9)
})

test('0 and 1 have no finite quantile', () => {
  expect(normalQuantile(0)).toBe(-Infinity)
  expect(normalQuantile(1)).toBe(Infinity)
})

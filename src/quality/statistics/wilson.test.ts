import { expect, test } from 'vitest'
import { wilson } from './wilson.ts'

// Reference: the two roots p of (p - k/n)^2 = z^2 p(1 - p)/n in 60-digit decimals (python3 `decimal`). 81/263 and 15/148
// are also Newcombe's (1998, table I: 0.2553 to 0.3662 and 0.0624 to 0.1605).
test.each([
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.72246720013711074, 1],
  [7, 10, 0.39677814746114531, 0.89220873259369893],
  [81, 263, 0.25528851987827422, 0.3662095769828],
  [15, 148, 0.062386399530736276, 0.16048724172330803],
  [494, 500, 0.97406963888355269, 0.99448900482597236],
  [1, 3000, 5.884394187156628e-5, 0.0018858188843041794],
])('%d of %d', (hits, n, low, high) => {
  const interval = wilson(hits, n)!
  expect(Math.abs(interval.low - low)).toBeLessThan(1e-9)
  expect(Math.abs(interval.high - high)).toBeLessThan(1e-9)
})

test('another confidence has another width', () => {
  const interval = wilson(81, 263, 0.9)!
  expect(Math.abs(interval.low - 0.2633136171884814)).toBeLessThan(1e-9)
  expect(Math.abs(interval.high - 0.35656634960848815)).toBeLessThan(1e-9)
})

test('nothing of nothing has no interval', () => {
  expect(wilson(0, 0)).toBeNull()
})

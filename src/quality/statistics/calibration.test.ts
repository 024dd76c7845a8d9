import { expect, test } from 'vitest'
import { brierScore, eceOfPerfect, equalMassBins, equalWidthBins, expectedCalibrationError } from './calibration.ts'
import { createRandom } from './random.ts'
import { areaUnderRiskCoverage, rankBySurety, riskCoverageCurve } from './risk-coverage.ts'

// Twelve cases; the figures by whole fractions in python3, straight from the definitions.
const confidence = [0.95, 0.9, 0.9, 0.8, 0.72, 0.7, 0.66, 0.6, 0.55, 0.5, 0.31, 0.3]
const right = [1, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0]

test('ECE by bins of equal width and of equal mass', () => {
  const ece = (bins: ReturnType<typeof equalWidthBins>) => expectedCalibrationError(confidence, right, bins)
  expect(Math.abs(ece(equalWidthBins(confidence, 10)) - 17 / 80)).toBeLessThan(1e-9)
  expect(Math.abs(ece(equalWidthBins(confidence, 15)) - 71 / 240)).toBeLessThan(1e-9)
  expect(Math.abs(ece(equalMassBins(confidence, 4)) - 139 / 1200)).toBeLessThan(1e-9)
})

test('Brier score', () => {
  expect(Math.abs(brierScore(confidence, right) - 7217 / 40000)).toBeLessThan(1e-9)
})

test('AURC, equal confidences together', () => {
  expect(Math.abs(areaUnderRiskCoverage(rankBySurety(confidence), right) - 2371 / 11088)).toBeLessThan(1e-9)
})

test('a weight of two is the case twice', () => {
  const weights = confidence.map((_, i) => (i % 3) + 0)
  const twice = confidence.flatMap((c, i) => Array.from({ length: weights[i]! }, () => ({ c, r: right[i]! })))
  const [cs, rs] = [twice.map((t) => t.c), twice.map((t) => t.r)]
  const bins = equalWidthBins(confidence, 10)
  expect(expectedCalibrationError(confidence, right, bins, weights)).toBeCloseTo(
    expectedCalibrationError(cs, rs, equalWidthBins(cs, 10)),
    12,
  )
  expect(brierScore(confidence, right, weights)).toBeCloseTo(brierScore(cs, rs), 12)
  expect(areaUnderRiskCoverage(rankBySurety(confidence), right, weights)).toBeCloseTo(
    areaUnderRiskCoverage(rankBySurety(cs), rs),
    12,
  )
})

test('equal confidences are never split between bins, and heavy ties give fewer bins', () => {
  const ties = [...Array.from({ length: 70 }, () => 0.99), ...Array.from({ length: 30 }, (_, i) => i / 100)]
  const { bin, bins, edges } = equalMassBins(ties, 10)
  expect(new Set(Array.from(bin).slice(0, 70)).size).toBe(1)
  expect(bins).toBe(4)
  expect(edges).toHaveLength(bins + 1)
  expect(edges).toEqual([...edges].sort((a, b) => a - b))
})

test('the ECE that chance alone shows is what perfect engines show on average', () => {
  const random = createRandom('perfect')
  const sure = Array.from({ length: 500 }, () => 0.5 + random() / 2)
  const bins = equalMassBins(sure, 10)
  const draws = Array.from({ length: 400 }, () =>
    expectedCalibrationError(
      sure,
      sure.map((c) => Number(random() < c)),
      bins,
    ),
  )
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length
  expect(Math.abs(mean - eceOfPerfect(sure, bins))).toBeLessThan(0.002)
})

test('the curve ends at everything covered and the plain error', () => {
  const curve = riskCoverageCurve(rankBySurety(confidence), right)
  expect(curve[0]).toMatchObject({ coverage: 1 / 12, risk: 0 })
  expect(curve.at(-1)).toMatchObject({ coverage: 1, risk: 5 / 12 })
  // 0.9 stands twice and is one point.
  expect(curve).toHaveLength(11)
})

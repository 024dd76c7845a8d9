import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareRuns } from './compare.ts'
import { checkGate } from './gate.ts'
import { measureOf } from './parts/measures.ts'
import { scoreRun } from './score.ts'
import { drawCases, type SimulatedQuality, simulatePair } from './simulation.ts'
import { createRandom } from './statistics/random.ts'
import { parseThresholds } from './thresholds.ts'

// A small version of bench/gate-simulation.ts with the shipped rules. The seeds are fixed: it holds always or never.
const shipped = parseThresholds(readFileSync(new URL('../../eval/thresholds.yaml', import.meta.url), 'utf8'))
const base = { code: 0.88, level: 0.88, complaint: 0.98, emotion: 0.75, media: 0.98, external: 0.97, repeat: 0.96 }

function failures(other: SimulatedQuality, times: number, seed: string): number {
  const random = createRandom(seed)
  // Without bounds the report is not read: one will do.
  const report = scoreRun(simulatePair({ base, other, n: 500, agreement: 1 }, random).other, { resamples: 0 })
  let failed = 0
  for (let i = 0; i < times; i++) {
    const pair = simulatePair({ base, other, n: 500, agreement: 0.6 }, random)
    const comparison = compareRuns(pair.base, pair.other, { resamples: 0 })
    if (!checkGate(report, comparison, { ...shipped, bounds: {} }).passed) failed++
  }
  return failed
}

test('equal engines seldom fail the gate', () => {
  // At a rate of 5%, more than 7 of 60 come about once in a hundred times.
  expect(failures(base, 60, 'aa')).toBeLessThanOrEqual(7)
})

test.each(['code', 'level'] as const)('a loss of five points in %s is mostly caught', (field) => {
  expect(failures({ ...base, [field]: 0.83 }, 30, field)).toBeGreaterThanOrEqual(24)
})

test('a made-up engine has the quality it was made with, and knows how sure it may be', () => {
  const { base: run } = simulatePair({ base, other: base, n: 20_000, agreement: 1 }, createRandom('quality'))
  const { measures } = scoreRun(run, { resamples: 0 })
  const value = (id: Parameters<typeof measureOf>[1]) => measureOf(measures, id).value!
  expect(Math.abs(value('code.accepted') - 0.88)).toBeLessThan(0.01)
  expect(Math.abs(value('level.exact') - 0.88)).toBeLessThan(0.01)
  expect(Math.abs(value('complaint.accuracy') - 0.98)).toBeLessThan(0.005)
  expect(value('level.ece')).toBeLessThan(0.015)
})

test('drawn cases are as many, each a case of its own', () => {
  const { base: run } = simulatePair({ base, other: base, n: 50, agreement: 1 }, createRandom('draw'))
  const drawn = drawCases(run, createRandom('d'))
  expect(new Set(drawn.rows.map((r) => r.id)).size).toBe(50)
  expect(new Set(drawn.rows.map((r) => r.text)).size).toBeLessThan(45)
})

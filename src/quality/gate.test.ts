import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compareRuns } from './compare.ts'
import { checkGate } from './gate.ts'
import { scoreRun } from './score.ts'
import { simulatePair } from './simulation.ts'
import { createRandom } from './statistics/random.ts'
import { answer, level, row, run } from './test-rows.ts'
import { parseThresholds, type Thresholds } from './thresholds.ts'
import { verdictSchema } from './verdict-data.ts'

const shipped = parseThresholds(readFileSync(new URL('../../eval/thresholds.yaml', import.meta.url), 'utf8'))
const only = (bounds: Thresholds['bounds']): Thresholds => ({ ...shipped, bounds })

const rows = (right: number, n: number) =>
  Array.from({ length: n }, (_, i) => row(`c${i}`, { severity: 2 }, answer(level(i < right ? 2 : 3))))
const report = scoreRun(run(rows(90, 100)), { resamples: 50 })

test('a bound is held against the end of the interval, not the value', () => {
  // 90 of 100: Wilson 0.8256 to 0.9448.
  const verdict = (min: number) => checkGate(report, null, only({ 'level.exact': { min_lower: min } }))
  expect(verdict(0.82).passed).toBe(true)
  expect(verdict(0.85).passed).toBe(false)
  expect(verdict(0.85).rules[0]).toMatchObject({ rule: 'min_lower', outcome: 'failed', n: 100, bound: 0.85 })
  expect(verdict(0.85).rules[0]!.sentence.zh).toContain('82.6%')
  const under = (max: number) => checkGate(report, null, only({ 'level.under_triage': { max_upper: max } })).passed
  expect([under(0.18), under(0.15)]).toEqual([true, false])
  verdictSchema.parse(verdict(0.82))
})

test('a value that must not happen is held as it is', () => {
  expect(checkGate(report, null, only({ 'error.rate': { max_value: 0 } })).passed).toBe(true)
  const broken = scoreRun(run([...rows(90, 99), row('e', {}, null)]), { resamples: 0 })
  expect(checkGate(broken, null, only({ 'error.rate': { max_value: 0 } })).passed).toBe(false)
})

test('what is not labelled is skipped; nothing judged is no pass; a missing interval is a failure', () => {
  const skipped = checkGate(report, null, only({ 'code.accepted': { min_lower: 0.5 } }))
  expect(skipped.rules[0]).toMatchObject({ outcome: 'skipped' })
  expect(skipped.passed).toBe(false)
  const bare = scoreRun(run(rows(50, 100).map((r, i) => (i % 2 ? r : { ...r, labels: { severity: 3 as const } }))), {
    resamples: 0,
  })
  expect(checkGate(bare, null, only({ 'level.qwk': { min_lower: -1 } })).rules[0]).toMatchObject({ outcome: 'failed' })
})

test('a significant loss fails, a loss within max_loss and a gain do not', () => {
  const base = run(rows(95, 100))
  const against = (right: number, max_loss = 0) => {
    const other = run(rows(right, 100))
    const paired = { alpha: 0.05, rules: { 'level.exact': { weight: 1, max_loss } } }
    return checkGate(scoreRun(other, { resamples: 0 }), compareRuns(base, other, { resamples: 0 }), {
      version: 1,
      bounds: {},
      paired,
    })
  }
  expect(against(85).rules[0]).toMatchObject({ outcome: 'failed', p: 2 ** -10 / 2 })
  expect(against(85).rules[0]!.value).toBeCloseTo(0.1, 12)
  expect(against(85, 0.2).passed).toBe(true)
  expect(against(94).passed).toBe(true)
  expect(against(100).passed).toBe(true)
})

test('the shipped thresholds judge every rule where all is labelled, and say so in both languages', () => {
  const quality = { code: 0.98, level: 0.98, complaint: 0.99, emotion: 0.98, media: 0.99, external: 0.99, repeat: 0.99 }
  const { base, other } = simulatePair({ base: quality, other: quality, n: 400, agreement: 0.5 }, createRandom('gate'))
  const verdict = checkGate(scoreRun(other, { resamples: 200 }), compareRuns(base, other, { resamples: 0 }), shipped)
  // Made-up answers carry no quotes.
  expect(verdict.rules.filter((r) => r.outcome === 'skipped').map((r) => r.measure)).toEqual(['quotes.wrong'])
  for (const { sentence } of verdict.rules) {
    expect(sentence.zh).toMatch(/\p{Script=Han}/u)
    expect(sentence.en).not.toMatch(/\p{Script=Han}/u)
  }
  expect(
    checkGate(scoreRun(other, { resamples: 0 }), null, shipped)
      .rules.filter((r) => r.rule === 'max_loss')
      .every((r) => r.outcome === 'skipped'),
  ).toBe(true)
})

test('thresholds that are wrong are refused with everything that is wrong', () => {
  const wrong = `version: 1
bounds:
  level.exactt: { min_lower: 0.5 }
  level.exact: {}
paired: { alpha: 0.5, rules: { level.qwk: { weight: 1 } } }
`
  expect(() => parseThresholds(wrong, 'mine.yaml')).toThrow(
    /mine\.yaml[\s\S]*level\.exact: at least[\s\S]*level\.exactt[\s\S]*alpha[\s\S]*level\.qwk: only a yes-no measure/,
  )
  expect(() => parseThresholds('version: [', 'mine.yaml')).toThrow(/mine\.yaml:1/)
})

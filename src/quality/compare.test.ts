import { expect, test } from 'vitest'
import { compareRuns } from './compare.ts'
import { comparisonSchema } from './comparison-data.ts'
import { measureOf } from './parts/measures.ts'
import type { Run } from './run.ts'
import { scoreRun } from './score.ts'
import { simulatePair } from './simulation.ts'
import { createRandom } from './statistics/random.ts'
import { answer, level, row, run, type } from './test-rows.ts'

const quality = { code: 0.85, level: 0.85, complaint: 0.97, emotion: 0.7, media: 0.97, external: 0.97, repeat: 0.95 }
const pair = (loss = 0, n = 300) =>
  simulatePair({ base: quality, other: { ...quality, level: 0.85 - loss }, n, agreement: 0.5 }, createRandom('compare'))

test('a comparison survives JSON, names every measure, and is the same twice', () => {
  const { base, other } = pair()
  const found = compareRuns(base, other, { resamples: 100 })
  expect(comparisonSchema.parse(JSON.parse(JSON.stringify(found)))).toEqual(found)
  expect(compareRuns(base, other, { resamples: 100 })).toEqual(found)
})

test('the difference is that of the two reports, and the interval holds it', () => {
  const { base, other } = pair(0.1)
  const found = compareRuns(base, other, { resamples: 2000 })
  const [a, b] = [scoreRun(base, { resamples: 0 }), scoreRun(other, { resamples: 0 })]
  for (const id of ['level.exact', 'level.qwk', 'media.f1', 'code.macro_f1', 'level.aurc', 'level.ece'] as const) {
    const m = measureOf(found.measures, id)
    const expected = measureOf(b.measures, id).value! - measureOf(a.measures, id).value!
    expect(m.difference).toBeCloseTo(expected, 12)
    expect(m.low!).toBeLessThanOrEqual(m.high!)
  }
  const exact = measureOf(found.measures, 'level.exact')
  expect(exact.difference).toBeCloseTo((exact.won! - exact.lost!) / exact.n, 12)
  expect(exact.low!).toBeLessThan(exact.difference!)
  expect(exact.high!).toBeGreaterThan(exact.difference!)
  // The paired interval against its normal approximation: variance (b + c)/n² - d²/n.
  const d = exact.difference!
  const error = Math.sqrt((exact.lost! + exact.won!) / exact.n ** 2 - d ** 2 / exact.n)
  expect(Math.abs(exact.low! - (d - 1.96 * error))).toBeLessThan(0.01)
  expect(Math.abs(exact.high! - (d + 1.96 * error))).toBeLessThan(0.01)
})

test('a run against itself differs in nothing', () => {
  const { base } = pair()
  const found = compareRuns(base, base, { resamples: 50 })
  expect([found.better, found.worse]).toEqual([[], []])
  expect(
    found.measures.every((m) => m.difference === null || (m.difference === 0 && m.low === 0 && m.high === 0)),
  ).toBe(true)
  expect(found.slices.every((s) => s.holm === 1)).toBe(true)
})

test('a rate where less is better is lost when it rises', () => {
  const labelled = Array.from({ length: 8 }, (_, i) => `c${i}`)
  const at = (l: 2 | 3) => run(labelled.map((id) => row(id, { severity: 2 }, answer(level(l)))))
  const m = measureOf(compareRuns(at(2), at(3), { resamples: 10 }).measures, 'level.under_triage')
  expect(m).toMatchObject({ base: 0, other: 1, difference: 1, lost: 8, won: 0, p: 2 / 2 ** 8 })
  expect(m.pWorse).toBeCloseTo(2 ** -8 / 2, 12)
})

test('what got better and worse, by field; flips first', () => {
  const base = run([
    row('a', { severity: 1, primary: 'PQ-01' }, answer({ ...level(3), types: [type('SP-01')] })),
    row('b', { severity: 2 }, answer(level(2))),
  ])
  const other = run([
    row('a', { severity: 1, primary: 'PQ-01' }, answer({ ...level(2), types: [type('PQ-01')] })),
    row('b', { severity: 2 }, null),
  ])
  const { better, worse } = compareRuns(base, other, { resamples: 0 })
  expect(better).toEqual([
    { id: 'a', field: 'code', labelled: 'PQ-01', before: 'SP-01', after: 'PQ-01', flipped: true },
    { id: 'a', field: 'level', labelled: '1', before: '3', after: '2', flipped: false },
  ])
  expect(worse).toEqual([
    { id: 'b', field: 'level', labelled: '2', before: '2', after: 'error: internal', flipped: true },
  ])
})

test('slices are tested one by one and corrected together', () => {
  const rows = (right: number) =>
    Array.from({ length: 40 }, (_, i) =>
      row(`r${i}`, { severity: 2 }, answer(level(i < 20 && i >= right ? 3 : 2)), {
        facets: { domain: i < 20 ? 'food' : 'bank' },
      }),
    )
  const { slices } = compareRuns(run(rows(20)), run(rows(10)), { resamples: 0 })
  const food = slices.find((s) => s.measure === 'level.exact' && s.value === 'food')!
  expect(food).toMatchObject({ n: 20, base: 1, other: 0.5, lost: 10, won: 0, p: 2 / 2 ** 10 })
  expect(food.holm).toBeCloseTo(2 * food.p, 12)
})

test('cases in one run only are listed, and labels may stand in another order', () => {
  const rows = ['a', 'b', 'c'].map((id) => row(id, { primary: 'PQ-01', also_ok: ['PQ-02', 'PQ-03'] }, answer()))
  const turned = rows.map((r) => ({ ...r, labels: { also_ok: ['PQ-03', 'PQ-02'], primary: 'PQ-01' } }))
  const found = compareRuns(run(rows), run([...turned.slice(1), row('d', {}, answer())]), { resamples: 0 })
  expect([found.common, found.onlyBase, found.onlyOther]).toEqual([2, ['a'], ['d']])
})

test('refuses what cannot be compared, naming ids and no text', () => {
  const rows = ['a', 'b', 'c', 'd'].map((id) => row(id, { severity: 2 }, answer()))
  const refused = (other: Run, options = {}) => {
    try {
      compareRuns(run(rows), other, { resamples: 0, ...options })
    } catch (error) {
      return (error as Error).message
    }
    return null
  }
  expect(refused(run(rows.slice(0, 1)))).toContain('1')
  expect(refused(run(rows.slice(0, 1)), { minCommon: 0 })).toBeNull()
  expect(refused(run([]), { minCommon: 0 })).not.toBeNull()
  const text = refused(run(rows.map((r) => (r.id === 'b' ? { ...r, text: '另一段' } : r))))!
  expect(text).toContain('b')
  expect(text).not.toMatch(/另一段|文本/)
  expect(refused(run(rows.map((r) => (r.id === 'c' ? { ...r, labels: { severity: 3 as const } } : r))))).toContain('c')
  expect(refused(run([...rows, rows[0]!]))).toContain('a')
})

import { expect, test } from 'vitest'
import { MEASURE_IDS, MEASURES, type MeasureId } from './names.ts'
import { measureOf } from './parts/measures.ts'
import { type Report, reportSchema } from './report-data.ts'
import type { RunRow } from './run.ts'
import { scoreRun } from './score.ts'
import { answer, level, row, run, type } from './test-rows.ts'

const score = (rows: RunRow[]): Report => scoreRun(run(rows), { resamples: 200 })
const of = (report: Report, id: MeasureId) => {
  const { n, hits, value } = measureOf(report.measures, id)
  return { n, hits, value }
}

test('a report survives JSON, names every measure once and in order, and is the same twice', () => {
  const rows = [
    row('a', { severity: 2, primary: 'PQ-01' }, answer(level(2)), { facets: { domain: 'food' } }),
    row('b', { severity: 3, primary: 'SP-01' }, answer(), { facets: { domain: 'bank' } }),
    row('c', { severity: 1 }, null),
  ]
  const report = score(rows)
  expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
  expect(report.measures.map((m) => m.id)).toEqual(MEASURE_IDS)
  expect(score(rows)).toEqual(report)
  expect(JSON.stringify(report)).not.toContain('文本')
})

test('an empty run has a report without figures', () => {
  const report = score([])
  expect(report.measures.every((m) => m.n === 0 && m.value === null && m.method === 'none')).toBe(true)
  expect(report.calibration).toEqual({ level: null, code: null })
  expect(report.latency).toBeNull()
  reportSchema.parse(report)
})

test('only labelled fields count; an error is wrong in each of them', () => {
  const report = score([
    row('a', { severity: 2 }, answer(level(2))),
    row('b', { severity: 3, nature: 'complaint', repeat: false, group: true, threats: [], demands: [] }, null),
  ])
  expect(of(report, 'level.exact')).toEqual({ n: 2, hits: 1, value: 0.5 })
  expect(of(report, 'complaint.accuracy')).toEqual({ n: 1, hits: 0, value: 0 })
  expect(of(report, 'repeat.accuracy')).toEqual({ n: 1, hits: 0, value: 0 })
  expect(of(report, 'group.recall')).toEqual({ n: 1, hits: 0, value: 0 })
  expect(of(report, 'media.accuracy')).toEqual({ n: 1, hits: 0, value: 0 })
  expect(of(report, 'demands.f1')).toEqual({ n: 1, hits: null, value: 0 })
  expect(of(report, 'code.accepted').n).toBe(0)
  expect(of(report, 'error.rate')).toEqual({ n: 2, hits: 1, value: 0.5 })
  expect(report.errors).toEqual([{ code: 'internal', n: 1, ids: ['b'] }])
})

test('levels: exact, within one, under- and over-triage, level 1 missed', () => {
  const pairs = [
    [1, 1],
    [1, 3],
    [2, 3],
    [2, 1],
    [3, 2],
    [3, 3],
    [4, 4],
  ] as const
  const report = score(pairs.map(([label, said], i) => row(`${i}`, { severity: label }, answer(level(said)))))
  expect(of(report, 'level.exact').hits).toBe(3)
  expect(of(report, 'level.within_one').hits).toBe(6)
  expect(of(report, 'level.under_triage')).toMatchObject({ n: 4, hits: 2 })
  expect(of(report, 'level.over_triage')).toMatchObject({ n: 5, hits: 2 })
  expect(of(report, 'level.grave_missed')).toMatchObject({ n: 2, hits: 1 })
  // By hand: observed 4+1+1+1 = 7 over 7 cases; rows 2,2,2,1, columns 2,1,3,1: expected 107/7.
  expect(of(report, 'level.qwk').value).toBeCloseTo(1 - 7 / (107 / 7), 12)
  expect(report.confusions.level.counts).toEqual([
    [1, 0, 1, 0, 0],
    [1, 0, 1, 0, 0],
    [0, 1, 1, 0, 0],
    [0, 0, 0, 1, 0],
  ])
})

test('codes: accepted, exact, family, top 3, coverage; a case labelled as having none is not counted', () => {
  const report = score([
    row('a', { primary: 'PQ-01', also_ok: [] }, answer({ types: [type('PQ-01')] })),
    row(
      'b',
      { primary: 'PQ-02', also_ok: ['SP-01'] },
      answer({ types: [type('SP-01'), type('PQ-02', 'alternative')] }),
    ),
    row('c', { primary: 'TD-06' }, answer({ types: [type('TD-08'), type('TD-06', 'secondary')] })),
    row('d', { primary: 'RL-01' }, answer({ types: [type('SP-03')] })),
    row('e', { primary: 'RL-01' }, answer({ types: [] })),
    row('f', { primary: null }, answer({ types: [type('PQ-01')] })),
  ])
  expect(of(report, 'code.accepted')).toMatchObject({ n: 5, hits: 2 })
  expect(of(report, 'code.exact')).toMatchObject({ n: 5, hits: 1 })
  expect(of(report, 'family.accepted')).toMatchObject({ n: 5, hits: 3 })
  expect(of(report, 'code.top3')).toMatchObject({ n: 5, hits: 3 })
  expect(of(report, 'code.listed')).toMatchObject({ n: 5, value: 6 / 5 })
  // PQ-01 1, PQ-02 found by an accepted answer but never named 0, TD-06 0, RL-01 0: mean of four.
  expect(of(report, 'code.macro_f1').value).toBeCloseTo(1 / 4, 12)
  const codes = new Map(report.codes.map((c) => [c.code, c]))
  expect(codes.get('PQ-02')!.recall).toMatchObject({ n: 1, hits: 1 })
  expect(codes.get('SP-01')).toMatchObject({ support: 0, answered: 1, precision: { hits: 1 } })
  expect(codes.get('TD-06')!.name).toEqual({ zh: '名TD-06', en: 'name TD-06' })
  expect(report.confusedCodes[0]).toMatchObject({ labelled: 'RL-01', n: 1 })
  expect(report.calibration.code).toMatchObject({ n: 4, unstated: 1 })
})

test('threats: labels outright or derived, channels and stances', () => {
  const said = (channel: 'social' | 'regulator', stance: 'threatened' | 'done', media: boolean, external: boolean) =>
    answer({
      threats: [{ channel, stance, evidence: [] }],
      flags: { ...answer().flags, mediaEscalation: media, externalEscalation: external },
    })
  const report = score([
    row('a', { threats: [{ channel: 'social', stance: 'threatened' }] }, said('social', 'done', true, false)),
    row('b', { threats: [{ channel: 'regulator', stance: 'done' }] }, said('regulator', 'done', false, true)),
    row('c', { threats: [] }, said('social', 'done', true, false)),
    row('d', { media_threat: true }, answer()),
  ])
  expect(of(report, 'media.precision')).toMatchObject({ n: 2, hits: 1 })
  expect(of(report, 'media.recall')).toMatchObject({ n: 2, hits: 1 })
  expect(of(report, 'media.f1')).toMatchObject({ n: 4, value: 0.5 })
  expect(of(report, 'external.f1')).toMatchObject({ n: 3, value: 1 })
  expect(of(report, 'stance.accuracy')).toMatchObject({ n: 2, hits: 1 })
  expect(of(report, 'channels.f1').value).toBeCloseTo(4 / 5, 12)
  expect(report.channels.find((c) => c.channel === 'social')).toMatchObject({
    support: 1,
    answered: 2,
    f1: { value: 2 / 3 },
    stance: { n: 1, hits: 0 },
  })
})

test('repeat count counts only where a number is labelled; sets are summed over cases', () => {
  const report = score([
    row(
      'a',
      { repeat_count: 3, demands: ['refund', 'apology'] },
      answer({ demands: ['refund', 'repair'], repeat: { mentioned: true, count: 3, evidence: [] } }),
    ),
    row('b', { repeat_count: null, demands: [] }, answer({ demands: [] })),
    row('c', { repeat_count: 2, demands: ['stop'] }, answer({ demands: ['stop'] })),
  ])
  expect(of(report, 'repeat.count')).toMatchObject({ n: 2, hits: 1 })
  expect(of(report, 'demands.precision').value).toBeCloseTo(2 / 3, 12)
  expect(of(report, 'demands.recall').value).toBeCloseTo(2 / 3, 12)
  expect(of(report, 'demands.f1').value).toBeCloseTo(2 / 3, 12)
})

test('a quote that is not the text between its offsets is found', () => {
  const quoted = (quote: string, start: number, end: number) =>
    answer({ emotion: { ...answer().emotion, evidence: [{ quote, start, end }] } })
  const report = score([
    row('a', {}, quoted('很差', 2, 4), { text: '服务很差' }),
    row('b', {}, quoted('很差', 1, 3), { text: '服务很差' }),
  ])
  expect(report.quotes).toEqual({ checked: 2, wrong: 1, ids: ['b'] })
  expect(of(report, 'quotes.wrong')).toEqual({ n: 2, hits: 1, value: 0.5 })
})

test('slices count every value of every facet, the largest first', () => {
  const report = score([
    row('a', { severity: 2, primary: 'PQ-01' }, answer(level(3)), { facets: { domain: 'food', mine: 'x' } }),
    row('b', { severity: 3, primary: 'SP-01' }, answer(level(3)), { facets: { domain: 'bank' } }),
    row('c', { severity: 3 }, null, { facets: { domain: 'bank' } }),
  ])
  expect(report.slices.map((s) => `${s.facet}=${s.value} ${s.n}`)).toEqual([
    'domain=bank 2',
    'domain=food 1',
    'mine=x 1',
  ])
  expect(report.slices[0]).toMatchObject({ accepted: { n: 1, hits: 0 }, levelExact: { n: 2, hits: 1 } })
  expect(report.slices[1]).toMatchObject({ accepted: { n: 1, hits: 1 }, underTriage: { n: 1, hits: 1 } })
})

test('time, money, degraded answers and review', () => {
  const costly = answer({ engine: { name: 'llm', degraded: true, reasons: ['late'], costUsd: 0.002 } })
  const rows = [1, 2, 3, 4].map((i) => row(`${i}`, { severity: 3 }, i === 4 ? costly : answer(), { latencyMs: i * 10 }))
  rows[0]!.answer!.review = { required: true, reasons: ['x'] }
  const report = score(rows)
  expect(report.latency).toEqual({ p50: 20, p95: 40, max: 40 })
  expect(report.cost.perThousandUsd).toBeCloseTo(0.5, 12)
  expect(report.degraded).toEqual({ n: 1, reasons: [{ reason: 'late', n: 1 }] })
  expect(report.riskCoverage.level!.review).toMatchObject({ sent: { n: 4, hits: 1 }, wrongKept: { n: 3, hits: 0 } })
})

test('every name stands in both languages', () => {
  for (const m of Object.values(MEASURES)) {
    expect(m.zh).toMatch(/\p{Script=Han}|QWK|ECE/u)
    expect(m.en).not.toMatch(/\p{Script=Han}/u)
  }
})

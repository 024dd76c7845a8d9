import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readStored, storedPath } from '../src/node/eval/stored/baseline.ts'
import { packagePath } from '../src/node/paths.ts'
import { compareRuns } from '../src/quality/compare.ts'
import { checkGate, showMeasure } from '../src/quality/gate.ts'
import { MEASURES, type MeasureId } from '../src/quality/names.ts'
import { measureOf } from '../src/quality/parts/measures.ts'
import type { Run } from '../src/quality/run.ts'
import { scoreRun } from '../src/quality/score.ts'
import { drawCases, type SimulatedQuality, simulatePair } from '../src/quality/simulation.ts'
import { createRandom, type Random } from '../src/quality/statistics/random.ts'
import { wilson } from '../src/quality/statistics/wilson.ts'
import { type Bound, parseThresholds, type Thresholds } from '../src/quality/thresholds.ts'

/**
 * How often the gate is wrong, through the real compare and gate: runs of equal quality that fail, and losses of five
 * points that pass. Prints rates with Wilson intervals; checks nothing.
 *
 *   node --import tsx bench/gate-simulation.ts [--run RUN_OR_BASELINE] [--times 1000] [--n 500] [--thresholds FILE]
 *
 * With --run also: the bounds on that run over other draws of its cases, and what bounds its figures suggest.
 */
const { values: asked } = parseArgs({
  options: {
    run: { type: 'string' },
    times: { type: 'string', default: '1000' },
    n: { type: 'string', default: '500' },
    thresholds: { type: 'string', default: packagePath('eval/thresholds.yaml') },
    seed: { type: 'string', default: 'gate' },
  },
})
const times = Number(asked.times)
const n = Number(asked.n)
const thresholds = parseThresholds(readFileSync(asked.thresholds, 'utf8'))
const run = asked.run === undefined ? null : (await readStored(storedPath(asked.run))).run

/** About what the issue asks of the engine; a run given with --run takes its place. */
const GOAL: SimulatedQuality = {
  code: 0.88,
  level: 0.88,
  complaint: 0.98,
  emotion: 0.75,
  media: 0.98,
  external: 0.97,
  repeat: 0.96,
}

function rate(title: string, failed: (random: Random) => boolean): number {
  const random = createRandom(`${asked.seed}/${title}`)
  let count = 0
  for (let i = 0; i < times; i++) {
    if (failed(random)) count++
  }
  const { low, high } = wilson(count, times)!
  const percent = (x: number) => `${(x * 100).toFixed(1)}%`
  console.log(`${title.padEnd(64)} ${percent(count / times).padStart(6)}  [${percent(low)}, ${percent(high)}]`)
  return count / times
}

/** The two engines' answers differ in right and wrong on this share of the cases. */
function churn(base: SimulatedQuality, agreement: number): string {
  const pair = simulatePair({ base, other: base, n: 4000, agreement }, createRandom('churn'))
  const { measures } = compareRuns(pair.base, pair.other, { resamples: 0 })
  return (['code.accepted', 'level.exact'] as const)
    .map((id) => measureOf(measures, id))
    .map((m) => `${((100 * (m.lost! + m.won!)) / m.n).toFixed(0)}%`)
    .join(' and ')
}

/**
 * Other sets of the same kind: how often the bounds fail on them, and what each bound would have to be to fail on none.
 * That is asked of the drawn sets and not of standard errors: F1 and QWK are skewed, and drawing adds to ECE.
 */
function resampled(run: Run, thresholds: Thresholds): void {
  const bounds = Object.entries(thresholds.bounds) as [MeasureId, Bound][]
  const ends = new Map(bounds.map(([id]) => [id, [] as number[]]))
  const failures = new Map<MeasureId, number>()
  rate('same run, other draws of its cases: gate fails', (random) => {
    const drawn = drawCases(run, random)
    const report = scoreRun(drawn, { resamples: 200 })
    for (const [id, bound] of bounds) {
      const m = measureOf(report.measures, id)
      const end = bound.min_lower !== undefined ? m.low : m.high
      if (end !== null) ends.get(id)!.push(end)
    }
    const verdict = checkGate(report, compareRuns(drawn, drawn, { resamples: 0 }), thresholds)
    for (const r of verdict.rules)
      if (r.outcome === 'failed') failures.set(r.measure, (failures.get(r.measure) ?? 0) + 1)
    return !verdict.passed
  })
  console.log('\nbounds that none of these draws would fail')
  const report = scoreRun(run)
  for (const [id, bound] of bounds) {
    const m = measureOf(report.measures, id)
    const seen = ends.get(id)!
    if (seen.length === 0 || (bound.min_lower === undefined && bound.max_upper === undefined)) continue
    const least = bound.min_lower !== undefined
    const suggested = least ? Math.floor(Math.min(...seen) * 100) / 100 : Math.ceil(Math.max(...seen) * 100) / 100
    const [value, low, high] = [m.value, m.low, m.high].map((x) => showMeasure(id, x))
    console.log(
      `  ${id.padEnd(22)} ${value} [${low}, ${high}] n=${m.n}: ${suggested.toFixed(2)}   now ${JSON.stringify(bound)}, failed ${failures.get(id) ?? 0}`,
    )
  }
  console.log('')
}

/** The qualities of a real run; what it does not label stays at the goal. */
function qualityOf(run: Run): SimulatedQuality {
  const { measures } = scoreRun(run, { resamples: 0 })
  const value = (id: MeasureId, otherwise: number) => Math.min(0.999, measureOf(measures, id).value ?? otherwise)
  return {
    code: value('code.accepted', GOAL.code),
    level: value('level.exact', GOAL.level),
    complaint: value('complaint.accuracy', GOAL.complaint),
    emotion: value('emotion.exact', GOAL.emotion),
    media: value('media.accuracy', GOAL.media),
    external: value('external.accuracy', GOAL.external),
    repeat: value('repeat.accuracy', GOAL.repeat),
  }
}

console.log(`${times} times, n = ${n}, 95% Wilson intervals`)
if (run) resampled(run, thresholds)
const base = run ? qualityOf(run) : GOAL
console.log(`engines of quality ${JSON.stringify(base, (_, v) => (typeof v === 'number' ? Number(v.toFixed(3)) : v))}`)
// No bounds: those are judged above on real rows, made-up rows have other spreads. So any report will do.
const paired: Thresholds = { ...thresholds, bounds: {} }
const report = scoreRun(simulatePair({ base, other: base, n, agreement: 1 }, createRandom('report')).base, {
  resamples: 0,
})
const fails = (other: SimulatedQuality, agreement: number, measure?: MeasureId) => (random: Random) => {
  const pair = simulatePair({ base, other, n, agreement }, random)
  const verdict = checkGate(report, compareRuns(pair.base, pair.other, { resamples: 0 }), paired)
  return measure ? verdict.rules.some((r) => r.measure === measure && r.outcome === 'failed') : !verdict.passed
}
for (const agreement of [0.8, 0.6, 0.4]) {
  console.log(
    `\nanswers that differ in right and wrong between equal engines: code and level ${churn(base, agreement)}`,
  )
  rate(`equal engines (${agreement}): gate fails`, fails(base, agreement))
  for (const [field, id] of [
    ['code', 'code.accepted'],
    ['level', 'level.exact'],
  ] as const)
    rate(
      `5 points lost in ${MEASURES[id].en.toLowerCase()} (${agreement}): gate fails`,
      fails({ ...base, [field]: base[field] - 0.05 }, agreement),
    )
}

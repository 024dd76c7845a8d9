import { suzhenError } from '../domain/errors.ts'
import { changesOf } from './changes.ts'
import { type Comparison, type PairedMeasure, type PairedSlice, SLICE_MEASURES } from './comparison-data.ts'
import { MEASURE_IDS, MEASURES, type MeasureId } from './names.ts'
import { orNull } from './parts/figures.ts'
import { facetValues } from './parts/slice-rows.ts'
import type { Run, RunRow } from './run.ts'
import { DEFAULT_RESAMPLES, DEFAULT_SEED, type ScoreOptions } from './score.ts'
import { bootstrap, percentileInterval, valuesOf } from './statistics/bootstrap.ts'
import { holm } from './statistics/holm.ts'
import { mcnemar } from './statistics/mcnemar.ts'
import { createRandom } from './statistics/random.ts'
import { allTallies } from './tallies/all.ts'
import { differenceOf } from './tallies/difference.ts'
import type { NamedTally } from './tallies/tally.ts'

export interface CompareOptions extends ScoreOptions {
  /** Least share of the larger run that must be in both, 0.5 by default. */
  minCommon?: number
}

/**
 * Two runs over the cases they share, paired by id: per measure the difference (other minus base) with a paired bootstrap
 * interval and, for yes-no measures, exact McNemar; slices with Holm; what got better and worse.
 * Throws `invalid_request` when an id stands twice, a shared case has another text or other labels, or too few are shared.
 */
export function compareRuns(base: Run, other: Run, options: CompareOptions = {}): Comparison {
  const { resamples = DEFAULT_RESAMPLES, seed = DEFAULT_SEED, minCommon = 0.5 } = options
  const pairs = pairRows(base, other, minCommon)
  const [before, after] = [pairs.map((p) => p.base), pairs.map((p) => p.other)]
  const [baseTallies, otherTallies] = [allTallies(before), allTallies(after)]
  const measures = new Map<MeasureId, PairedMeasure>()
  baseTallies.forEach((tally, i) => {
    for (const m of pairedMeasures(tally, otherTallies[i]!, resamples, seed)) measures.set(m.id, m)
  })
  const inBoth = new Set(before.map((r) => r.id))
  const only = (run: Run) => run.rows.filter((r) => !inBoth.has(r.id)).map((r) => r.id)
  return {
    kind: 'suzhen-eval-comparison',
    version: 1,
    base: base.meta,
    other: other.meta,
    scoring: { seed, resamples, confidence: 0.95 },
    common: pairs.length,
    onlyBase: only(base),
    onlyOther: only(other),
    measures: MEASURE_IDS.map((id) => measures.get(id)!),
    slices: SLICE_MEASURES.flatMap((id) => {
      const find = (list: NamedTally[]) => list.find((t) => t.measures[0] === id)!
      return pairedSlices(id, before, find(baseTallies).cell, find(otherTallies).cell)
    }),
    ...changesOf(pairs),
  }
}

interface Pair {
  base: RunRow
  other: RunRow
}

function pairRows(base: Run, other: Run, minCommon: number): Pair[] {
  const others = byId(other)
  const pairs = [...byId(base).values()].flatMap((row) => {
    const match = others.get(row.id)
    return match ? [{ base: row, other: match }] : []
  })
  const most = Math.max(base.rows.length, other.rows.length)
  if (pairs.length === 0 || pairs.length < minCommon * most)
    throw suzhenError(
      'invalid_request',
      `两次运行只有 ${pairs.length} 个共同案例(较大的一次有 ${most} 个),无法比较;请用同一标注集、同样的筛选条件各跑一次 / only ${pairs.length} cases are in both runs (the larger has ${most}), too few to compare; run both on the same set with the same filters`,
    )
  const changed = pairs.filter(
    (p) => p.base.text !== p.other.text || canonical(p.base.labels) !== canonical(p.other.labels),
  )
  if (changed.length)
    throw suzhenError(
      'invalid_request',
      `${changed.length} 个共同案例的原文或标注不同(${someIds(changed.map((p) => p.base))}),无法比较;请在现有标注集上重跑基线 / ${changed.length} shared cases have another text or other labels (${someIds(changed.map((p) => p.base))}), so the runs cannot be compared; run the baseline again on the present set`,
    )
  return pairs
}

function byId({ rows, meta }: Run): Map<string, RunRow> {
  const out = new Map(rows.map((r) => [r.id, r]))
  if (out.size === rows.length) return out
  const twice = rows.filter((r, i) => rows.findIndex((s) => s.id === r.id) !== i)
  throw suzhenError(
    'invalid_request',
    `${meta.set}: 案例编号重复(${someIds(twice)}),请先改正 / case ids stand twice (${someIds(twice)}); make them unique first`,
  )
}

const someIds = (rows: readonly RunRow[]): string =>
  rows
    .slice(0, 5)
    .map((r) => r.id)
    .join(', ') + (rows.length > 5 ? ', …' : '')

/** The same for labels that say the same, whatever the order of keys and lists. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, v]) => v !== undefined)
  return `{${entries
    .map(([k, v]) => `${k}:${canonical(v)}`)
    .sort()
    .join(',')}}`
}

function pairedMeasures(base: NamedTally, other: NamedTally, resamples: number, seed: string): PairedMeasure[] {
  const joint = differenceOf(base, other)
  const values = [valuesOf(base), valuesOf(other), valuesOf(joint)] as const
  const drawn = bootstrap(joint, resamples, createRandom(`${seed}/paired/${base.measures[0]}`))
  const n = joint.cell.reduce((sum, c) => sum + (c >= 0 ? 1 : 0), 0)
  return base.measures.map((id, f) => {
    const interval = Number.isNaN(values[2][f]!) ? null : percentileInterval(drawn[f]!)
    const split =
      MEASURES[id].kind === 'yes-no' && MEASURES[id].better !== 'neither' ? splitOf(id, base.cell, other.cell) : null
    const test = split && mcnemar(split.lost, split.won)
    return {
      id,
      n,
      base: orNull(values[0][f]),
      other: orNull(values[1][f]),
      difference: orNull(values[2][f]),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      lost: split?.lost ?? null,
      won: split?.won ?? null,
      p: test?.exact ?? null,
      pWorse: test?.midPWorse ?? null,
    }
  })
}

/** Cases that count in both and went from good to bad (lost) or from bad to good (won). */
function splitOf(
  id: MeasureId,
  base: Int32Array,
  other: Int32Array,
  rows?: readonly number[],
): { lost: number; won: number } {
  const good = MEASURES[id].better === 'lower' ? 0 : 1
  let lost = 0
  let won = 0
  const count = (i: number) => {
    if (base[i]! < 0 || other[i]! < 0 || base[i] === other[i]) return
    if (base[i] === good) lost++
    else won++
  }
  if (rows) for (const i of rows) count(i)
  else for (let i = 0; i < base.length; i++) count(i)
  return { lost, won }
}

function pairedSlices(
  measure: (typeof SLICE_MEASURES)[number],
  rows: readonly RunRow[],
  base: Int32Array,
  other: Int32Array,
): PairedSlice[] {
  const slices = facetValues(rows)
    .map((v) => ({ ...v, rows: v.rows.filter((i) => base[i]! >= 0 && other[i]! >= 0) }))
    .filter((v) => v.rows.length > 0)
  const tested = slices.map((v) => {
    const split = splitOf(measure, base, other, v.rows)
    return { ...split, p: mcnemar(split.lost, split.won).exact }
  })
  const adjusted = holm(tested.map((t) => t.p))
  return slices.map(({ facet, value, rows: own }, i) => {
    const share = (cell: Int32Array) => own.reduce((sum, r) => sum + cell[r]!, 0) / own.length
    const [before, after] = [share(base), share(other)]
    return {
      facet,
      value,
      measure,
      n: own.length,
      base: before,
      other: after,
      difference: after - before,
      ...tested[i]!,
      holm: adjusted[i]!,
    }
  })
}

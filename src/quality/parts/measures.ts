import { MEASURE_IDS, MEASURES, type MeasureId } from '../names.ts'
import type { Measure } from '../report-data.ts'
import { basicInterval, countCells, percentileInterval, valuesOf } from '../statistics/bootstrap.ts'
import type { NamedTally } from '../tallies/tally.ts'
import { type Draws, orNull, proportion } from './figures.ts'

/** Biased by resampling, see basicInterval. */
const BIASED: ReadonlySet<MeasureId> = new Set(['level.ece', 'code.ece', 'code.macro_f1'])

/** Every measure with its interval, in the order of names.ts. */
export function measureAll(tallies: readonly NamedTally[], draws: Draws): Measure[] {
  const found = new Map<MeasureId, Measure>()
  for (const tally of tallies)
    for (const m of tally.share ? [shareMeasure(tally)] : scoreMeasures(tally, draws)) found.set(m.id, m)
  return MEASURE_IDS.map((id) => found.get(id)!)
}

function shareMeasure(tally: NamedTally): Measure {
  const { hits, n } = tally.share!(countCells(tally))
  return { id: tally.measures[0]!, method: n === 0 ? 'none' : 'wilson', ...proportion(hits, n) }
}

function scoreMeasures(tally: NamedTally, draws: Draws): Measure[] {
  const n = countCells(tally).reduce((a, b) => a + b, 0)
  const values = valuesOf(tally)
  const drawn = draws(tally, tally.measures[0]!)
  return tally.measures.map((id, f) => {
    const value = values[f]!
    const interval = Number.isNaN(value)
      ? null
      : BIASED.has(id)
        ? basicInterval(drawn[f]!, value)
        : percentileInterval(drawn[f]!)
    const method = interval === null ? 'none' : BIASED.has(id) ? 'bootstrap-basic' : 'bootstrap'
    return {
      id,
      n: tally.counted?.[f] ?? n,
      hits: null,
      value: orNull(value),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      method,
    }
  })
}

/** The measure of that id. Every report holds all of them. */
export const measureOf = <T extends { id: MeasureId }>(measures: readonly T[], id: MeasureId): T => {
  const found = measures.find((m) => m.id === id)
  if (!found) throw new Error(`the report lacks ${MEASURES[id].en}`)
  return found
}

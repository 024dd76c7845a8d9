import type { Estimate, Proportion } from '../report-data.ts'
import { bootstrap, percentileInterval, type Tally, valuesOf } from '../statistics/bootstrap.ts'
import { createRandom } from '../statistics/random.ts'
import { wilson } from '../statistics/wilson.ts'

/** Null for what is not a number, so that a report survives JSON. */
export const orNull = (x: number | undefined): number | null => (x === undefined || Number.isNaN(x) ? null : x)

export function proportion(hits: number, n: number): Proportion {
  const interval = wilson(hits, n)
  return { n, hits, value: n === 0 ? null : hits / n, low: interval?.low ?? null, high: interval?.high ?? null }
}

/** Hits among the rows for which `hit` is not undefined. */
export function proportionOf<T>(rows: readonly T[], hit: (row: T) => boolean | undefined): Proportion {
  const judged = rows.map(hit).filter((h) => h !== undefined)
  return proportion(judged.filter(Boolean).length, judged.length)
}

/** Draws of each tally's figures; a tally that is asked for twice is drawn once. */
export type Draws = (tally: Tally, name: string) => Float64Array[]

export function createDraws(resamples: number, seed: string): Draws {
  const known = new Map<Tally, Float64Array[]>()
  return (tally, name) => {
    const drawn = known.get(tally) ?? bootstrap(tally, resamples, createRandom(`${seed}/${name}`))
    known.set(tally, drawn)
    return drawn
  }
}

/** One figure of a tally, given as of `n` cases, with its bootstrap interval. */
export function estimate(tally: Tally, figure: number, n: number, draws: Float64Array[]): Estimate {
  const value = valuesOf(tally)[figure]!
  const interval = Number.isNaN(value) ? null : percentileInterval(draws[figure]!)
  return { n, value: orNull(value), low: interval?.low ?? null, high: interval?.high ?? null }
}

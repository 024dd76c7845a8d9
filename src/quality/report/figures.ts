import { showMeasure } from '../gate.ts'
import { MEASURES, type MeasureId } from '../names.ts'
import type { Estimate, Proportion, Report } from '../report-data.ts'

export { showMeasure }

export const percent = (x: number | null, digits = 1): string => (x === null ? '—' : `${(x * 100).toFixed(digits)}%`)

/** `[67.2, 75.2]` of a percentage, `[0.654, 0.767]` of a plain number; empty where there is no interval. */
export function showInterval(id: MeasureId, low: number | null, high: number | null): string {
  if (low === null || high === null) return ''
  const show = (x: number) => (MEASURES[id].percent ? (x * 100).toFixed(1) : x.toFixed(3))
  return `[${show(low)}, ${show(high)}]`
}

export const percentInterval = ({ low, high }: Proportion | Estimate): string =>
  low === null || high === null ? '' : `[${(low * 100).toFixed(1)}, ${(high * 100).toFixed(1)}]`

/** A difference with its sign, in points where the measure is a percentage. */
export function showDifference(id: MeasureId, x: number | null): string {
  if (x === null) return '—'
  const shown = MEASURES[id].percent ? (x * 100).toFixed(1) : x.toFixed(3)
  // Rounded to nothing has no sign.
  return Number(shown) === 0 ? shown.replace('-', '') : x > 0 ? `+${shown}` : shown
}

export const showP = (p: number | null): string => (p === null ? '' : p < 0.001 ? '<0.001' : p.toFixed(3))

export const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`

export const dollars = (usd: number): string => (usd === 0 ? '$0' : `$${usd < 1 ? usd.toPrecision(2) : usd.toFixed(2)}`)

/** What a difference is for the one who reads it: better or worse only where the interval leaves 0 out. */
export function wayOf(id: MeasureId, low: number | null, high: number | null): 'better' | 'worse' | 'same' {
  const { better } = MEASURES[id]
  if (low === null || high === null || better === 'neither' || (low <= 0 && high >= 0)) return 'same'
  return low > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** Name of a code as the answers have it. */
export const codeNames = (report: Report) => new Map(report.codes.map((c) => [c.code, c.name]))

import { isQuoteWrong, quotesOf } from '../reading.ts'
import type { Report } from '../report-data.ts'
import type { RunRow } from '../run.ts'
import { nearestRank } from '../statistics/quantile.ts'

/** How the run went: time, money, errors, degraded answers, quotes that do not stand in the text. */
export function operation(
  rows: readonly RunRow[],
): Pick<Report, 'latency' | 'cost' | 'errors' | 'degraded' | 'quotes'> {
  const times = Float64Array.from(rows, (r) => r.latencyMs).sort()
  const totalUsd = rows.reduce((sum, r) => sum + (r.answer?.engine.costUsd ?? 0), 0)
  const degraded = rows.flatMap((r) => (r.answer?.engine.degraded ? [r.answer.engine] : []))
  const reasons = tallyBy(degraded.flatMap((e) => e.reasons).map((reason) => ({ key: reason, id: '' })))
  const errors = tallyBy(rows.flatMap((r) => (r.answer === null ? [{ key: r.error ?? 'unknown', id: r.id }] : [])))
  const quotes = rows.flatMap(({ id, text, answer }) =>
    (answer ? quotesOf(answer) : []).map((q) => ({ id, wrong: isQuoteWrong(text, q) })),
  )
  const wrong = quotes.filter((q) => q.wrong)
  return {
    latency:
      rows.length === 0
        ? null
        : { p50: nearestRank(times, 0.5), p95: nearestRank(times, 0.95), max: times[times.length - 1]! },
    cost: { totalUsd, perThousandUsd: rows.length === 0 ? 0 : (totalUsd / rows.length) * 1000 },
    errors: errors.map(({ key, ids }) => ({ code: key, n: ids.length, ids })),
    degraded: { n: degraded.length, reasons: reasons.map(({ key, ids }) => ({ reason: key, n: ids.length })) },
    quotes: { checked: quotes.length, wrong: wrong.length, ids: [...new Set(wrong.map((q) => q.id))] },
  }
}

/** Most frequent first. */
function tallyBy(list: readonly { key: string; id: string }[]): { key: string; ids: string[] }[] {
  const out = new Map<string, string[]>()
  for (const { key, id } of list) out.set(key, [...(out.get(key) ?? []), id])
  return [...out]
    .map(([key, ids]) => ({ key, ids }))
    .sort((a, b) => b.ids.length - a.ids.length || (a.key < b.key ? -1 : 1))
}

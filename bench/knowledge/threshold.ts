import type { Ranked, Scored } from './judged.ts'

/**
 * What a least score would show of complaints, five at most: the share of those with a near case that see one, of what is
 * shown the share judged near, and of those without any near case the share that see none.
 */
export function showings(
  ranked: readonly Ranked[],
  leasts: readonly number[],
  scoreOf: (scored: Scored) => number | null,
) {
  const complaints = ranked
    .filter((r) => r.query.kind === 'complaint')
    .map(({ query, scored }) => ({
      query,
      hits: scored
        .flatMap((s) => {
          const score = scoreOf(s)
          return score === null ? [] : [{ id: s.id, score }]
        })
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)),
    }))
  return leasts.map((least) => {
    let [some, served, shown, right, none, honest] = [0, 0, 0, 0, 0, 0]
    for (const { query, hits } of complaints) {
      const seen = hits.filter((h) => h.score >= least).slice(0, 5)
      if (query.none) {
        none++
        if (seen.length === 0) honest++
        continue
      }
      some++
      const near = seen.filter((h) => query.judged[h.id] !== undefined).length
      if (near > 0) served++
      shown += seen.length
      right += near
    }
    return { least, served: served / some, right: right / Math.max(1, shown), honest: honest / none }
  })
}

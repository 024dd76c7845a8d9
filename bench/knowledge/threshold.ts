import { caseSearchText } from '../../src/domain/knowledge.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import { fuse, nearness, overlap } from '../../src/knowledge/score.ts'
import type { Ranked } from './judged.ts'

/** What a least score would show: the score is the search's own, the greater of the nearness in meaning and the shared words. */
export function showings(ranked: readonly Ranked[], leasts: readonly number[]) {
  const scored = ranked
    .filter((r) => r.query.kind === 'complaint')
    .map(({ query, hits, tokens }) => ({
      query,
      hits: hits
        .map((h) => ({
          id: h.item.id,
          order: fuse(h.denseRank, h.wordRank),
          score: Math.max(
            h.similarity === null ? 0 : nearness(h.similarity),
            overlap(tokens, searchTokens(caseSearchText(h.item))),
          ),
        }))
        .sort((a, b) => b.order - a.order),
    }))
  return leasts.map((least) => {
    let [some, served, shown, right, none, honest] = [0, 0, 0, 0, 0, 0]
    for (const { query, hits } of scored) {
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

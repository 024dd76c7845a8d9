import { caseSearchText, scriptSearchText } from '../domain/knowledge.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { readText } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'
import { dayOf } from '../domain/working-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import { type KnowledgeHit, type KnowledgeStore, NO_FILTER } from '../ports/knowledge-store.ts'
import { fuse, nearness, overlap, sharedWords } from './score.ts'
import type { KnowledgeService } from './service.ts'

/** Least score of a search hit: either half of what parts the unrelated from the same, or a third of the words. */
const LEAST = 0.35
const codeFits = (asked: string, codes: readonly string[]) => codes.some((c) => c.startsWith(asked))
const round = (x: number) => Math.round(x * 1000) / 1000

/** Hybrid search by a person's own question: meaning and words fused by rank; by words alone where no embedder is there. */
export function createKnowledgeService({
  store,
  embedder,
  clock,
  calendar,
}: {
  store: KnowledgeStore
  embedder: () => EmbedderState
  clock: Clock
  calendar: Policy['calendar']
}): KnowledgeService {
  return {
    async search({ q, kind, audience, limit, filter = NO_FILTER }) {
      const state = embedder()
      const text = readText(q).text
      const tokens = searchTokens(text)
      const vector = state.embedder ? await state.embedder.embed(text).catch(() => null) : null
      const candidates = Math.max(30, limit * 2)
      const found = await store.search({
        tokens,
        vector,
        model: vector ? state.embedder!.model : null,
        audience,
        day: dayOf(clock.now(), calendar),
        filter,
        cases: kind === 'case' ? candidates : 0,
        scripts: kind === 'script' ? candidates : 0,
        scriptCodes: null,
      })
      const rank = <T extends { id: string; codes: string[] }>(
        hits: KnowledgeHit<T>[],
        searchText: (item: T) => string,
      ) =>
        hits
          .map((hit) => {
            const theirs = searchTokens(searchText(hit.item))
            const shared = overlap(tokens, theirs)
            const near = hit.similarity === null ? 0 : nearness(hit.similarity)
            return {
              item: hit.item,
              score: round(Math.max(near, shared)),
              why: [
                ...(near >= LEAST ? [`语义相近 near in meaning ${round(hit.similarity!)}`] : []),
                ...(shared >= LEAST
                  ? [`用词相近 shares words ${Math.round(shared * 100)}%: ${sharedWords(text, theirs).join('、')}`]
                  : []),
                ...(filter.code && codeFits(filter.code, hit.item.codes) ? [`类型 type ${filter.code}`] : []),
              ],
              order: fuse(hit.denseRank, hit.wordRank),
            }
          })
          .filter((h) => h.why.length > 0)
          .sort((a, b) => b.order - a.order || b.score - a.score || (a.item.id < b.item.id ? -1 : 1))
          .slice(0, limit)
          .map(({ order: _, ...hit }) => hit)
      const cases = rank(found.cases, caseSearchText)
      const scripts = rank(found.scripts, scriptSearchText)
      const none = cases.length + scripts.length === 0 ? '没有足够相近的条目 nothing is near enough' : null
      return {
        mode: vector ? 'hybrid' : 'words',
        cases,
        scripts,
        reason: none ?? (vector ? null : `仅按词检索 words only: ${state.reason ?? 'embedding failed'}`),
      }
    },
  }
}

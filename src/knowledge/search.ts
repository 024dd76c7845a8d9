import { scriptSearchText } from '../domain/knowledge.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { readText } from '../domain/text/reading.ts'
import { searchTokens } from '../domain/tokens.ts'
import { dayOf } from '../domain/working-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import { type FoundCase, type KnowledgeStore, NO_FILTER } from '../ports/knowledge-store.ts'
import { type RarityNow, tellingWords, UNIFORM } from './rarity.ts'
import { closeness, held, share, sharedWords, WORDS_ONLY } from './score.ts'
import type { KnowledgeService } from './service.ts'
import { whyNear } from './why-near.ts'

const codeFits = (asked: string, codes: readonly string[]) => codes.some((c) => c.startsWith(asked))
/** What a case or a script is ranked by. */
type Ranked = Pick<FoundCase, 'id' | 'codes' | 'tokens' | 'similarity'>
const round = (x: number) => Math.round(x * 1000) / 1000

/**
 * Hybrid search by a person's own question: meaning and shared words in one score (docs/adr/0019), shown from `least` on;
 * by words alone where no embedder is there. Without `rarity` every word says as much as any other.
 */
export function createKnowledgeService({
  store,
  embedder,
  clock,
  calendar,
  least,
  rarity,
}: {
  store: Pick<KnowledgeStore, 'search' | 'cases'>
  /** Of the model whose vectors are searched (search-model.ts). */
  embedder: () => EmbedderState | Promise<EmbedderState>
  clock: Clock
  calendar: Policy['calendar']
  /** Least closeness of a hit (policy/knowledge.yaml). */
  least: number
  rarity?: RarityNow
}): KnowledgeService {
  return {
    async search({ q, kind, audience, limit, filter = NO_FILTER }) {
      const state = await embedder()
      const text = readText(q).text
      const tokens = searchTokens(text)
      const vector = state.embedder ? await state.embedder.embed(text).catch(() => null) : null
      const candidates = Math.max(30, limit * 2)
      const bar = vector ? least : least - WORDS_ONLY
      const rare = (await rarity?.()) ?? UNIFORM
      const found = await store.search({
        tokens: tellingWords(tokens, rare),
        vector,
        model: vector ? state.embedder!.model : null,
        audience,
        day: dayOf(clock.now(), calendar),
        filter,
        cases: kind === 'case' ? candidates : 0,
        scripts: kind === 'script' ? candidates : 0,
        scriptCodes: null,
      })
      const rank = <T extends Ranked>(hits: readonly T[]) =>
        hits
          .map((hit) => {
            const order = closeness(hit.similarity, share(tokens, hit.tokens, rare))
            const why = [
              ...whyNear(hit.similarity, held(tokens, hit.tokens, rare), sharedWords(text, hit.tokens)),
              ...(filter.code && codeFits(filter.code, hit.codes) ? [`类型 type ${filter.code}`] : []),
            ]
            return { hit, score: round(Math.max(0, Math.min(1, order))), why, order }
          })
          .filter((h) => h.order >= bar)
          .sort((a, b) => b.order - a.order || (a.hit.id < b.hit.id ? -1 : 1))
          .slice(0, limit)
          .map(({ order: _, ...near }) => near)
      const near = rank(found.cases)
      const bodies = await store.cases(near.map(({ hit }) => hit))
      const cases = near.flatMap(({ hit, ...why }) => {
        const item = bodies.get(hit.id)
        return item ? [{ item, ...why }] : []
      })
      const scripts = rank(
        found.scripts.map(({ item, similarity }) => ({
          item,
          id: item.id,
          codes: item.codes,
          tokens: searchTokens(scriptSearchText(item)),
          similarity,
        })),
      ).map(({ hit, ...why }) => ({ item: hit.item, ...why }))
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

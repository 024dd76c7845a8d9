import { readFileSync } from 'node:fs'
import { embeddableText, maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import type { Rarity } from '../../src/knowledge/rarity.ts'
import { closeness, codeChance, held, share } from '../../src/knowledge/score.ts'
import { packagePath } from '../../src/node/paths.ts'
import type { Assessor } from '../../src/ports/assessor.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { type FoundCase, type KnowledgeStore, NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { fuseRanks, type JudgedQuery, ndcg, pairedGain } from './ranking.ts'

export const readQueries = (split?: JudgedQuery['split']): JudgedQuery[] =>
  readFileSync(packagePath('eval/knowledge/queries.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JudgedQuery)
    .filter((q) => split === undefined || q.split === split)

/** What a case is ordered by: one leg alone, both by their ranks, our score, our score with the engine's codes. */
export const ORDERS = ['dense', 'words', 'rrf', 'ours', 'coded'] as const
export type Order = (typeof ORDERS)[number]

export interface Scored {
  id: string
  by: Record<Order, number | null>
  /** Without a cosine: what a search by words alone gives, without and with codes, and the part of the words it holds. */
  wordsOnly: Record<'ours' | 'coded', number> & { held: number }
}

export interface Ranked {
  query: JudgedQuery
  hits: FoundCase[]
  scored: Scored[]
}

/** What both legs bring for each query, 30 candidates each, as a search by a person has it, with every score; codes by the engine itself. */
export async function rankAll(
  queries: readonly JudgedQuery[],
  parts: { store: KnowledgeStore; embedder: Embedder; rarity: Rarity; assessor: Assessor },
): Promise<Ranked[]> {
  const { store, embedder, rarity, assessor } = parts
  const out: Ranked[] = []
  for (const query of queries) {
    const reading = readText(query.text)
    const tokens = searchTokens(reading.text)
    const masked = maskText(reading).text
    const vector = await embedder.embed(embeddableText(reading, masked))
    const { cases } = await store.search({
      tokens,
      vector,
      model: embedder.model,
      audience: 'management',
      day: '2026-11-22',
      filter: NO_FILTER,
      cases: 30,
      scripts: 0,
      scriptCodes: null,
    })
    const { assessment } = await assessor.assess({ reading, masked, explain: false })
    const chances = new Map(assessment.types.map((t) => [t.code, t.confidence]))
    const scored = cases.map(({ id, codes, tokens: theirs, similarity, denseRank, wordRank }) => {
      const words = share(tokens, theirs, rarity)
      const code = codeChance(chances, codes)
      return {
        id,
        by: {
          dense: denseRank === null ? null : -denseRank,
          words: wordRank === null ? null : -wordRank,
          rrf: fuseRanks(denseRank, wordRank),
          ours: closeness(similarity, words),
          coded: closeness(similarity, words, code),
        },
        wordsOnly: {
          ours: closeness(null, words),
          coded: closeness(null, words, code),
          held: wordRank === null ? 0 : held(tokens, theirs, rarity),
        },
      }
    })
    out.push({ query, hits: cases, scored })
  }
  return out
}

/** The ids, best first; what the order does not know is left out. */
export const orderOf = ({ scored }: Pick<Ranked, 'scored'>, order: Order): string[] =>
  scored
    .flatMap(({ id, by }) => (by[order] === null ? [] : [{ id, score: by[order] }]))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map((s) => s.id)

/** nDCG@10 of each order over the queries that have something near, and what ours and the peer gain over others. */
export function ndcgOf(ranked: readonly Ranked[]) {
  const some = ranked.filter((r) => !r.query.none)
  const scores = Object.fromEntries(
    ORDERS.map((order) => [order, some.map((r) => ndcg(orderOf(r, order), r.query.judged))]),
  ) as Record<Order, number[]>
  return {
    n: some.length,
    mean: (order: Order) => scores[order].reduce((s, x) => s + x, 0) / some.length,
    gain: (order: Order, over: Order) => pairedGain(scores[order], scores[over], `ndcg/${order}/${over}`),
  }
}

/** Of the queries of two characters, the share whose every case that holds the word is among the hits. */
export function shortWordsFound(ranked: readonly Ranked[]): { found: number; of: number } {
  const short = ranked.filter((r) => r.query.kind === 'words' && [...r.query.text].length === 2)
  const found = short.filter((r) => {
    const ids = new Set(r.hits.map((h) => h.id))
    return Object.entries(r.query.judged).every(([id, grade]) => grade < 2 || ids.has(id))
  })
  return { found: found.length, of: short.length }
}

import { readFileSync } from 'node:fs'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { embeddableText, maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import { fuse } from '../../src/knowledge/score.ts'
import { packagePath } from '../../src/node/paths.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { type KnowledgeHit, type KnowledgeStore, NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { type JudgedQuery, ndcg, pairedGain } from './ranking.ts'

export const readQueries = (split?: JudgedQuery['split']): JudgedQuery[] =>
  readFileSync(packagePath('eval/knowledge/queries.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JudgedQuery)
    .filter((q) => split === undefined || q.split === split)

const LEGS = ['dense', 'words', 'hybrid'] as const
export type Leg = (typeof LEGS)[number]

export interface Ranked {
  query: JudgedQuery
  hits: KnowledgeHit<CaseWriteUp>[]
  tokens: string[]
}

/** What both legs bring for each query, 30 candidates each, as a search by a person has it. */
export async function rankAll(queries: readonly JudgedQuery[], store: KnowledgeStore, embedder: Embedder) {
  const out: Ranked[] = []
  for (const query of queries) {
    const reading = readText(query.text)
    const tokens = searchTokens(reading.text)
    const vector = await embedder.embed(embeddableText(reading, maskText(reading).text))
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
    out.push({ query, hits: cases, tokens })
  }
  return out
}

/** The ids in the order of one leg, or of both fused by rank. */
export function orderOf({ hits }: Pick<Ranked, 'hits'>, leg: Leg): string[] {
  const rank = (h: KnowledgeHit<CaseWriteUp>): number =>
    leg === 'hybrid'
      ? -fuse(h.denseRank, h.wordRank)
      : ((leg === 'dense' ? h.denseRank : h.wordRank) ?? Number.POSITIVE_INFINITY)
  return hits
    .filter((h) => rank(h) !== Number.POSITIVE_INFINITY)
    .sort((a, b) => rank(a) - rank(b) || (a.item.id < b.item.id ? -1 : 1))
    .map((h) => h.item.id)
}

/** nDCG@10 of each leg over the queries that have something near, and what fusing gains over each. */
export function ndcgOfLegs(ranked: readonly Ranked[]) {
  const some = ranked.filter((r) => !r.query.none)
  const scores = Object.fromEntries(
    LEGS.map((leg) => [leg, some.map((r) => ndcg(orderOf(r, leg), r.query.judged))]),
  ) as Record<Leg, number[]>
  const mean = (xs: readonly number[]) => xs.reduce((s, x) => s + x, 0) / xs.length
  return {
    n: some.length,
    dense: mean(scores.dense),
    words: mean(scores.words),
    hybrid: mean(scores.hybrid),
    overDense: pairedGain(scores.hybrid, scores.dense, 'ndcg/dense'),
    overWords: pairedGain(scores.hybrid, scores.words, 'ndcg/words'),
  }
}

/** Of the queries of two characters, the share whose every case that holds the word is among the hits. */
export function shortWordsFound(ranked: readonly Ranked[]): { found: number; of: number } {
  const short = ranked.filter((r) => r.query.kind === 'words' && [...r.query.text].length === 2)
  const found = short.filter((r) => {
    const ids = new Set(r.hits.map((h) => h.item.id))
    return Object.entries(r.query.judged).every(([id, grade]) => grade < 2 || ids.has(id))
  })
  return { found: found.length, of: short.length }
}

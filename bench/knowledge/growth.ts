import type { Database } from '../../src/db/database.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createRarityStore } from '../../src/db/stores/rarity-store.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import { rarityOf, SAMPLE, tellingWords } from '../../src/knowledge/rarity.ts'
import { type KnowledgeQuery, NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { type Base, type Embedded, MODEL } from './base.ts'
import { exactNearest } from './vectors.ts'

export interface GrowthPoint {
  cases: number
  /** Share of the ten nearest by one-by-one comparison that the index finds. */
  recall: number
  queries: number
  /** One whole search, both legs and the bodies of ten cases, in milliseconds. */
  p50: number
  p95: number
  loadSeconds: number
}

/** How many cases a search shows, and so fetches the bodies of. */
const SHOWN = 10
/** Each question is asked so often and its fastest answer counts, so that other work on the machine does not. */
const TIMES = 3

const asked: Omit<KnowledgeQuery, 'vector' | 'tokens' | 'cases'> = {
  model: MODEL,
  audience: 'management',
  day: '2026-11-22',
  filter: NO_FILTER,
  scripts: 0,
  scriptCodes: null,
}

/** Fills an empty base step by step to each size and measures there; `settle` does what the database does by itself in a minute. */
export async function growth(
  db: Database,
  sizes: readonly number[],
  base: Base,
  queries: readonly Embedded[],
  { legsApart, settle }: { legsApart: boolean; settle: () => Promise<unknown> },
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = []
  for (const size of sizes) {
    const loadSeconds = await base.fill(size)
    await settle()
    const recall = await recallOf(db, base, queries)
    points.push({
      cases: size,
      recall,
      queries: queries.length,
      ...(await timesOf(db, queries, legsApart)),
      loadSeconds,
    })
  }
  return points
}

async function recallOf(db: Database, { all }: Base, queries: readonly Embedded[]): Promise<number> {
  const store = createKnowledgeStore(db)
  let found = 0
  for (const { vector } of queries) {
    const { cases } = await store.search({ ...asked, tokens: [], vector, cases: 10 })
    const exact = new Set(exactNearest(vector, all, 10))
    found += cases.filter((h) => exact.has(h.id)).length
  }
  return found / (10 * queries.length)
}

async function timesOf(
  db: Database,
  queries: readonly Embedded[],
  legsApart: boolean,
): Promise<{ p50: number; p95: number }> {
  const counted = createRarityStore(db)
  const rarity = rarityOf(await counted.sampleTokens(SAMPLE), await counted.countCases())
  const fastest = queries.map(() => Number.POSITIVE_INFINITY)
  for (let i = 0; i < TIMES; i++) {
    // A store of its own each time: none has a body in memory that an earlier round has read.
    const store = createKnowledgeStore(db, undefined, { legsApart })
    for (const [at, { text, vector }] of queries.entries()) {
      const began = performance.now()
      const tokens = tellingWords(searchTokens(text), rarity)
      const { cases } = await store.search({ ...asked, tokens, vector, cases: 30 })
      await store.cases(cases.slice(0, SHOWN))
      fastest[at] = Math.min(fastest[at]!, performance.now() - began)
    }
  }
  const sorted = fastest.sort((a, b) => a - b)
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
  return { p50: at(0.5), p95: at(0.95) }
}

import type { Database } from '../../src/db/database.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createRarityStore } from '../../src/db/stores/rarity-store.ts'
import { showItems } from '../../src/db/stores/shown-items.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import { rarityOf, SAMPLE, tellingWords } from '../../src/knowledge/rarity.ts'
import { type KnowledgeQuery, NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { createRandom } from '../../src/quality/statistics/random.ts'
import { exactNearest, gaussian, near } from './vectors.ts'

/** Texts with their vectors by the real model. */
export interface Embedded {
  text: string
  code: string
  vector: Float32Array
}

export interface GrowthPoint {
  cases: number
  /** Share of the ten nearest by one-by-one comparison that the index finds. */
  recall: number
  queries: number
  /** One whole search, both legs, in milliseconds. */
  p50: number
  p95: number
  loadSeconds: number
}

const MODEL = 'bench'
const base: Omit<KnowledgeQuery, 'vector' | 'tokens' | 'cases'> = {
  model: MODEL,
  audience: 'management',
  day: '2026-11-22',
  filter: NO_FILTER,
  scripts: 0,
  scriptCodes: null,
}

/**
 * Fills an empty base step by step to each size and measures there. Cases are written as neighbours of real texts: the
 * vector with a little noise, the words of two texts laid together, so that near ones are as near as real ones are.
 */
export async function growth(
  db: Database,
  sizes: readonly number[],
  texts: readonly Embedded[],
  queries: readonly Embedded[],
  like: CaseWriteUp,
): Promise<GrowthPoint[]> {
  const store = createKnowledgeStore(db)
  const gauss = gaussian('growth')
  const random = createRandom('growth/pairs')
  const all: { id: string; vector: Float32Array }[] = []
  const points: GrowthPoint[] = []
  for (const size of sizes) {
    const began = performance.now()
    while (all.length < size) {
      const part: CaseWriteUp[] = []
      const vectors: { id: string; vector: Float32Array }[] = []
      while (part.length < 500 && all.length + part.length < size) {
        const one = texts[(all.length + part.length) % texts.length]!
        const other = texts[Math.floor(random() * texts.length)]!
        const id = `case-bench-${all.length + part.length}`
        // By characters: half of a pair is no text.
        const summary = [...`${one.text}${other.text}`].slice(0, 300).join('')
        part.push({
          ...like,
          id,
          title: [...one.text].slice(0, 20).join(''),
          summary,
          code: one.code,
          codes: [one.code],
        })
        vectors.push({ id, vector: near(one.vector, 0.45, gauss) })
      }
      await showItems(db, 'case', part)
      await store.putVectors('case', MODEL, vectors)
      all.push(...vectors)
    }
    const loadSeconds = (performance.now() - began) / 1000
    let found = 0
    for (const q of queries) {
      const hits = await store.search({ ...base, tokens: [], vector: q.vector, cases: 10 })
      const exact = new Set(exactNearest(q.vector, all, 10))
      found += hits.cases.filter((h) => exact.has(h.item.id)).length
    }
    const counted = createRarityStore(db)
    const rarity = rarityOf(await counted.sampleTokens(SAMPLE), await counted.countCases())
    const times: number[] = []
    for (const q of [...queries.slice(0, 20), ...queries]) {
      const t = performance.now()
      await store.search({ ...base, tokens: tellingWords(searchTokens(q.text), rarity), vector: q.vector, cases: 30 })
      times.push(performance.now() - t)
    }
    const sorted = times.slice(20).sort((a, b) => a - b)
    const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
    points.push({
      cases: size,
      recall: found / (10 * queries.length),
      queries: queries.length,
      p50: at(0.5),
      p95: at(0.95),
      loadSeconds,
    })
  }
  return points
}

import type { CaseWriteUp, Script } from '../domain/knowledge.ts'
import type { Audience, Level, Outcome } from '../domain/labels.ts'

/** What cases must be besides near; null: whatever. Days as 2026-11-22, both ends included. */
export interface CaseFilter {
  /** A code such as `SP-07`, or a family such as `SP`. */
  code: string | null
  level: Level | null
  domain: string | null
  outcome: Outcome | null
  from: string | null
  to: string | null
}

export const NO_FILTER: CaseFilter = { code: null, level: null, domain: null, outcome: null, from: null, to: null }

export interface KnowledgeQuery {
  /** Search tokens of the question (domain/tokens). */
  tokens: readonly string[]
  vector: Float32Array | null
  model: string | null
  audience: Audience
  /** Only what may be shown on this day, such as 2026-11-22. */
  day: string
  /** How many cases each leg brings; 0: none are looked for. */
  cases: number
  filter: CaseFilter
  /** How many scripts each leg brings, and of which codes (with those of no code); null: whatever their codes. */
  scripts: number
  scriptCodes: readonly string[] | null
}

/** One hit of one leg or both. `similarity`: cosine, whichever leg found it; null where the question or the item has no vector of this model. `rank`s count from 0. */
export interface Hit {
  similarity: number | null
  denseRank: number | null
  wordRank: number | null
}

/** A script that was found, whole: they are few, and ranked by what stands in them. */
export interface FoundScript extends Hit {
  item: Script
}

/** What a case is ranked by. Its body is dear to fetch, so that is done of those alone that are shown (`cases`). */
export interface FoundCase extends Hit {
  id: string
  /** Changes whenever the case is written. */
  version: string
  /** Primary first. */
  codes: readonly string[]
  domain: string | null
  /** Its search tokens (domain/tokens). */
  tokens: readonly string[]
}

export interface VectorOf {
  id: string
  vector: Float32Array
}

export interface KnowledgeStore {
  /** Published items that the audience may see, by meaning and by words, in one round trip. */
  search(query: KnowledgeQuery): Promise<{ cases: FoundCase[]; scripts: FoundScript[] }>
  /** The bodies of cases that a search found, by id; one that is gone meanwhile is left out. */
  cases(found: readonly Pick<FoundCase, 'id' | 'version'>[]): Promise<ReadonlyMap<string, CaseWriteUp>>
  /** Adds or replaces by id. */
  put(items: { cases: readonly CaseWriteUp[]; scripts: readonly Script[] }): Promise<void>
  /** Vectors that were made elsewhere, whatever the items say by now; those made here go through `VectorStore.put`. */
  putVectors(kind: 'case' | 'script', model: string, vectors: readonly VectorOf[]): Promise<void>
  count(): Promise<{ cases: number; scripts: number }>
}

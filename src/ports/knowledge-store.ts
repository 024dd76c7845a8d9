import type { CaseWriteUp, Script } from '../domain/knowledge.ts'
import type { Audience } from '../domain/labels.ts'

export interface KnowledgeQuery {
  /** Search tokens of the question (domain/tokens). */
  tokens: readonly string[]
  vector: Float32Array | null
  model: string | null
  audience: Audience
  limit: number
}

/** One hit of one leg or both. `similarity`: cosine, null where only words found it; `rank`s count from 0. */
export interface KnowledgeHit<T> {
  item: T
  similarity: number | null
  denseRank: number | null
  wordRank: number | null
}

export interface VectorOf {
  id: string
  vector: Float32Array
}

export interface KnowledgeStore {
  searchCases(query: KnowledgeQuery): Promise<KnowledgeHit<CaseWriteUp>[]>
  searchScripts(query: KnowledgeQuery & { codes: readonly string[] }): Promise<KnowledgeHit<Script>[]>
  /** Adds or replaces by id. */
  put(items: { cases: readonly CaseWriteUp[]; scripts: readonly Script[] }): Promise<void>
  putVectors(kind: 'case' | 'script', model: string, vectors: readonly VectorOf[]): Promise<void>
  /** Items that have no vector of this model yet. */
  withoutVector(kind: 'case' | 'script', model: string): Promise<{ id: string; text: string }[]>
  count(): Promise<{ cases: number; scripts: number }>
}

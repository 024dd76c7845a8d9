import type { CaseWriteUp, Script } from '../domain/knowledge.ts'
import type { Audience } from '../domain/labels.ts'
import type { CaseFilter } from '../ports/knowledge-store.ts'

export interface KnowledgeSearchRequest {
  q: string
  kind: 'case' | 'script'
  audience: Audience
  limit: number
  /** Cases only. */
  filter?: CaseFilter
}

export interface KnowledgeSearchResult {
  mode: 'hybrid' | 'words'
  cases: { score: number; why: string[]; item: CaseWriteUp }[]
  scripts: { score: number; why: string[]; item: Script }[]
  /** Why the list is empty or poorer than it could be; null when it is neither. */
  reason: string | null
}

/** Search over the published knowledge base, for `GET /v1/knowledge/search`. */
export interface KnowledgeService {
  search(request: KnowledgeSearchRequest): Promise<KnowledgeSearchResult>
}

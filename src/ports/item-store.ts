import type { CaseWriteUp, Kind, Script } from '../domain/knowledge.ts'
import type { ItemAction, ItemStatus, ItemStep, ItemVersion, KnowledgeItem } from '../domain/knowledge-item.ts'
import type { Audience } from '../domain/labels.ts'

/** What is to become of an item, worked out while nobody else can change it. */
export interface ItemChange {
  actor: string
  at: number
  action: ItemAction
  why: string | null
  status: ItemStatus
  /** A new version; null: the latest stays. */
  body: CaseWriteUp | Script | null
  /** What search shows from now on: the latest version, nothing, or what it showed before. */
  show: 'latest' | 'nothing' | 'as before'
  mergedInto?: string
}

export interface ItemQuery {
  kind: Kind | null
  status: ItemStatus | null
  /** A code such as `SP-07`, or a family such as `SP`. */
  code: string | null
  domain: string | null
  /** Words that stand in the title or the id. */
  title: string | null
  audience: Audience
  /** The last item of the page before; newest first, then by id and kind. Without its kind: from the next id on. */
  after: { updatedAt: number; id: string; kind?: Kind } | null
  limit: number
}

/** The knowledge base as its managers see it: every item in every state, with its versions. */
export interface ItemStore {
  find(kind: Kind, id: string): Promise<KnowledgeItem | null>
  list(query: ItemQuery): Promise<KnowledgeItem[]>
  /** Versions and steps, oldest first. */
  history(kind: Kind, id: string): Promise<{ versions: ItemVersion[]; steps: ItemStep[] }>
  /**
   * Changes one item under a lock: `decide` is handed what holds (null: no such item) and says what becomes of it, or
   * throws. Version, step, audit entry and what search shows are written together or not at all.
   */
  change(
    kind: Kind,
    id: string,
    ids: { step: string; audit: string },
    decide: (held: KnowledgeItem | null) => ItemChange,
  ): Promise<KnowledgeItem>
}

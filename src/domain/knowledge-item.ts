import type { CaseWriteUp, Kind, Script } from './knowledge.ts'

/** Where the latest version of an item stands. What is published stays shown while a newer draft is worked on. */
export const ITEM_STATUSES = ['draft', 'in_review', 'published', 'retired'] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

/** What may be done to an item. `edit` and `restore` add a version; the others move what there is. */
export const ITEM_ACTIONS = ['create', 'edit', 'submit', 'return', 'approve', 'retire', 'restore', 'merge'] as const
export type ItemAction = (typeof ITEM_ACTIONS)[number]

/** An item of the knowledge base as it stands now. */
export interface KnowledgeItem {
  kind: Kind
  id: string
  status: ItemStatus
  /** Goes up by one with every change of any kind: the ETag. */
  revision: number
  /** The latest version's number, from 1, and what it says. */
  version: number
  body: CaseWriteUp | Script
  /** Who wrote the latest version: a key's id, `open` where no keys are needed, `seed` for what ships. */
  author: string
  /** The version that search shows; null: none is. */
  publishedVersion: number | null
  /** The item that took this one's place. */
  mergedInto: string | null
  updatedAt: number
  updatedBy: string
}

/** One version of an item: never changed once written. */
export interface ItemVersion {
  version: number
  body: CaseWriteUp | Script
  author: string
  at: number
  why: string | null
  /** Top-level fields that differ from the version before; empty for the first. */
  changed: string[]
}

/** One step in an item's life, for its history (F3). */
export interface ItemStep {
  at: number
  actor: string
  action: ItemAction
  version: number
  why: string | null
}

/** Title of a case, scene of a script. */
export const titleOf = (body: CaseWriteUp | Script): string => ('title' in body ? body.title : body.scene)

import type { CaseWriteUp, Kind, Script } from '../domain/knowledge.ts'
import type { KnowledgeItem } from '../domain/knowledge-item.ts'
import type { Audience } from '../domain/labels.ts'

/** `interrupted`: its process ended before it did. What was done stays, and the same file again does the rest. */
export const IMPORT_STATUSES = ['running', 'done', 'cancelled', 'interrupted'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]

/** How far an import is: `done` of its `total` items are settled, be it that they were written, were there already, or were refused. */
export interface ImportProgress {
  id: string
  actor: string
  startedAt: number
  /** When it ended; while it runs, when it last gave a sign of life. */
  seenAt: number
  status: ImportStatus
  total: number
  done: number
}

export interface ItemName {
  kind: Kind
  id: string
}
export const nameOf = ({ kind, id }: ItemName): string => `${kind}:${id}`

/** An item's next version, its first or another, as a draft or handed in for review. */
export interface ImportWrite extends ItemName {
  body: CaseWriteUp | Script
  submit: boolean
  ids: { write: string; submit: string; audit: string }
}

/** Imports, and the one way by which many items are written at once. What `Head` and `Result` say is the importer's business. */
export interface ImportStore<Head, Result> {
  start(begun: {
    id: string
    actor: string
    at: number
    fileHash: string
    total: number
    head: Head
    audit: string
  }): Promise<void>
  progress(id: string): Promise<ImportProgress | null>
  /** What was said when it began, and of each item that is settled. */
  said(id: string): Promise<{ head: Head; results: Result[] }>
  /** Those of these items that are there, by `nameOf`. */
  held(names: readonly ItemName[]): Promise<Map<string, KnowledgeItem>>
  /**
   * One chunk in one transaction: the items named are locked, `decide` is handed those that are there and says what is
   * written and what became of each item; versions, items, steps, audit and the import's own progress are kept together
   * or not at all. False, and nothing kept, when the import runs no longer: cancelled, or given up for dead.
   */
  chunk(
    id: string,
    by: { actor: string; at: number; why: string | null },
    names: readonly ItemName[],
    decide: (held: ReadonlyMap<string, KnowledgeItem>) => { writes: ImportWrite[]; results: Result[] },
  ): Promise<boolean>
  /** Ends an import that runs; one that has ended stays as it is. */
  end(id: string, status: 'done' | 'cancelled' | 'interrupted', at: number): Promise<void>
  /** Marks as interrupted what runs by name and gave no sign of life since `before`; null: all that do. */
  interruptSilent(before: number | null): Promise<number>
  /** Items in whatever state that have one of these titles and are for these eyes. */
  titled(kind: Kind, titles: readonly string[], audience: Audience): Promise<KnowledgeItem[]>
  /** Notes in the audit trail that items leave the house. */
  noteExport(entry: { id: string; actor: string; subject: string }): Promise<void>
}

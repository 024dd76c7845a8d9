import type { CaseWriteUp, Kind, Script } from '../../domain/knowledge.ts'
import type { Words } from '../../files/finding.ts'

/** Something about one item of an upload. `error`: it cannot be imported as it is; `warning`: it can, and somebody should look; `note`: how it was read. */
export interface ItemFinding {
  severity: 'error' | 'warning' | 'note'
  /** A field of the item, dotted (`course.0.at`); null: of the whole item. */
  field: string | null
  /** missing, unknown-code, bad-date, personal-data, near-duplicate … */
  rule: string
  problem: Words
  advice: Words
  /** For a near-duplicate: the item it is like, and how much (0 to 1). */
  like?: { id: string; title: string; similarity: number }
}

/** One item as an upload has it: what could be read of it, whole or not, and what is wrong with it. */
export interface ReadItem {
  kind: Kind
  /** The file inside the upload it came from, without folders that lead out. */
  file: string
  /** Row of a table or line of a JSONL, from 1; null for a document of its own. */
  row: number | null
  /** Fields as read; a whole `CaseWriteUp` or `Script` when no finding is an error. */
  item: Partial<CaseWriteUp> | Partial<Script>
  findings: ItemFinding[]
}

/** An upload as read, nothing of it kept yet. */
export interface ReadUpload {
  items: ReadItem[]
  /** What was wrong with files as a whole: not readable, refused, not known. */
  files: { file: string; how: string; findings: ItemFinding[] }[]
}

/** What became of one item. `unchanged`: the same words are there already. */
export interface ImportResult {
  file: string
  row: number | null
  kind: Kind
  id: string | null
  title: string | null
  outcome: 'created' | 'updated' | 'unchanged' | 'refused'
  version: number | null
  findings: ItemFinding[]
}

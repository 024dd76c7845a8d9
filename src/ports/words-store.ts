import type { Script } from '../domain/knowledge.ts'
import type { Audience } from '../domain/labels.ts'

/** A complaint by its id and by whom it came: keyed hashes, and null for nobody known. */
export interface MonthEntry {
  id: string
  receivedAt: number
  customer: string | null
  phone: string | null
}

export interface MonthText {
  id: string
  maskedText: string
  codes: string[]
}

/** What the words of a month are read from. */
export interface WordsStore {
  /** Complaints (never praise or enquiries) in [since, before), in the order in which they came. */
  entries(query: {
    since: number
    before: number
    /** The last entry of the page before. */
    after: Pick<MonthEntry, 'id' | 'receivedAt'> | null
    limit: number
  }): Promise<MonthEntry[]>
  /** Masked texts of these complaints, in the order asked; what is gone is left out. */
  texts(ids: readonly string[]): Promise<MonthText[]>
  /** Every script that may be shown to the audience on the day, such as 2026-11-22; by id. */
  scripts(query: { audience: Audience; day: string }): Promise<Pick<Script, 'id' | 'scene' | 'text' | 'codes'>[]>
}

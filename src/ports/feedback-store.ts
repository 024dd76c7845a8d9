import type { Corrected, FeedbackLabels, FeedbackStatus } from '../domain/feedback.ts'
import type { Channel } from '../domain/labels.ts'
import type { StoredTriage } from './triage-store.ts'

/** What one person said of one decision; a later version of the same person's stands for the earlier ones. */
export interface Correction {
  /** The key's id, or `open` when no keys are needed. */
  actor: string
  /** 1, 2, … by triage and actor. */
  version: number
  at: number
  agree: boolean
  corrected: Corrected
  /** Personal data masked, like `why`. */
  by: string | null
  why: string | null
}

/** What an analyst said holds. A later version stands for the earlier ones. */
export interface Settlement {
  /** 1, 2, … by triage. */
  version: number
  actor: string
  at: number
  final: FeedbackLabels
  why: string
  /** Whether who settled had given feedback too. */
  own: boolean
}

/** One decision with all that was said of it, oldest first. */
export interface FeedbackItem {
  triage: StoredTriage & { receivedAt: number; channel: Channel; domain: string | null }
  status: FeedbackStatus
  corrections: Correction[]
  settlements: Settlement[]
}

/** How one decision stands, read under a lock: what is decided from it holds when it is written. */
export interface FeedbackHeld {
  status: FeedbackStatus
  /** The latest of each person. */
  opinions: Correction[]
  final: FeedbackLabels | null
}

export interface FeedbackStore {
  /**
   * Adds a person's next version, its audit entry and the status that `weigh` gives, all or none. The same content as
   * that person's latest adds nothing. `weigh` is handed what holds with the new one in it.
   */
  add(
    triageId: string,
    entry: Omit<Correction, 'version'>,
    auditId: string,
    weigh: (held: FeedbackHeld) => FeedbackStatus,
  ): Promise<{ version: number; status: FeedbackStatus; added: boolean }>
  /**
   * Settles, with its audit entry, all or none; `conclude` says what holds, or throws. Null where nobody has given
   * feedback. What is settled in the same words by the same person already is answered and not added again.
   */
  settle(
    triageId: string,
    entry: { actor: string; at: number; why: string },
    auditId: string,
    conclude: (held: FeedbackHeld) => FeedbackLabels,
  ): Promise<Settlement | null>
  /** In the order of triage ids, which is that of time. `after` is the last id already seen; `settledSince` in milliseconds. */
  list(query: {
    status: FeedbackStatus | null
    settledSince: number | null
    after: string | null
    limit: number
  }): Promise<FeedbackItem[]>
  /** Adds to the audit trail (F3). */
  note(entries: readonly { id: string; actor: string; action: 'read' | 'export'; subject: string }[]): Promise<void>
}

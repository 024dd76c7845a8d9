import type { Kind } from '../domain/knowledge.ts'
import type { VectorOf } from './knowledge-store.ts'

/** A model and how much of what is shown it has vectors of. */
export interface ModelVectors {
  model: string
  /** Search reads this model's vectors and no others. */
  inForce: boolean
  /** ms since the epoch; when its vectors were first begun, and when all were there (null: they never were). */
  startedAt: number
  readyAt: number | null
  /** Items that are shown, and those of them that lack a vector of this model. */
  total: number
  missing: number
  /** Whether somebody makes its vectors now. */
  building: boolean
}

/** An item that lacks a vector. `version` says which words these are: they may change while the vector is made. */
export interface Unread {
  id: string
  version: string
  text: string
}

/** One builder's turn at a model. `silentMs`: after how long without a sign of life another may take it over. */
export interface Turn {
  model: string
  builder: string
  silentMs: number
}

/**
 * Vectors of what is shown, by model, and which model is in force. Vectors of several models lie side by side; only one
 * builder at a time makes those of a model, and what is there is never made again.
 */
export interface VectorStore {
  /** The model whose vectors search reads; null: none was ever ready. */
  inForce(): Promise<string | null>
  /** Every model that has or had vectors, the one in force first, then the latest. */
  models(silentMs: number): Promise<ModelVectors[]>
  /** How many items are shown, and how many of them lack a vector of this model. */
  count(model: string): Promise<{ total: number; missing: number }>
  /** Begins, or goes on where an earlier turn ended. False: another builder is at it. */
  begin(turn: Turn): Promise<boolean>
  /** Shown items without a vector of this model: those after an id, in the order of ids, or one by its id. */
  missing(kind: Kind, model: string, which: { after: string; limit: number } | { id: string }): Promise<Unread[]>
  /** Writes vectors of items whose words are still those that were read; answers how many were written. */
  put(kind: Kind, model: string, vectors: readonly (VectorOf & { version: string })[]): Promise<number>
  /** A sign of life. False: another has taken the turn, or the model was thrown away. */
  goOn(turn: Turn): Promise<boolean>
  /** Ends the turn. `ready`: the model is in force from now on, in one statement. False: the turn was another's by then. */
  end(turn: Turn, ready: boolean): Promise<boolean>
  /** Throws away the vectors of every model that is neither in force nor being built. */
  prune(silentMs: number): Promise<{ model: string; vectors: number }[]>
}

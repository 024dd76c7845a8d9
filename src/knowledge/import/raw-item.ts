import type { Kind } from '../../domain/knowledge.ts'
import type { ItemFinding } from './types.ts'

/** One line of a course: when, what, and what was decided. `at` is null where no time is said. */
export interface Step {
  at: string | null
  what: string
  decision: string | null
}

/** An item as an upload words it, before its words are read as values. */
export interface RawItem {
  kind: Kind
  file: string
  row: number | null
  /** Field to the pieces that stand under its headings, labels and columns, in their order. */
  values: Map<string, string[]>
  steps: Step[]
  /** What stands in columns for a person's data: masked wherever else it is. */
  people: string[]
  findings: ItemFinding[]
}

export const rawItem = (kind: Kind, file: string, row: number | null): RawItem => ({
  kind,
  file,
  row,
  values: new Map(),
  steps: [],
  people: [],
  findings: [],
})

/** Adds a piece to a field; an empty one adds nothing. */
export function addPiece(raw: RawItem, field: string, piece: string): void {
  const text = piece.trim()
  if (text === '') return
  const pieces = raw.values.get(field)
  if (pieces) pieces.push(text)
  else raw.values.set(field, [text])
}

import { type FieldOutcome, fieldsOf } from '../fields.ts'
import type { FieldId } from '../names.ts'
import { primaryOf } from '../reading.ts'
import type { RunRow } from '../run.ts'

/** How much a step in the wrong direction matters when errors are put in order. Of the order only: no figure rests on it. */
const WEIGHTS: Partial<Record<FieldId, number>> = {
  level: 4,
  code: 2,
  nature: 2,
  media: 3,
  external: 3,
  repeat: 2,
  group: 2,
}
const LIGHT = 0.5
/** A level called less grave than it is costs more than one called graver. */
const UNDER = 1.5
const FARTHEST = 4

export interface WrongCase {
  row: RunRow
  wrong: FieldOutcome[]
  /** The larger, the sooner it should be looked at. */
  badness: number
}

/** A case and what is wrong with it; a wrong judgement that the engine was sure of stands before an unsure one. */
export function judgeCase(row: RunRow, outcomes: readonly FieldOutcome[] = fieldsOf(row)): WrongCase {
  const wrong = outcomes.filter((o) => !o.right)
  let badness = row.answer === null ? 100 : 0
  for (const { field, distance, labelled, answered } of wrong) {
    const steps = Math.min(distance, FARTHEST)
    const under = field === 'level' && Number(answered) > Number(labelled) ? UNDER : 1
    badness += steps * (WEIGHTS[field] ?? LIGHT) * under
    if (field === 'level') badness += row.answer?.severity.confidence ?? 0
    if (field === 'code') badness += primaryOf(row.answer)?.confidence ?? 0
  }
  return { row, wrong, badness }
}

/** The cases with something wrong, worst first; equal ones by id, so that the order is the same everywhere. */
export const worstCases = (rows: readonly RunRow[]): WrongCase[] =>
  rows
    .map((row) => judgeCase(row))
    .filter((c) => c.wrong.length > 0)
    .sort((a, b) => b.badness - a.badness || (a.row.id < b.row.id ? -1 : 1))

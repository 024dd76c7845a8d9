import type { ReplyRule } from '../../domain/policy/reply-rules.ts'
import type { ReplyCut, ReplyReader, ReplyReading } from '../../ports/reply-reader.ts'
import { sigmoid } from '../local/linear.ts'
import { clauseRows, type Gram, MARKS, type SparseRow } from './rows.ts'

/** Rules that a clause breaks. Sums and personal data are none of them: numbers are read, not felt. */
export const CLAUSE_RULES = [
  'guarantee',
  'deadline',
  'liability',
  'refusal',
  'journalist',
  'blame',
] as const satisfies readonly ReplyRule[]

/** Rules of the whole reply: each is about a clause that should be there. */
export const WHOLE_RULES = ['no-apology', 'no-next-step', 'no-date'] as const satisfies readonly ReplyRule[]

/** Outputs of the heads: a clause breaks each rule, or is what each rule of the whole asks for. */
export const OUTPUTS = CLAUSE_RULES.length + WHOLE_RULES.length

/** Columns: each gram in the clause, each gram beside it, then the marks. Weights are columns x outputs, as scale times int8. */
export interface ReplyHeads {
  grams: readonly Gram[]
  scales: Float32Array
  weights: Int8Array
  cuts: Readonly<Partial<Record<ReplyRule, ReplyCut>>>
}

export const columnsOf = (grams: number): number => 2 * grams + MARKS

/** Linear heads over hashed character n-grams of a clause and of its neighbours. */
export function createReplyReader({ grams, scales, weights, cuts }: ReplyHeads): ReplyReader {
  const place = new Map(grams.map((g, i) => [g.bucket, { at: i, idf: g.idf }]))
  const score = (row: SparseRow): Float64Array => {
    const z = new Float64Array(OUTPUTS)
    for (let i = 0; i < row.index.length; i++) {
      const base = row.index[i]! * OUTPUTS
      for (let k = 0; k < OUTPUTS; k++) z[k]! += weights[base + k]! * scales[k]! * row.value[i]!
    }
    return z
  }
  return { cuts, read: (clauses) => readingOf(clauseRows(clauses, place).map(score)) }
}

/** The reading that scores of clauses make: a reply lacks what none of its clauses is. */
export function readingOf(scores: readonly Float64Array[]): ReplyReading {
  const lacking = WHOLE_RULES.map((_, w) =>
    scores.reduce((none, z) => none * (1 - sigmoid(z[CLAUSE_RULES.length + w]!)), 1),
  )
  return {
    breaks: (rule, clause) => {
      const k = (CLAUSE_RULES as readonly ReplyRule[]).indexOf(rule)
      const z = scores[clause]
      return k < 0 || !z ? 0 : sigmoid(z[k]!)
    },
    lacks: (rule) => lacking[(WHOLE_RULES as readonly ReplyRule[]).indexOf(rule)] ?? 0,
  }
}

import { learnIdf } from '../local/features.ts'
import { fitLogistic, sigmoid, toMatrix } from '../local/linear.ts'
import { CLAUSE_RULES, columnsOf, OUTPUTS, type ReplyHeads, WHOLE_RULES } from './heads.ts'
import { clauseRows, type SparseRow } from './rows.ts'

/** A labelled reply as the heads learn from it. */
export interface ReplyExample {
  clauses: readonly string[]
  /** By clause: for each rule of CLAUSE_RULES, whether it is broken there. */
  broken: readonly (readonly boolean[])[]
  /** For each rule of WHOLE_RULES, whether the reply lacks it; null: not known, as of a script, which is a part of a reply. */
  lacks: readonly boolean[] | null
  /** By clause: for each of WHOLE_RULES, whether the patterns take the clause for what is asked for; where to begin. */
  hints: readonly (readonly boolean[])[]
}

const FIT = { epochs: 15, rate: 0.6, decay: 0.9, seed: 7 }
const L2 = 1e-6
// The second teaches nothing where a row has no number.
const BLOCKS = [
  { from: 0, to: CLAUSE_RULES.length, link: 'sigmoid', l2: L2 },
  { from: CLAUSE_RULES.length, to: OUTPUTS, link: 'sigmoid', l2: L2 },
] as const
/** Walks of which each asks the one before which clause it was that held the apology, the step, the time. */
const ROUNDS = 3
const [LIKELY, UNLIKELY] = [0.9, 0.05]

/**
 * Fits the heads. A label of the whole reply says only that some clause is an apology, or that none is: which one is guessed
 * anew before each walk (expectation-maximisation of a noisy or). Deterministic: the same replies, the same bytes.
 */
export function fitReplyHeads(examples: readonly ReplyExample[]): Omit<ReplyHeads, 'cuts'> {
  const idf = learnIdf(examples.flatMap((e) => e.clauses))
  const grams = [...idf].flatMap((value, bucket) => (value > 0 ? [{ bucket, idf: value }] : []))
  const place = new Map(grams.map((g, at) => [g.bucket, { at, idf: g.idf }]))
  const rows = examples.map((e) => clauseRows(e.clauses, place))
  const x = toMatrix(rows.flat(), columnsOf(grams.length))
  let shares = examples.map((e) =>
    e.hints.map((h) => WHOLE_RULES.map((_, w) => (!e.lacks ? Number.NaN : e.lacks[w] ? 0 : h[w] ? LIKELY : UNLIKELY))),
  )
  let weights: Float32Array = new Float32Array(0)
  for (let round = 0; round < ROUNDS; round++) {
    const targets = new Float32Array(x.rows * OUTPUTS)
    let at = 0
    for (const [i, e] of examples.entries())
      for (const k of e.clauses.keys()) {
        targets.set([...e.broken[k]!.map(Number), ...shares[i]![k]!], at)
        at += OUTPUTS
      }
    weights = fitLogistic(x, targets, OUTPUTS, { ...FIT, blocks: BLOCKS })
    shares = examples.map((e, i) => (e.lacks ? sharesOf(e, rows[i]!, weights) : shares[i]!))
  }
  return { grams, ...quantise(weights) }
}

/** How likely each clause is the one that is asked for, given that one of them is. */
function sharesOf(example: ReplyExample, rows: readonly SparseRow[], weights: Float32Array): number[][] {
  const p = rows.map((row) =>
    WHOLE_RULES.map((_, w) =>
      sigmoid(row.index.reduce((z, c, i) => z + weights[c * OUTPUTS + CLAUSE_RULES.length + w]! * row.value[i]!, 0)),
    ),
  )
  const some = WHOLE_RULES.map((_, w) => 1 - p.reduce((none, of) => none * (1 - of[w]!), 1))
  return p.map((of) =>
    WHOLE_RULES.map((_, w) => (example.lacks![w] ? 0 : Math.min(1, of[w]! / Math.max(some[w]!, 0.2)))),
  )
}

function quantise(weights: Float32Array): { weights: Int8Array; scales: Float32Array } {
  const most = new Float64Array(OUTPUTS)
  for (let i = 0; i < weights.length; i++) most[i % OUTPUTS] = Math.max(most[i % OUTPUTS]!, Math.abs(weights[i]!))
  const scales = Float32Array.from(most, (m) => m / 127 || 1)
  return { weights: Int8Array.from(weights, (w, i) => Math.round(w / scales[i % OUTPUTS]!)), scales }
}

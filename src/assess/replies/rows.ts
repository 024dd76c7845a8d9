import { countGrams } from '../local/features.ts'

/** A hashed n-gram that training saw often enough, with its inverse document frequency over clauses. */
export interface Gram {
  bucket: number
  idf: number
}

export interface SparseRow {
  index: number[]
  value: number[]
}

/** Columns that are no n-grams: the bias, who is spoken of, a question, the first and the last clause. */
export const MARKS = 6
const MARK = 0.3
// Both neighbours together speak less loudly than the clause itself.
const BESIDE = 0.28

const CUSTOMER = /您|你|贵方|用户|客户|\byou/i
const US = /我|咱|本公司|\bwe\b|\bI\b/i

/** A row for each clause: its n-grams as a unit vector, those of the clauses beside it in columns of their own, and marks. */
export function clauseRows(
  clauses: readonly string[],
  place: ReadonlyMap<number, { at: number; idf: number }>,
): SparseRow[] {
  const vectors = clauses.map((c) => vectorOf(c, place))
  return clauses.map((clause, k) => {
    const row = new Map(vectors[k])
    for (const beside of [vectors[k - 1], vectors[k + 1]])
      for (const [at, v] of beside ?? []) row.set(at + place.size, (row.get(at + place.size) ?? 0) + v * BESIDE)
    const marks = [
      1,
      CUSTOMER.test(clause) ? MARK : 0,
      US.test(clause) ? MARK : 0,
      clause.endsWith('?') ? MARK : 0,
      k === 0 ? MARK : 0,
      k === clauses.length - 1 ? MARK : 0,
    ]
    for (const [i, v] of marks.entries()) if (v) row.set(2 * place.size + i, v)
    return { index: [...row.keys()], value: [...row.values()] }
  })
}

function vectorOf(clause: string, place: ReadonlyMap<number, { at: number; idf: number }>): Map<number, number> {
  const out = new Map<number, number>()
  let norm = 0
  for (const [bucket, n] of countGrams(clause)) {
    const gram = place.get(bucket)
    if (!gram) continue
    const v = (1 + Math.log(n)) * gram.idf
    out.set(gram.at, v)
    norm += v * v
  }
  norm = Math.sqrt(norm) || 1
  for (const [at, v] of out) out.set(at, v / norm)
  return out
}

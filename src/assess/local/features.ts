/** Buckets of the hashed character n-grams. A power of two. */
export const BUCKETS = 1 << 16

/** Longest n-gram of characters; four gave nothing over three (docs/local-engine.md). */
const LONGEST = 3

/** One text as the lexical heads read it: hashed n-grams (unit length, tf-idf) and the named signals. */
export interface FeatureRow {
  indices: Int32Array
  values: Float64Array
  signals: ReadonlyMap<string, number>
}

const RUN = /[\p{Script=Han}]+|[a-z']+|\d+|[!?@]+/gu

/** FNV-1a over UTF-16 units, folded to the buckets. */
function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return (h ^ (h >>> 15)) & (BUCKETS - 1)
}

/** Counts of hashed n-grams: Han runs by characters (1 to 3), other words whole and in pairs, numbers by their length. */
export function countGrams(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  const bump = (s: string, seed: number) => {
    const h = hash(s, seed)
    counts.set(h, (counts.get(h) ?? 0) + 1)
  }
  let previous = ''
  for (const [run] of text.toLowerCase().matchAll(RUN)) {
    const first = run.charCodeAt(0)
    if (first >= 0x3400) {
      for (let n = 1; n <= LONGEST; n++) for (let i = 0; i + n <= run.length; i++) bump(run.slice(i, i + n), n)
      previous = ''
    } else if (first >= 0x30 && first <= 0x39) {
      bump(`#${run.length}`, 7)
    } else {
      bump(run, 5)
      if (previous) bump(`${previous} ${run}`, 6)
      previous = run
    }
  }
  return counts
}

/** Inverse document frequencies of the buckets over the training texts; 0 where a bucket is too rare to learn from. */
export function learnIdf(texts: readonly string[], minDocuments = 2): Float64Array {
  const df = new Float64Array(BUCKETS)
  for (const t of texts) for (const b of countGrams(t).keys()) df[b]!++
  // Rounded to what the stored heads hold, so that training and running see the same numbers.
  return df.map((d) => (d < minDocuments ? 0 : Math.fround(Math.log((1 + texts.length) / (1 + d)) + 1)))
}

/** Counted n-grams as a sparse unit vector, in the order of their first standing in the text. */
export function gramVector(
  counts: ReadonlyMap<number, number>,
  idf: Float64Array,
): { indices: Int32Array; values: Float64Array } {
  const indices = new Int32Array(counts.size)
  const values = new Float64Array(counts.size)
  let size = 0
  let norm = 0
  for (const [bucket, n] of counts) {
    const weight = idf[bucket]!
    if (weight === 0 || n <= 0) continue
    const v = (n === 1 ? 1 : 1 + Math.log(n)) * weight
    indices[size] = bucket
    values[size++] = v
    norm += v * v
  }
  norm = Math.sqrt(norm) || 1
  for (let i = 0; i < size; i++) values[i]! /= norm
  return { indices: indices.subarray(0, size), values: values.subarray(0, size) }
}

/** The counts of a text without a part of it that n-grams do not cross, such as a clause. */
export function withoutCounts(
  whole: ReadonlyMap<number, number>,
  part: ReadonlyMap<number, number>,
): Map<number, number> {
  const left = new Map(whole)
  for (const [bucket, n] of part) {
    const rest = (left.get(bucket) ?? 0) - n
    if (rest > 0) left.set(bucket, rest)
    else left.delete(bucket)
  }
  return left
}

/** Sparse rows (CSR), each of length 1 unless empty. */
export interface Rows {
  rows: number
  columns: number
  start: Int32Array
  index: Int32Array
  value: Float64Array
}

export interface Tfidf {
  columns: number
  rows(texts: readonly string[]): Rows
}

/** Grams in fewer texts than this say nothing of other texts. */
const LEAST_TEXTS = 3

/** Character 1-3-grams of lower-cased text, blanks made one: (1 + ln count) x smoothed idf, as is usual. */
export function fitTfidf(texts: readonly string[]): Tfidf {
  const seenIn = new Map<string, number>()
  for (const text of texts) for (const gram of countGrams(text).keys()) seenIn.set(gram, (seenIn.get(gram) ?? 0) + 1)
  const columns = new Map<string, { column: number; idf: number }>()
  for (const [gram, n] of seenIn)
    if (n >= LEAST_TEXTS) columns.set(gram, { column: columns.size, idf: Math.log((1 + texts.length) / (1 + n)) + 1 })
  return { columns: columns.size, rows: (of) => toRows(of, columns) }
}

function countGrams(text: string): Map<string, number> {
  const chars = [...text.toLowerCase().replace(/\s+/gu, ' ').trim()]
  const counts = new Map<string, number>()
  for (let i = 0; i < chars.length; i++) {
    let gram = ''
    for (let n = 0; n < 3 && i + n < chars.length; n++) {
      gram += chars[i + n]
      counts.set(gram, (counts.get(gram) ?? 0) + 1)
    }
  }
  return counts
}

function toRows(texts: readonly string[], columns: ReadonlyMap<string, { column: number; idf: number }>): Rows {
  const start = new Int32Array(texts.length + 1)
  const index: number[] = []
  const value: number[] = []
  texts.forEach((text, r) => {
    let square = 0
    for (const [gram, count] of countGrams(text)) {
      const known = columns.get(gram)
      if (!known) continue
      const v = (1 + Math.log(count)) * known.idf
      index.push(known.column)
      value.push(v)
      square += v * v
    }
    const length = Math.sqrt(square) || 1
    for (let i = start[r]!; i < value.length; i++) value[i]! /= length
    start[r + 1] = value.length
  })
  return {
    rows: texts.length,
    columns: columns.size,
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  }
}

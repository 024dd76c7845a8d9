/** Two texts of a list and how alike they are, `a` before `b`. */
export interface NearPair {
  a: number
  b: number
  /** Jaccard of their sets of character bigrams. */
  jaccard: number
}

// 0.6 times 35 must not become a little more than 21.
const ROUNDING = 1e-9

/** A text's set of character bigrams: half width, lower case, without blanks. */
export function bigrams(text: string): string[] {
  const units = [...text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')]
  if (units.length === 1) return units
  return [...new Set(units.slice(1).map((u, i) => `${units[i]}${u}`))]
}

/**
 * All pairs with a Jaccard of at least `least`, exactly. Of two such texts the rarest bigrams must meet: only those few of
 * each are indexed (prefix filter), and a text much shorter or longer is passed over (size filter), so that 12,000 texts
 * take seconds and not hours.
 */
export function nearPairs(texts: readonly string[], least: number): NearPair[] {
  const sets = rarestFirst(texts.map(bigrams))
  const order = sets.map((_, i) => i).sort((x, y) => sets[x]!.length - sets[y]!.length || x - y)
  const index = new Map<number, number[]>()
  const out: NearPair[] = []
  const seenBy = new Int32Array(texts.length).fill(-1)
  for (const i of order) {
    const own = sets[i]!
    const prefix = own.length - Math.ceil(least * own.length - ROUNDING) + 1
    for (let k = 0; k < prefix && k < own.length; k++) {
      const holders = index.get(own[k]!)
      if (!holders) {
        index.set(own[k]!, [i])
        continue
      }
      // Sizes rise with the order: from here to the end of the list stand those that are long enough.
      for (let h = holders.length - 1; h >= 0; h--) {
        const j = holders[h]!
        if (sets[j]!.length < least * own.length - ROUNDING) break
        if (seenBy[j] === i) continue
        seenBy[j] = i
        const jaccard = jaccardOf(own, sets[j]!, least)
        if (jaccard >= least - ROUNDING) out.push({ a: Math.min(i, j), b: Math.max(i, j), jaccard })
      }
      holders.push(i)
    }
  }
  return out.sort((x, y) => y.jaccard - x.jaccard || x.a - y.a || x.b - y.b)
}

/** Each set as numbers in rising order, the rarest bigram first. */
function rarestFirst(sets: readonly string[][]): Int32Array[] {
  const counts = new Map<string, number>()
  for (const set of sets) for (const g of set) counts.set(g, (counts.get(g) ?? 0) + 1)
  const ranked = [...counts].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
  const rank = new Map(ranked.map(([g], i) => [g, i]))
  return sets.map((set) => Int32Array.from(set, (g) => rank.get(g)!).sort())
}

/** Zero as soon as `least` can no longer be reached. */
function jaccardOf(x: Int32Array, y: Int32Array, least: number): number {
  const needed = (least / (1 + least)) * (x.length + y.length)
  let i = 0
  let j = 0
  let shared = 0
  while (i < x.length && j < y.length) {
    if (shared + Math.min(x.length - i, y.length - j) < needed - ROUNDING) return 0
    if (x[i] === y[j]) {
      shared++
      i++
      j++
    } else if (x[i]! < y[j]!) i++
    else j++
  }
  return shared / (x.length + y.length - shared)
}

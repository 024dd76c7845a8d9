/** A word that more texts than this have says little of any two of them. */
const COMMON = 50
const CLOSEST = 2

/**
 * For each text the earlier ones that share most of its rarer words, two at most: by posting lists, so that ten thousand
 * texts need not be held against each other one by one.
 */
export function sharedWithEarlier(texts: readonly (readonly string[])[]): { later: number; earlier: number }[] {
  const having = new Map<string, number[]>()
  const pairs: { later: number; earlier: number }[] = []
  texts.forEach((tokens, later) => {
    const shared = new Map<number, number>()
    for (const token of tokens) {
      const list = having.get(token)
      if (list) for (const earlier of list) shared.set(earlier, (shared.get(earlier) ?? 0) + 1)
    }
    const closest = [...shared].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CLOSEST)
    for (const [earlier] of closest) pairs.push({ later, earlier })
    for (const token of tokens) {
      const list = having.get(token)
      if (!list) having.set(token, [later])
      else if (list.length < COMMON) list.push(later)
    }
  })
  return pairs
}

import type { Clock } from '../ports/clock.ts'
import type { RarityStore } from '../ports/rarity-store.ts'

/** How much each word says: what stands in few cases tells them apart, what stands in most tells nothing. */
export interface Rarity {
  of(token: string): number
  /** Mean number of distinct tokens of a case; null: not known, and no case counts as long or short. */
  meanTokens: number | null
  /** In how many of all cases the word stands, as far as the sample tells. */
  cases(token: string): number
  /** How many cases there are. */
  total: number
}

/** The rarity of now. */
export type RarityNow = () => Promise<Rarity>

/** Every word says as much as any other: where no cases are known. */
export const UNIFORM: Rarity = { of: () => 1, meanTokens: null, cases: () => 0, total: 0 }

/** Most cases that are counted: the rarity of a word is known well enough from them, and they are a megabyte. */
export const SAMPLE = 2_000
/** How long a count is kept before the cases are counted again. */
export const RARITY_FRESH_MS = 10 * 60_000

/**
 * Inverse document frequency as BM25 has it (Robertson and Zaragoza 2009), always above 0: ln(1 + (N - n + 0.5) / (n + 0.5))
 * for a word of n of N cases; ln(1 + N) for a word of none. `all`: how many cases there are, where the samples are not all.
 */
export function rarityOf(samples: readonly (readonly string[])[], all: number = samples.length): Rarity {
  const total = samples.length
  if (total === 0) return UNIFORM
  const counts = new Map<string, number>()
  let tokens = 0
  for (const sample of samples) {
    const distinct = new Set(sample)
    tokens += distinct.size
    for (const token of distinct) counts.set(token, (counts.get(token) ?? 0) + 1)
  }
  const unknown = Math.log(1 + total)
  return {
    of(token) {
      const n = counts.get(token)
      return n === undefined ? unknown : Math.log(1 + (total - n + 0.5) / (n + 0.5))
    },
    meanTokens: tokens === 0 ? null : tokens / total,
    cases: (token) => ((counts.get(token) ?? 0) * all) / total,
    total: all,
  }
}

/** About how many cases the words of one question may bring: each has to be read and ranked. */
const MOST_CASES = 200
/**
 * Most words of one question, since each case is ranked by every one of them: of 100,000 cases the five best were the same
 * with 24 as with up to 82, for 200 of 200 complaints, in half the time for the longest (bench/knowledge).
 */
const MOST_WORDS = 24
/** A base of so many is ranked whole, whatever the words. */
const SMALL_BASE = 500

/**
 * The words to search by: the rarest first, as many as bring some two hundred cases together, and one at least; where these
 * are too many, those that the sample knows before those that may stand in no case. The others stand in so many cases that
 * to rank them all takes longer than they are worth; the score still counts them.
 */
export function tellingWords(tokens: readonly string[], rarity: Rarity): string[] {
  if (rarity.total <= SMALL_BASE) return [...tokens]
  const rarestFirst = tokens.map((token) => ({ token, cases: rarity.cases(token) })).sort((a, b) => a.cases - b.cases)
  let brought = 0
  const telling = rarestFirst.filter(({ cases }, i) => {
    brought += cases
    return brought <= MOST_CASES || i === 0
  })
  if (telling.length > MOST_WORDS) telling.sort((a, b) => Number(a.cases === 0) - Number(b.cases === 0))
  return telling.slice(0, MOST_WORDS).map(({ token }) => token)
}

/**
 * Rarity of words in the published cases, from a sample that is taken anew every ten minutes. Only the first search waits;
 * later ones have the old count while the new one is made, and keep it where that fails.
 */
export function createRarity(store: RarityStore, clock: Clock): RarityNow {
  let kept: { at: number; rarity: Rarity } | null = null
  let counting: Promise<void> | null = null

  function count(): Promise<void> {
    counting ??= (async () => {
      const at = clock.now()
      const [samples, all] = await Promise.all([store.sampleTokens(SAMPLE), store.countCases()])
      kept = { at, rarity: rarityOf(samples, all) }
    })().finally(() => {
      counting = null
    })
    return counting
  }

  return async () => {
    if (!kept) await count()
    else if (clock.now() - kept.at >= RARITY_FRESH_MS) count().catch(() => {})
    return kept?.rarity ?? UNIFORM
  }
}

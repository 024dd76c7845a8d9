import { familyOf } from '../domain/labels.ts'
import type { Rarity } from './rarity.ts'

/**
 * Cosines of bge-small-zh between the dev set's complaints and the seed cases: the median of pairs of different families
 * is 0.50, of one code 0.57; the nearest case's 95th percentile is 0.76. A cosine says little by itself.
 */
const FAR = 0.5
const NEAR = 0.72

/** A cosine as a share of what separates the unrelated from the same. */
export const nearness = (cosine: number): number => Math.min(1, Math.max(0, (cosine - FAR) / (NEAR - FAR)))

/** What a cosine is read as that is not known: that of the unrelated, whose median is 0.49 for complaints and 0.34 for a few words (eval/knowledge, dev). */
const UNKNOWN_COSINE = 0.45
const SHARE_WEIGHT = 0.8
const CODE_WEIGHT = 0.2

/** How much lower a least closeness stands where there is no embedder, so that all cosines are unknown. */
export const WORDS_ONLY = 0.08
/** What a case without a cosine must hold of a complaint's words: a likely code alone is not enough. */
export const LEAST_HELD = 0.03

/**
 * How near an item is to a question: cosine + 0.8 x share of the words + 0.2 x chance of its code; about 0.4 to 1.3, and no
 * probability. Weights and bounds were chosen on the dev half of eval/knowledge (docs/adr/0019); `null`: no cosine is
 * known, for the item has no vector or there is no embedder.
 */
export const closeness = (similarity: number | null, share: number, codeChance = 0): number =>
  (similarity ?? UNKNOWN_COSINE) + SHARE_WEIGHT * share + CODE_WEIGHT * codeChance

/** How much of what a question says an item says too: 0 none of its words, 1 all of them, rare words counting more. */
export function held(asked: readonly string[], theirs: readonly string[], rarity: Rarity): number {
  const known = new Set(theirs)
  let [shared, all] = [0, 0]
  for (const token of new Set(asked)) {
    const weight = rarity.of(token)
    all += weight
    if (known.has(token)) shared += weight
  }
  return all === 0 ? 0 : shared / all
}

/** `held`, less for a long item, which has many words by chance, and more for a short one: 2.5 at the very most. */
export function share(asked: readonly string[], theirs: readonly string[], rarity: Rarity): number {
  const length = rarity.meanTokens === null ? 1 : theirs.length / rarity.meanTokens
  return held(asked, theirs, rarity) / (0.4 + 0.6 * length)
}

/** How likely a case's codes are, by the engine's own probabilities: its primary code counts whole, the others 0.7. */
export const codeChance = (chances: ReadonlyMap<string, number>, codes: readonly string[]): number =>
  codes.reduce((most, code, i) => Math.max(most, (chances.get(code) ?? 0) * (i === 0 ? 1 : 0.7)), 0)

/** How well an item's codes fit: 1 same primary, 0.7 shares a code, 0.2 shares a family, else 0. */
export function codeFit(asked: readonly string[], codes: readonly string[]): number {
  if (asked.length === 0 || codes.length === 0) return 0
  if (codes[0] === asked[0]) return 1
  if (codes.some((c) => asked.includes(c))) return 0.7
  return codes.some((c) => familyOf(c) === familyOf(asked[0]!)) ? 0.2 : 0
}

/** The words of a question that an item's tokens have too, longest first, at most five: bigrams that touch are read as one. */
export function sharedWords(question: string, tokens: readonly string[]): string[] {
  const known = new Set(tokens)
  const words = new Set<string>()
  for (const [run] of question
    .toLowerCase()
    .matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{Letter}\p{Number}])+/gu)) {
    if (!/^\p{Script=Han}/u.test(run)) {
      if (known.has(run)) words.add(run)
      continue
    }
    let from = 0
    for (let i = 1; i <= run.length; i++) {
      if (i < run.length && known.has(run.slice(i - 1, i + 1))) continue
      if (i - from > 1) words.add(run.slice(from, i))
      from = i
    }
  }
  return [...words].sort((a, b) => b.length - a.length).slice(0, 5)
}

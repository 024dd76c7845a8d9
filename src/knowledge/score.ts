import { familyOf } from '../domain/labels.ts'

/**
 * Cosines of bge-small-zh between the dev set's complaints and the seed cases: the median of pairs of different families
 * is 0.50, of one code 0.57; the nearest case's 95th percentile is 0.76. A cosine says little by itself, a rank more.
 */
const FAR = 0.5
const NEAR = 0.72

/** A cosine as a share of what separates the unrelated from the same. */
export const nearness = (cosine: number): number => Math.min(1, Math.max(0, (cosine - FAR) / (NEAR - FAR)))

/** Reciprocal rank fusion of any number of legs; ranks count from 0, null where a leg did not find the item. */
export const fuse = (...ranks: (number | null)[]): number =>
  ranks.reduce<number>((sum, r) => (r === null ? sum : sum + 1 / (60 + r)), 0)

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

/** Share of the shorter side's tokens that the other has too; two dozen shared are all there is to ask of long texts. */
export function overlap(a: readonly string[], b: readonly string[]): number {
  const other = new Set(b)
  const shared = a.filter((t) => other.has(t)).length
  return Math.min(1, shared / Math.max(1, Math.min(a.length, b.length, 24)))
}

import { runsOf } from './runs.ts'
import { createSketch, eachGram, slotOf } from './sketch.ts'

/** Finds which of these words stand in a text, each time they do, with the units beside them; 0 where the stretch ends. */
function createMatcher(words: readonly string[]) {
  const numbers = new Map(words.map((word, n) => [word, n]))
  const slots = createSketch(1)
  for (const word of words) slots.add(slotOf(word))
  return (maskedText: string, visit: (word: number, before: number, after: number) => void): void => {
    const { han, words: others } = runsOf(maskedText)
    for (const run of han)
      eachGram(run, (start, length, slot) => {
        if (!slots.mayBe(slot)) return
        const n = numbers.get(run.slice(start, start + length))
        if (n !== undefined) visit(n, run.charCodeAt(start - 1) || 0, run.charCodeAt(start + length) || 0)
      })
    for (const word of others) {
      const n = numbers.get(word)
      if (n !== undefined) visit(n, 0, 0)
    }
  }
}

/** How many complainants used each of these words; complaints of one voice must be read one after another. */
export function createVoiceCount(words: readonly string[]) {
  const match = createMatcher(words)
  const counts = words.map(() => 0)
  const last = words.map(() => 0)
  return {
    counts: counts as readonly number[],
    read(maskedText: string, voice: number): void {
      match(maskedText, (n) => {
        if (last[n] === voice) return
        last[n] = voice
        counts[n]!++
      })
    },
  }
}

/**
 * What stands beside each of these words, and the codes of the complaints it stands in; of one complainant only the
 * first time, so that who writes often does not speak for all.
 */
export function createCompany(words: readonly string[]) {
  const match = createMatcher(words)
  const before = words.map(() => new Map<number, number>())
  const after = words.map(() => new Map<number, number>())
  const codes = words.map(() => new Map<string, number>())
  const last = words.map(() => 0)
  const all = new Set(words)
  return {
    read(maskedText: string, codesOfText: readonly string[], voice: number): void {
      match(maskedText, (n, left, right) => {
        if (last[n] === voice) return
        last[n] = voice
        add(before[n]!, left)
        add(after[n]!, right)
        for (const code of codesOfText) add(codes[n]!, code)
      })
    },
    /**
     * Whether what stands beside it varies by so many bits on both sides: what is always followed by the same character
     * is part of a longer word (boundary entropy; Tung and Lee 1994). Where that longer one is none of these words, as in
     * a fixed phrase longer than any that is looked for, its beginning stands for it.
     */
    isFree(n: number, bits: number): boolean {
      if (entropy(before[n]!) < bits) return false
      return entropy(after[n]!) >= bits || !all.has(words[n]! + String.fromCharCode(commonest(after[n]!)))
    },
    /** Most frequent first. */
    codes: (n: number): { code: string; count: number }[] =>
      [...codes[n]!]
        .map(([code, count]) => ({ code, count }))
        .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
  }
}

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const commonest = (counts: Map<number, number>): number =>
  [...counts].reduce((most, next) => (next[1] > most[1] ? next : most))[0]

/** The end of a stretch is no neighbour: each such time counts as one of its own kind. */
function entropy(counts: Map<number, number>): number {
  let n = 0
  for (const count of counts.values()) n += count
  let bits = 0
  for (const [unit, count] of counts)
    bits += unit === 0 ? (count / n) * Math.log2(n) : -(count / n) * Math.log2(count / n)
  return bits
}

import type { WordRules } from '../../domain/policy/knowledge-rules.ts'
import { runsOf } from './runs.ts'
import { createSketch, eachGram, slotOf } from './sketch.ts'

/** A word by how many complainants, and how many known customers among them, used it. */
export interface Frequent {
  word: string
  count: number
  customers: number
}

const NUMERAL = /^[〇零一二两三四五六七八九十百千万亿几半多第年月日号元块]+$/
export const isHan = (word: string): boolean => word.charCodeAt(0) > 0x2fff

/**
 * Grams and words that enough people used, and whose characters belong together: cohesion is the least pointwise mutual
 * information log2(p(word) / p(left) p(right)) over all ways of cutting it in two (Sproat and Shih 1990), by its greatest
 * possible value -log2 p(word), since of a word in every second text little more can be learnt (Bouma 2009): 0 chance, 1
 * never apart. Two readings: `hint` of every text, then `read` of every text, complaints of one voice after another.
 */
export function createFrequent(rules: WordRules) {
  const sketch = createSketch(rules.minDocuments)
  const numbers = new Map<string, number>()
  const [occurrences, voices, customers, last]: number[][] = [[], [], [], []]
  const characters = new Uint32Array(0x10000)
  let total = 0

  function count(word: string, voice: number, known: boolean): void {
    let n = numbers.get(word)
    if (n === undefined) {
      n = numbers.size
      numbers.set(word, n)
      for (const column of [occurrences!, voices!, customers!, last!]) column.push(0)
    }
    occurrences![n]!++
    if (last![n] === voice) return
    last![n] = voice
    voices![n]!++
    if (known) customers![n]!++
  }

  const timesOf = (part: string): number =>
    part.length === 1 ? characters[part.charCodeAt(0)]! : occurrences![numbers.get(part)!]!

  function cohesion(word: string): number {
    let least = Infinity
    for (let cut = 1; cut < word.length; cut++)
      least = Math.min(least, (timesOf(word) * total) / (timesOf(word.slice(0, cut)) * timesOf(word.slice(cut))))
    return Math.log2(least) / -Math.log2(timesOf(word) / total)
  }

  return {
    hint(maskedText: string): void {
      const { han, words } = runsOf(maskedText)
      for (const run of han) eachGram(run, (_start, _length, slot) => sketch.add(slot))
      for (const word of words) sketch.add(slotOf(word))
    },

    read(maskedText: string, voice: number, known: boolean): void {
      const { han, words } = runsOf(maskedText)
      for (const run of han) {
        total += run.length
        for (let i = 0; i < run.length; i++) characters[run.charCodeAt(i)]!++
        eachGram(run, (start, length, slot) => {
          if (sketch.mayBe(slot)) count(run.slice(start, start + length), voice, known)
        })
      }
      for (const word of words) if (sketch.mayBe(slotOf(word))) count(word, voice, known)
    },

    /** Those that are frequent, of enough customers, no stop words, and hold together. */
    found(): Frequent[] {
      const stop = new Set(rules.stop)
      const out: Frequent[] = []
      for (const [word, n] of numbers) {
        if (voices![n]! < rules.minDocuments || customers![n]! < rules.minCustomers || stop.has(word)) continue
        if (isHan(word)) {
          if (rules.notFirst.includes(word[0]!) || rules.notLast.includes(word.at(-1)!)) continue
          if (NUMERAL.test(word) || cohesion(word) < rules.minCohesion) continue
        }
        out.push({ word, count: voices![n]!, customers: customers![n]! })
      }
      return out
    },
  }
}

import { readText } from '../../domain/text/reading.ts'
import { isHan, plainWord, squeezed } from './plain-words.ts'

/** What a text says, of a closed set. `exact`: it says nothing else. */
export interface FoundValue<V extends string> {
  value: V
  exact: boolean
}
export type ValueFinder<V extends string> = (text: string) => FoundValue<V> | null

const NEGATED = /(?:[未没不无非]|not|never|no|un)\S{0,4}\s?$/

/** Finds the value that a text names: whole, or as the only one that it holds. Null where it names none, several, or denies one. */
export function createValueFinder<V extends string>(lists: Readonly<Record<V, readonly string[]>>): ValueFinder<V> {
  const whole = new Map<string, V>()
  const inside: { word: string; pattern: RegExp | null; value: V }[] = []
  for (const [value, words] of Object.entries(lists) as [V, readonly string[]][]) {
    for (const word of [...words, value]) {
      const key = plainWord(word) || word.trim().toLowerCase()
      if (!whole.has(key)) whole.set(key, value)
      const bare = readText(word).text.toLowerCase()
      if (isHan(word) && squeezed(bare).length >= 2) inside.push({ word: squeezed(bare), pattern: null, value })
      else if (!isHan(word) && bare.length >= 3)
        inside.push({
          word: bare,
          pattern: new RegExp(`(?<![a-z\\d])${bare.replace(/[^\w ]/g, '\\$&')}(?![a-z\\d])`),
          value,
        })
    }
  }
  inside.sort((a, b) => b.word.length - a.word.length)
  return (text) => {
    const own = whole.get(plainWord(text))
    if (own !== undefined) return { value: own, exact: true }
    let left = readText(text).text.toLowerCase()
    const found = new Set<V>()
    for (const { word, pattern, value } of inside) {
      const at = pattern ? left.search(pattern) : left.indexOf(word)
      if (at < 0) continue
      if (NEGATED.test(left.slice(Math.max(0, at - 8), at))) return null
      found.add(value)
      left = `${left.slice(0, at)}\u0001${left.slice(at + word.length)}`
    }
    return found.size === 1 ? { value: [...found][0]!, exact: false } : null
  }
}

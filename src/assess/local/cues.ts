import type { Span } from '../../domain/text/clauses.ts'

/** A cue word of a type code, where it stands. Offsets are of the reading. */
export interface Cue extends Span {
  id: string
  word: string
}

interface Node {
  next: Map<number, Node>
  /** The codes whose word ends here, and the word. */
  ends: { word: string; codes: string[]; latin: boolean } | null
}

const isLetter = (unit: number) => unit >= 97 && unit <= 122

/** A letter-for-letter lower case: offsets must hold, and a few letters change their length. */
const lower = (text: string) => {
  const made = text.toLowerCase()
  return made.length === text.length ? made : text
}

/**
 * Finds all cue words of all codes in one pass over the text. One tree for all words, because some ten thousand
 * alternatives are too many for an expression. Of words that begin at one place the longest alone counts for a code;
 * a Latin word keeps to word boundaries.
 */
export function createCueReader(codes: readonly { code: string; words: readonly string[] }[]): (text: string) => Cue[] {
  const root: Node = { next: new Map(), ends: null }
  for (const { code, words } of codes)
    for (const w of words) {
      const word = lower(w)
      let node = root
      for (let i = 0; i < word.length; i++) {
        let child = node.next.get(word.charCodeAt(i))
        if (!child) {
          child = { next: new Map(), ends: null }
          node.next.set(word.charCodeAt(i), child)
        }
        node = child
      }
      node.ends ??= { word, codes: [], latin: /^[\x20-\x7e]+$/.test(word) }
      if (!node.ends.codes.includes(code)) node.ends.codes.push(code)
    }

  return (text) => {
    const units = lower(text)
    const out: Cue[] = []
    for (let start = 0; start < units.length; start++) {
      const longest = new Map<string, Cue>()
      let node = root.next.get(units.charCodeAt(start))
      for (let end = start + 1; node; end++) {
        const { ends } = node
        if (ends && !(ends.latin && (isLetter(units.charCodeAt(start - 1)) || isLetter(units.charCodeAt(end)))))
          for (const id of ends.codes) longest.set(id, { id, word: ends.word, start, end })
        node = node.next.get(units.charCodeAt(end))
      }
      out.push(...longest.values())
    }
    return out
  }
}

import { toSimplified } from './simplified.ts'

/**
 * A complaint as the engines read it: NFKC, simplified, without invisible characters; and the way back to the text
 * as it came. `origin[i]` is the first UTF-16 unit of the original that reading unit i comes from, `origin[length]`
 * the original's length.
 */
export interface Reading {
  original: string
  text: string
  origin: Int32Array
  language: 'zh' | 'en' | 'mixed'
}

// Format characters (zero-width, bidi marks), controls but tab and line ends, private use; and what exports leave of a carriage return.
// (Tab and line ends are white space, and kept as such.)
const DROPPED = /(?![\t\n\r])(?:[\p{Cc}\p{Cf}\p{Co}\p{Cn}]|\p{Variation_Selector})/u
const CLUSTER = /_x000D_|\r\n|\P{M}\p{M}*|\p{M}+/gsu
const SPACE = /[^\S\n]/

/** Reads a text: what the seven stages call «normalise». Offsets found in `text` are taken back by `toOriginal`. */
export function readText(original: string): Reading {
  const parts: string[] = []
  const origin: number[] = []
  const push = (s: string, at: number) => {
    parts.push(s)
    for (let i = 0; i < s.length; i++) origin.push(at)
  }
  let spaced = true // swallows leading blanks, and runs of them
  for (const match of original.matchAll(CLUSTER)) {
    const raw = match[0]
    const at = match.index
    if (raw === '\r\n' || raw === '_x000D_') {
      push('\n', at)
      spaced = true
      continue
    }
    const code = raw.charCodeAt(0)
    if (raw.length === 1 && code > 0x20 && code < 0x7f) {
      push(raw, at)
      spaced = false
      continue
    }
    const kept = DROPPED.test(raw) ? [...raw].filter((c) => !DROPPED.test(c)).join('') : raw
    for (const c of kept.normalize('NFKC')) {
      if (DROPPED.test(c)) continue
      if (SPACE.test(c)) {
        if (!spaced) push(' ', at)
        spaced = true
        continue
      }
      push(toSimplified(c), at)
      spaced = c === '\n'
    }
  }
  const text = parts.join('')
  return { original, text, origin: Int32Array.from([...origin, original.length]), language: languageOf(text) }
}

/** The span of the original that a span of the reading stands for. Never splits a surrogate pair or a cluster. */
export function toOriginal(reading: Reading, start: number, end: number): { start: number; end: number } {
  const { origin, original } = reading
  const from = origin[start] ?? original.length
  if (end <= start) return { start: from, end: from }
  // The end of the cluster that the last unit came from: where the next different origin begins.
  const last = origin[end - 1]!
  let i = end
  while (i < origin.length - 1 && origin[i] === last) i++
  let to = origin[i] ?? original.length
  // Dropped characters between the last unit and the next one are not part of the quote.
  const tail = original.slice(last, to)
  const kept = tail.match(/^(?:_x000D_|\r\n|\P{M}\p{M}*|\p{M}+)/su)?.[0].length ?? tail.length
  to = Math.min(to, last + kept)
  return { start: from, end: to }
}

function languageOf(text: string): Reading['language'] {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0
  const latin = text.match(/[a-z]{2,}/gi)?.length ?? 0
  if (han === 0) return latin > 0 ? 'en' : 'zh'
  return latin > han ? 'mixed' : 'zh'
}

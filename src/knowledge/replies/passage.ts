import { type Span, splitClauses } from '../../domain/text/clauses.ts'
import { type Reading, readText } from '../../domain/text/reading.ts'

/** A reply as the rules read it. All spans are of the reading. */
export interface Passage {
  reading: Reading
  text: string
  clauses: readonly Span[]
  /** The clauses that [start, end) touches, as one span. */
  clauseOf(start: number, end: number): Span
  /** The clause before that, in the same sentence; null where there is none. */
  clauseBefore(start: number): Span | null
  /** The clause after `end`, in the same sentence; null where there is none. */
  clauseAfter(end: number): Span | null
  sentenceOf(start: number): Span
  /** The sentence after that one; null at the end. */
  sentenceAfter(start: number): Span | null
}

const SENTENCE_END = /[。!?;\n~]|\.(?=\s|$)/gu

export function createPassage(original: string): Passage {
  const reading = readText(original)
  const { text } = reading
  const clauses = splitClauses(text)
  const sentences = splitSentences(text)
  const sentenceAt = (at: number) =>
    Math.max(
      0,
      sentences.findIndex((s) => at < s.end),
    )
  const whole = { start: 0, end: text.length }
  return {
    reading,
    text,
    clauses,
    clauseOf(start, end) {
      const touched = clauses.filter((c) => c.start < end && start < c.end)
      return touched.length === 0
        ? { start, end }
        : { start: Math.min(start, touched[0]!.start), end: Math.max(end, touched.at(-1)!.end) }
    },
    clauseBefore(start) {
      const sentence = sentences[sentenceAt(start)] ?? whole
      return clauses.filter((c) => c.end <= start && c.start >= sentence.start).at(-1) ?? null
    },
    clauseAfter(end) {
      const sentence = sentences[sentenceAt(end - 1)] ?? whole
      return clauses.find((c) => c.start >= end && c.end <= sentence.end) ?? null
    },
    sentenceOf: (start) => sentences[sentenceAt(start)] ?? whole,
    sentenceAfter: (start) => sentences[sentenceAt(start) + 1] ?? null,
  }
}

function splitSentences(text: string): Span[] {
  const out: Span[] = []
  let start = 0
  for (const m of text.matchAll(SENTENCE_END)) {
    const end = m.index + 1
    if (/[^\s。!?;.~]/u.test(text.slice(start, end))) out.push({ start, end })
    else if (out.length > 0) out.at(-1)!.end = end
    start = end
  }
  if (start < text.length) out.push({ start, end: text.length })
  return out
}

import { compileReplyWords, type ReplyRule, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import type { Passage } from './passage.ts'
import { has, type ScopeReader } from './scope.ts'

/** A breach in the words of the reading; a null span is about the whole reply. */
export interface Breach {
  rule: ReplyRule
  span: Span | null
}

const SHORT = 7

/** The rules that are words alone: a match, unless its clause or sentence takes it back, or a no has its way out. */
export function createSpoken(rules: ReplyRules, inScope: ScopeReader): (passage: Passage) => Breach[] {
  const { lexicons } = rules
  const entries = rules.spoken.map((s) => ({
    ...s,
    any: compileReplyWords(s.any, lexicons),
    unless: compileReplyWords(s.unless, lexicons),
    unlessSentence: compileReplyWords(s.unlessSentence, lexicons),
  }))
  const wayOut = compileReplyWords(rules.wayOut, lexicons)

  const offersWayOut = (passage: Passage, span: Span): boolean => {
    const sentence = passage.sentenceOf(span.start)
    let next = passage.sentenceAfter(span.start)
    // «不好意思。» is no sentence of its own.
    if (next && next.end - next.start <= SHORT) next = passage.sentenceAfter(next.start) ?? next
    return has(wayOut, passage.text.slice(span.end, next?.end ?? sentence.end))
  }

  return (passage) => {
    const { text } = passage
    return entries.flatMap(({ rule, any, unless, unlessSentence, cancelledBy, wayOut, widen }) =>
      [...text.matchAll(any)].flatMap((m): Breach[] => {
        const span = { start: m.index, end: m.index + m[0].length }
        const clause = passage.clauseOf(span.start, span.end)
        const sentence = passage.sentenceOf(span.start)
        if (has(unless, text.slice(clause.start, clause.end))) return []
        if (has(unlessSentence, text.slice(sentence.start, sentence.end))) return []
        if (inScope(passage, span, cancelledBy)) return []
        if (wayOut && offersWayOut(passage, span)) return []
        const next = widen ? passage.clauseAfter(clause.end) : null
        return [{ rule, span: { start: clause.start, end: next?.end ?? clause.end } }]
      }),
    )
  }
}

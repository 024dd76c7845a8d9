import { compileReplyWords, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { maskText } from '../../domain/text/mask.ts'
import type { Passage } from './passage.ts'
import { has } from './scope.ts'

/** Personal data in clear, as spans of the original: what the mask finds and what it lets through, less what is a firm's own or an order's. */
export function createPersonal({
  personal,
  lexicons,
}: Pick<ReplyRules, 'personal' | 'lexicons'>): (passage: Passage, toOriginal: (span: Span) => Span) => Span[] {
  const more = compileReplyWords(personal.more, lexicons)
  const exempt = compileReplyWords(personal.exempt, lexicons)
  const firm = compileReplyWords(personal.firm, lexicons)
  return ({ reading, text }, toOriginal) => {
    const { original } = reading
    const masked = maskText(reading).spans.map(({ start, end }) => ({ start, end }))
    const others = [...text.matchAll(more)].map((m) => toOriginal({ start: m.index, end: m.index + m[0].length }))
    return [...masked, ...others].filter(
      ({ start, end }) =>
        !has(exempt, original.slice(Math.max(0, start - 24), start)) && !has(firm, original.slice(start, end)),
    )
  }
}

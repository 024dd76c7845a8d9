import { compileReplyWords, type ReplyRules, type Scope } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import type { Passage } from './passage.ts'

/** Whether words are taken out of what the reply itself asserts: denied, conditional, the customer's or another's. */
export type ScopeReader = (passage: Passage, span: Span, by: readonly Scope[]) => boolean

const QUOTED = /“[^”]*”|「[^」]*」|『[^』]*』|"[^"\n]*"|‘[^’]*’/gu

export function createScope({ scope, lexicons }: Pick<ReplyRules, 'scope' | 'lexicons'>): ScopeReader {
  const marks = {
    negated: compileReplyWords(scope.negated, lexicons),
    conditional: compileReplyWords(scope.conditional, lexicons),
    customer: compileReplyWords(scope.customer, lexicons),
    others: compileReplyWords(scope.others, lexicons),
  }
  const ours = compileReplyWords(scope.ours, lexicons)
  const after = compileReplyWords(scope.after, lexicons)
  return (passage, span, by) => {
    const { text } = passage
    const clause = passage.clauseOf(span.start, span.end)
    const ahead = (from: number) => text.slice(from, span.start)
    for (const kind of by) {
      if (kind === 'negated') {
        if (has(marks.negated, ahead(Math.max(clause.start, span.start - scope.reach)))) return true
      } else if (kind === 'conditional') {
        const from = passage.clauseBefore(clause.start)?.start ?? clause.start
        if (has(marks.conditional, ahead(from)) || has(after, text.slice(span.end, clause.end + 12))) return true
      } else {
        const words = ahead(clause.start)
        const mark = [...words.matchAll(marks[kind])].at(-1)
        // «按您说的两万我给您一万五»: after the mark we speak for ourselves again.
        const from = mark && mark.index + mark[0].length
        // The words before it stay in sight: «您要求我们…» is still the customer's.
        if (from !== undefined && ![...words.matchAll(ours)].some((m) => m.index >= from)) return true
      }
    }
    return quoted(text, span)
  }
}

/** Whether a match stands between quotation marks with more than itself ahead: words that are cited. */
const quoted = (text: string, { start, end }: Span): boolean =>
  [...text.matchAll(QUOTED)].some((m) => m.index <= start && end <= m.index + m[0].length)

/** Whether a global expression matches anywhere. */
export function has(pattern: RegExp, words: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(words)
}

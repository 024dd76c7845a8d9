import type { Clocks } from '../../domain/decision.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { compileReplyWords, type ReplyRules, type ReplySeverity } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import type { Words } from '../../files/finding.ts'
import type { Passage } from './passage.ts'
import { promisedTimes } from './promised-time.ts'
import { has } from './scope.ts'

/** A promised time that the case's clocks gainsay. */
export interface ClockBreach {
  span: Span
  severity: ReplySeverity
  message: Words
}

export type CaseClocks = Pick<Clocks, 'firstResponseBy' | 'resolveBy'>

/**
 * Holds the times of a reply against the clocks of its case (E1, E2): a result after `resolveBy`, an answer after
 * `firstResponseBy` while that is still to come, a time that is already past; and, as a hint, a result promised sooner
 * than the clocks ask, since what is promised must be kept (S3). What is only expected («预计») is no promise.
 */
export function createClockReader(
  { times, lexicons }: Pick<ReplyRules, 'times' | 'lexicons'>,
  calendar: Policy['calendar'],
): (passage: Passage, clocks: CaseClocks, now: number) => ClockBreach[] {
  const result = compileReplyWords(times.result, lexicons)
  const answer = compileReplyWords(times.answer, lexicons)
  const open = compileReplyWords(times.open, lexicons)
  return (passage, clocks, now) => {
    const resolveBy = Date.parse(clocks.resolveBy)
    const firstBy = Date.parse(clocks.firstResponseBy)
    return promisedTimes(passage.text, now, calendar).flatMap((time): ClockBreach[] => {
      const span = passage.clauseOf(time.start, time.end)
      const words = passage.text.slice(span.start, span.end)
      const answers = has(answer, words)
      const results = !answers && has(result, words)
      if ((!answers && !results) || has(open, words)) return []
      const finding = (severity: ReplySeverity, zh: string, en: string) => [{ span, severity, message: { zh, en } }]
      if (time.at < now) return finding('warn', '承诺的时间已经过去', 'the time that is promised has passed')
      if (time.at > resolveBy)
        return finding(
          'warn',
          `晚于本案的办结时限 ${minute(clocks.resolveBy)}`,
          `later than the case is to be closed, ${minute(clocks.resolveBy)}`,
        )
      if (answers && firstBy > now && time.at > firstBy)
        return finding(
          'warn',
          `晚于本案的首次响应时限 ${minute(clocks.firstResponseBy)}`,
          `later than the case is to be answered first, ${minute(clocks.firstResponseBy)}`,
        )
      if (results && time.at < resolveBy)
        return finding(
          'hint',
          `早于本案的办结时限 ${minute(clocks.resolveBy)},请确认能兑现`,
          `sooner than the case is to be closed, ${minute(clocks.resolveBy)}; be sure that it can be kept`,
        )
      return []
    })
  }
}

/** A moment as a person writes it, in the offset that it comes in: «2026-11-24 13:30». */
const minute = (iso: string): string => iso.slice(0, 16).replace('T', ' ')

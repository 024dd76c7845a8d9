import { compileReplyWords, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import type { Meaning } from './meaning.ts'
import { has } from './scope.ts'
import type { Breach } from './spoken.ts'

const WHOLE = ['no-apology', 'no-next-step', 'no-date'] as const

/**
 * What the reply as a whole lacks (G4): empathy, a next step, a time for it. A time or a promised outcome says that
 * something will be done; a reply without any step has no time for one either.
 */
export function createWhole({
  whole,
  lexicons,
}: Pick<ReplyRules, 'whole' | 'lexicons'>): (
  text: string,
  breaches: readonly Breach[],
  heed?: Meaning['lacks'],
) => Breach[] {
  const words = (list: readonly string[]) => compileReplyWords(list, lexicons)
  const apology = words(whole.apology)
  const noApology = words(whole.noApology)
  const nextStep = words(whole.nextStep)
  const noStep = words(whole.noStep)
  const date = words(whole.date)
  const past = words(whole.past)
  const closed = words(whole.closed)
  return (text, breaches, heed = (_, lacks) => lacks) => {
    const timed = breaches.some((b) => b.rule === 'deadline') || has(date, text.replace(past, '/')) || has(closed, text)
    const paid = breaches.some((b) => b.rule === 'over-powers')
    const stepless = !timed && !paid && !has(nextStep, without(text, breaches).replace(noStep, '/'))
    const lacking = {
      'no-apology': heed('no-apology', !has(apology, text.replace(noApology, '/'))),
      'no-next-step': heed('no-next-step', stepless),
      'no-date': heed('no-date', !timed),
    }
    return WHOLE.filter((rule) => lacking[rule]).map((rule) => ({ rule, span: null }))
  }
}

/** The reply less its flat noes and its reproaches: what they name («不予处理», «我们就报警») is no step. */
function without(text: string, breaches: readonly Breach[]): string {
  let left = text
  for (const { rule, span } of breaches)
    if (span && (rule === 'refusal' || rule === 'blame'))
      left = `${left.slice(0, span.start)}${'/'.repeat(span.end - span.start)}${left.slice(span.end)}`
  return left
}

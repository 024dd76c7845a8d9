import { compileReplyWords, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import { has } from './scope.ts'
import type { Breach } from './spoken.ts'

/**
 * What the reply as a whole lacks (G4): empathy, a next step, a time for it. A time or a promised outcome says that
 * something will be done; a reply without any step has no time for one either.
 */
export function createWhole({
  whole,
  lexicons,
}: Pick<ReplyRules, 'whole' | 'lexicons'>): (text: string, breaches: readonly Breach[]) => Breach[] {
  const words = (list: readonly string[]) => compileReplyWords(list, lexicons)
  const apology = words(whole.apology)
  const noApology = words(whole.noApology)
  const nextStep = words(whole.nextStep)
  const noStep = words(whole.noStep)
  const date = words(whole.date)
  const past = words(whole.past)
  const closed = words(whole.closed)
  return (text, breaches) => {
    const lacks: Breach['rule'][] = []
    if (!has(apology, text.replace(noApology, '/'))) lacks.push('no-apology')
    const timed = breaches.some((b) => b.rule === 'deadline') || has(date, text.replace(past, '/')) || has(closed, text)
    const paid = breaches.some((b) => b.rule === 'over-powers')
    if (!timed && !paid && !has(nextStep, without(text, breaches).replace(noStep, '/'))) lacks.push('no-next-step')
    if (!timed) lacks.push('no-date')
    return lacks.map((rule) => ({ rule, span: null }))
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

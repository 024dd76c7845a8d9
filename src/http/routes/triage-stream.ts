import type { TriageRequest } from '../../domain/complaint.ts'
import type { Decision } from '../../domain/decision.ts'
import { type Difference, differences } from '../../triage/differences.ts'
import type { TriageContext, TriageService } from '../../triage/service.ts'

export type TriageEvent =
  | { event: 'assessment'; data: Decision }
  | { event: 'refined'; data: { decision: Decision; differences: Difference[] } }
  | { event: 'done'; data: Pick<Decision, 'id' | 'stored' | 'engine'> & { replayed: boolean } }

/**
 * The two phases of an answer: `assessment`, what the local engine says, within milliseconds; `refined`, once a language
 * model has answered and says otherwise, with the fields that differ; `done`, with what was kept. Without a language
 * model, and for an earlier answer that is given again, there is no `refined`.
 */
export async function* triageEvents(
  triage: TriageService,
  request: TriageRequest,
  context: TriageContext,
): AsyncGenerator<TriageEvent, void> {
  let tell: (decision: Decision) => void = () => {}
  const told = new Promise<Decision>((resolve) => {
    tell = resolve
  })
  const answer = triage.triage(request, { ...context, onFirst: (decision) => tell(decision) })
  // Looked at below; a failure in the meantime is not one that nobody saw.
  answer.catch(() => {})
  const first = await Promise.race([told, answer.then(() => null)])
  if (first) yield { event: 'assessment', data: first }
  const { decision, replayed } = await answer
  if (!first) yield { event: 'assessment', data: decision }
  else yield { event: 'refined', data: { decision, differences: differences(first, decision) } }
  const { id, stored, engine } = decision
  yield { event: 'done', data: { id, stored, replayed, engine } }
}

/** Whether the caller wants the two phases. */
export const wantsEvents = (headers: Headers): boolean => /\btext\/event-stream\b/i.test(headers.get('accept') ?? '')

import type { Decision } from '../../../domain/decision.ts'
import type { Difference } from '../../../triage/differences.ts'
import type { Api, Failure } from './api.ts'

type Settled = Pick<Decision, 'id' | 'stored' | 'engine'>

/** What is heard of one triage, in this order: `refined` only where a language model was asked. */
export interface Hearing {
  assessment(decision: Decision): void
  refined(decision: Decision, differences: readonly Difference[]): void
  /** What was kept, and what it took. */
  done(settled: Settled): void
}

/** Asks for a triage in two phases. Throws a Failure, also where the answer breaks off after the first. */
export function createAskTriage({
  follow,
}: Api): (request: object, hearing: Hearing, signal: AbortSignal) => Promise<void> {
  return async (request, hearing, signal) => {
    const broken = (status: number): Failure => ({ failed: true, status, problem: null })
    let [ended, failed] = [false, false]
    await follow(
      'v1/triage',
      (event, data) => {
        if (signal.aborted) return
        if (event === 'assessment') hearing.assessment(data as Decision)
        if (event === 'refined') {
          const { decision, differences } = data as { decision: Decision; differences: Difference[] }
          hearing.refined(decision, differences)
        }
        if (event === 'done') {
          ended = true
          hearing.done(data as Settled)
        }
        if (event === 'error') failed = true
      },
      { method: 'POST', json: request, signal },
    )
    if (!ended) throw broken(failed ? 500 : 0)
  }
}

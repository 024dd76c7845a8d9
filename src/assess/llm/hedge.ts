import type { Call, Called } from './call.ts'
import type { RequestBody } from './request-body.ts'

type CallBudget = Parameters<Call>[1]

/** What came of a request that may have been sent twice. */
export type Hedged = Called & {
  /** Requests that were sent and whose answer nobody waited for: what they cost is not known. */
  dropped: number
}

/**
 * Sends the request a second time when the first is not answered after so many ms, and takes whichever answers first; the
 * other is ended. A failure counts only when both have failed. `afterMs` null: once, and no more. It costs up to twice as
 * much where an endpoint is slow, which is why the policy leaves it off.
 */
export async function hedge(
  call: Call,
  body: RequestBody,
  budget: CallBudget,
  afterMs: number | null,
): Promise<Hedged> {
  if (afterMs === null || budget.left() <= afterMs) return { ...(await call(body, budget)), dropped: 0 }
  const first = start(call, body, budget)
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, afterMs, null)
  })
  const early = await Promise.race([first.called, late])
  clearTimeout(timer)
  if (early !== null) return { ...early, dropped: 0 }

  const second = start(call, body, budget)
  const [winner, other] = await Promise.race([
    first.called.then((c) => [c, second] as const),
    second.called.then((c) => [c, first] as const),
  ])
  if (winner.failure !== null && budget.ended() === null)
    return { ...(await other.called), dropped: winner.worked ? 1 : 0 }
  other.end()
  return { ...winner, dropped: 1 }
}

/** One of the two, which can be ended by itself. */
function start(call: Call, body: RequestBody, budget: CallBudget): { called: Promise<Called>; end(): void } {
  const own = new AbortController()
  const called = call(body, { ...budget, signal: AbortSignal.any([budget.signal, own.signal]) })
  return { called, end: () => own.abort() }
}

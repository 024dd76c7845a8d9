import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhenResult,
  TaskCancelledError,
} from 'cockatiel'
import type { LlmRules } from '../../domain/policy/llm-rules.ts'

export type GateState = 'closed' | 'open' | 'half-open'

/** Breaker and bulkhead around each call of the endpoint. */
export interface Gate {
  state(): GateState
  /** Whether a call would be turned away at once because of the breaker. */
  isShut(): boolean
  /** Runs the call, or says why not. The call must not throw: `fault` in its result is what the breaker counts. */
  run<T extends { fault: boolean; aborted: boolean }>(
    call: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | 'breaker-open' | 'too-busy'>
}

/** Thrown through the breaker for a call that the caller ended: it says nothing of the endpoint, for or against. */
const ENDED = Symbol('ended')
interface Ended<T> {
  [ENDED]: T
}
const isEnded = <T>(error: unknown): error is Ended<T> => typeof error === 'object' && error !== null && ENDED in error

/** Opens by the share of faults in the last calls; after a while one call is tried, and only one. */
export function createGate(rules: Pick<LlmRules, 'breaker' | 'bulkhead'>): Gate {
  const { window, least, share, openMs } = rules.breaker
  let openedAt = 0
  const trying = () => breaker.state === CircuitState.HalfOpen
  const breaker = circuitBreaker(
    // A trial that was cut short proves nothing: the breaker stays open.
    handleWhenResult((result) => {
      const { fault, aborted } = result as { fault: boolean; aborted: boolean }
      return fault || (aborted && trying())
    }),
    {
      halfOpenAfter: openMs,
      breaker: new CountBreaker({ size: window, minimumNumberOfCalls: least, threshold: share }),
    },
  )
  breaker.onBreak(() => {
    openedAt = Date.now()
  })
  const slots = bulkhead(rules.bulkhead.calls, rules.bulkhead.queue)

  // While a trial runs, cockatiel would let others wait for its end.
  const isShut = () =>
    breaker.state === CircuitState.HalfOpen || (breaker.state === CircuitState.Open && Date.now() - openedAt < openMs)

  return {
    state: () =>
      breaker.state === CircuitState.Closed ? 'closed' : breaker.state === CircuitState.HalfOpen ? 'half-open' : 'open',
    isShut,
    async run<T extends { fault: boolean; aborted: boolean }>(call: () => Promise<T>, signal: AbortSignal) {
      if (isShut()) return 'breaker-open'
      try {
        return await slots.execute(async () => {
          if (isShut()) throw new BrokenCircuitError()
          return breaker.execute(async () => {
            const result = await call()
            if (result.aborted && !trying()) throw { [ENDED]: result } satisfies Ended<T>
            return result
          })
        }, signal)
      } catch (error) {
        if (isEnded<T>(error)) return error[ENDED]
        if (error instanceof BulkheadRejectedError || error instanceof TaskCancelledError) return 'too-busy'
        if (error instanceof BrokenCircuitError) return 'breaker-open'
        throw error
      }
    },
  }
}

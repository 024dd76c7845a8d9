import type { GateState } from '../assess/llm/gate.ts'
import type { Metrics } from '../ports/metrics.ts'

const NUMBERS: Record<GateState, number> = { closed: 0, 'half-open': 1, open: 2 }

/** Shows how the breaker of an endpoint stands among the metrics. `use`: what the endpoint is asked for. */
export const watchBreaker = (
  metrics: Metrics,
  labels: { use: 'answers' | 'shadow' | 'embedding'; model: string },
  client: { state(): { breaker: GateState } },
): void => metrics.watch('suzhen_breaker_state', labels, () => NUMBERS[client.state().breaker])

/** Values of a metric's labels: from closed lists of ours, never from a caller. */
export type MetricLabels = Readonly<Record<string, string | number | boolean>>

/** What is counted while the service runs. Numbers only: no text, no id of a person. */
export interface Metrics {
  /** Adds to a counter, 1 unless told. */
  add(name: CounterName, labels: MetricLabels, by?: number): void
  /** One duration, in seconds. */
  time(name: TimerName, labels: MetricLabels, seconds: number): void
  /** A number that stands somewhere and is read whenever somebody looks; a later one of the same labels takes its place. */
  watch(name: GaugeName, labels: MetricLabels, read: () => number): void
}

/** Counters with what they mean. */
export const COUNTERS = {
  suzhen_requests_total: 'Requests by route and status',
  suzhen_triages_total: 'Complaints judged, by engine, level and whether the engine was whole',
  suzhen_llm_questions_total: 'Questions to a language model, by model and what came of them',
  suzhen_llm_tokens_total: 'Tokens by model and kind: input, cached (of the input), output',
  suzhen_llm_cost_usd_total: 'US dollars by model, by the prices in the policy',
  suzhen_embedding_requests_total:
    'Requests for vectors to an endpoint, retries included in one, by model and what came of them',
  suzhen_embedding_texts_total: 'Texts that an endpoint gave vectors, by model',
  suzhen_shadows_total: 'Complaints for the shadow, by model and what came of them',
} as const
export type CounterName = keyof typeof COUNTERS

/** Durations with what they mean. */
export const TIMERS = {
  suzhen_request_seconds: 'From request to answer, by route',
  suzhen_llm_seconds: 'From question to answer of a language model, repairs and waits included',
  suzhen_embedding_seconds: 'From request to vectors of an endpoint, or to its failure, retries and waits included',
} as const
export type TimerName = keyof typeof TIMERS

/** Numbers that go up and down, with what they mean. */
export const GAUGES = {
  suzhen_breaker_state: 'Breaker before an endpoint, by use and model: 0 closed, 1 a call is being tried, 2 open',
} as const
export type GaugeName = keyof typeof GAUGES

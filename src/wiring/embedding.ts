import { type ApiEmbedder, createApiEmbedder } from '../assess/embed/api-embedder.ts'
import { createAskVectors } from '../assess/embed/ask-vectors.ts'
import type { Fetch } from '../assess/llm/bounded-fetch.ts'
import { createSdk } from '../assess/llm/call.ts'
import type { LlmConfig } from '../config.ts'
import type { LlmRules } from '../domain/policy/llm-rules.ts'
import type { Metrics } from '../ports/metrics.ts'
import { watchBreaker } from './watch-breaker.ts'

/** An answer of 64 vectors in JSON is some 700 KB. */
const MAX_BYTES = 4 * 1024 * 1024

/** Vectors by the endpoint of the settings, on the same leash as its judgement, with a breaker and places of their own. */
export const createEndpointEmbedder = (
  { apiKey, baseUrl, budgetMs }: LlmConfig,
  model: string,
  rules: Pick<LlmRules, 'retries' | 'breaker' | 'bulkhead'>,
  { fetch = globalThis.fetch, metrics }: { fetch?: Fetch | undefined; metrics?: Metrics | undefined } = {},
): ApiEmbedder => {
  const client = createSdk({ apiKey, baseUrl, fetch, maxBytes: MAX_BYTES })
  const embedder = createApiEmbedder({
    ask: createAskVectors(client, model, rules.breaker),
    model,
    budgetMs,
    rules,
    onAsked({ texts, failure, ms }) {
      metrics?.add('suzhen_embedding_requests_total', { model, result: failure ?? 'answered' })
      if (failure === null) metrics?.add('suzhen_embedding_texts_total', { model }, texts)
      metrics?.time('suzhen_embedding_seconds', { model }, ms / 1000)
    },
  })
  if (metrics) watchBreaker(metrics, { use: 'embedding', model }, embedder)
  return embedder
}

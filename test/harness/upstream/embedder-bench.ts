import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { ApiEmbedder } from '../../../src/assess/embed/api-embedder.ts'
import type { LlmRules } from '../../../src/domain/policy/llm-rules.ts'
import { readLlmRules } from '../../../src/node/policy-files.ts'
import type { Metrics } from '../../../src/ports/metrics.ts'
import { createEndpointEmbedder } from '../../../src/wiring/embedding.ts'
import { ok, startUpstream, type Upstream } from './index.ts'

/** How one embedder differs from the bench's. */
export interface EmbedderOver {
  model?: string
  budgetMs?: number
  rules?: Partial<LlmRules>
  metrics?: Metrics
}

/**
 * Embedders behind an upstream for the tests of one file, from its `beforeAll` on; closed at the end. Their rules are those
 * that ship, but they hardly wait before they ask again. Before each test the upstream forgets what it saw and answers
 * vectors. Call at the top of a file.
 */
export function embedderBench() {
  const bench = {} as { upstream: Upstream; rules: LlmRules }
  beforeAll(async () => {
    const [upstream, rules] = await Promise.all([startUpstream(), readLlmRules()])
    const retries = { ...rules.retries, firstMs: 1, leastMs: 1 }
    Object.assign(bench, { upstream, rules: { ...rules, retries } })
  })
  afterAll(() => bench.upstream?.close())
  beforeEach(() => {
    bench.upstream.forget()
    bench.upstream.behave(ok())
  })
  const embedder = ({
    model = 'text-embedding-3-small',
    budgetMs = 20_000,
    rules = {},
    metrics,
  }: EmbedderOver = {}): ApiEmbedder => {
    const { baseUrl } = bench.upstream
    const settings = { apiKey: 'sk-geheim', baseUrl, model: 'm', budgetMs, shadow: null, embeddingModel: model }
    return createEndpointEmbedder(settings, model, { ...bench.rules, ...rules }, { metrics })
  }
  return { bench, embedder }
}

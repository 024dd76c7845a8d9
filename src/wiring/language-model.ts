import { createHybridAssessor } from '../assess/hybrid-assessor.ts'
import type { Fetch } from '../assess/llm/bounded-fetch.ts'
import { newDelimiter } from '../assess/llm/datamark.ts'
import type { Example } from '../assess/llm/examples.ts'
import { createModelClient, type ModelClient } from '../assess/llm/model-client.ts'
import type { PromptRegistry } from '../assess/llm/prompts.ts'
import type { LlmConfig } from '../config.ts'
import type { LlmRules } from '../domain/policy/llm-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReconcileRules } from '../domain/policy/reconcile-rules.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Metrics } from '../ports/metrics.ts'
import { watchBreaker } from './watch-breaker.ts'

export interface LanguageModelParts {
  config: LlmConfig
  rules: LlmRules
  reconcile: ReconcileRules
  prompts: PromptRegistry
  policy: Policy
  fetch?: Fetch
  metrics: Metrics
  /** Labelled cases like a text, the most similar last; none without an embedder. */
  nearest?: (vector: Float32Array) => Example[]
}

/** The client of the endpoint that the settings name, counted in the metrics. */
export function createCountedClient(
  { config, rules, fetch, metrics }: Pick<LanguageModelParts, 'config' | 'rules' | 'fetch' | 'metrics'>,
  model = config.model,
  use: 'answers' | 'shadow' = 'answers',
): ModelClient {
  const client = createModelClient({
    apiKey: config.apiKey,
    baseUrl: config.baseUrl,
    model,
    rules,
    ...(fetch ? { fetch } : {}),
    onAsked({ failure, spent, ms }) {
      metrics.add('suzhen_llm_questions_total', { model, result: failure ?? 'answered' })
      metrics.add('suzhen_llm_tokens_total', { model, kind: 'input' }, spent.inputTokens)
      metrics.add('suzhen_llm_tokens_total', { model, kind: 'cached' }, spent.cachedTokens)
      metrics.add('suzhen_llm_tokens_total', { model, kind: 'output' }, spent.outputTokens)
      metrics.add('suzhen_llm_cost_usd_total', { model }, spent.costUsd)
      metrics.time('suzhen_llm_seconds', { model }, ms / 1000)
    },
  })
  watchBreaker(metrics, { use, model }, client)
  return client
}

/** The local engine with the language model of the settings beside it. */
export const besideLocal = (local: Assessor, model: ModelClient, parts: LanguageModelParts): Assessor =>
  createHybridAssessor({
    local,
    model,
    prompts: parts.prompts,
    policy: parts.policy,
    rules: parts.reconcile,
    budgetMs: parts.config.budgetMs,
    newDelimiter,
    nearest: parts.nearest,
  })

import { readFile } from 'node:fs/promises'
import type { LlmConfig } from '../config.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Embedder, EmbedderState } from '../ports/embedder.ts'
import type { Metrics } from '../ports/metrics.ts'
import { createEndpointEmbedder } from '../wiring/embedding.ts'
import { createEngine, type Engine, localEngine } from '../wiring/engine.ts'
import { packagePath } from './paths.ts'
import { readLlmRules, readReconcileRules } from './policy-files.ts'
import { readPromptSources } from './prompt-files.ts'
import { createProxyFetch } from './proxy-fetch.ts'

/** Puts a language model beside the local engine where the settings name one. Reads prompts and rules; asks nothing yet. */
export async function openEngine(
  config: LlmConfig | null,
  local: Assessor,
  { policy, embedder, metrics }: { policy: Policy; embedder: EmbedderState; metrics: Metrics },
): Promise<Engine> {
  if (!config) return localEngine(local)
  const [rules, reconcile, prompts, examples, fetch] = await Promise.all([
    readLlmRules(),
    readReconcileRules(),
    readPromptSources(),
    readFile(packagePath('fixtures/examples.jsonl'), 'utf8'),
    createProxyFetch(config.baseUrl, process.env),
  ])
  return createEngine(local, {
    config,
    rules,
    reconcile,
    prompts,
    examples,
    policy,
    embedder,
    metrics,
    ...(fetch ? { fetch } : {}),
  })
}

/** Vectors by the endpoint, through the proxy that the environment names; null where the settings want our own. Without `metrics` nothing is counted. */
export async function openEndpointEmbedder(config: LlmConfig | null, metrics?: Metrics): Promise<Embedder | null> {
  if (!config?.embeddingModel) return null
  const [rules, fetch] = await Promise.all([readLlmRules(), createProxyFetch(config.baseUrl, process.env)])
  return createEndpointEmbedder(config, config.embeddingModel, rules, { fetch, metrics })
}

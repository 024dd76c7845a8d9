import type { Fetch } from '../assess/llm/bounded-fetch.ts'
import { newDelimiter } from '../assess/llm/datamark.ts'
import { createExampleBank, readExamples } from '../assess/llm/examples.ts'
import { createPromptRegistry, type PromptSource } from '../assess/llm/prompts.ts'
import type { LlmConfig } from '../config.ts'
import type { LlmRules } from '../domain/policy/llm-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReconcileRules } from '../domain/policy/reconcile-rules.ts'
import type { HttpDeps } from '../http/deps.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { Drafting } from '../ports/drafting.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import type { Metrics } from '../ports/metrics.ts'
import { besideLocal, createCountedClient } from './language-model.ts'
import { pinPrompts } from './pin-prompts.ts'
import { createShadowEngine, type ShadowEngine } from './shadow-engine.ts'

/** Labelled cases that a question shows. */
const EXAMPLES = 4

/** The engine of the settings: the local one, or that with a language model beside it. */
export interface Engine {
  assessor: Assessor
  mayAsk: HttpDeps['mayAsk']
  /** Resolves when the vectors of the labelled examples are there, or could not be made; nothing waits for it but a home that would end before. */
  ready: Promise<void>
  /** A second engine for a share of the complaints; null: none. */
  shadow: ShadowEngine | null
  /** The language model by itself, for drafts; null: none. */
  drafting: Drafting | null
  /** The prompts of a judgement, by name, as `triage@1#0f3a…`; empty where no model is asked. */
  prompts: Record<string, string>
}

export interface EngineParts {
  config: LlmConfig
  rules: LlmRules
  reconcile: ReconcileRules
  /** Every file under prompts/. */
  prompts: readonly PromptSource[]
  /** fixtures/examples.jsonl */
  examples: string
  policy: Policy
  embedder: EmbedderState
  metrics: Metrics
  fetch?: Fetch
}

/** The local engine by itself. */
export const localEngine = (local: Assessor): Engine => ({
  assessor: local,
  mayAsk: undefined,
  ready: Promise.resolve(),
  shadow: null,
  drafting: null,
  prompts: {},
})

/** The local engine with the language model of the settings beside it. Asks it nothing yet. Throws naming what is wrong with prompts or examples. */
export async function createEngine(local: Assessor, given: EngineParts): Promise<Engine> {
  const { rules, policy, metrics, config, reconcile, fetch } = given
  const registry = await createPromptRegistry(given.prompts)
  const prompts = pinPrompts(registry, config.prompts, 'LLM_PROMPTS')
  const examples = readExamples(given.examples)
  const { embedder } = given.embedder
  const bank = embedder ? createExampleBank(examples, embedder, EXAMPLES) : null
  const parts = {
    config,
    rules,
    reconcile,
    prompts,
    policy,
    metrics,
    ...(fetch ? { fetch } : {}),
    ...(bank ? { nearest: bank.nearest } : {}),
  }
  const model = createCountedClient(parts)
  return {
    assessor: besideLocal(local, model, parts),
    // Without keys nobody is held back.
    mayAsk: (role) => (role === null ? 'always' : rules.mayAsk[role]),
    ready: bank?.ready ?? Promise.resolve(),
    shadow: createShadowEngine({ ...parts, prompts: registry }),
    drafting: { model, prompts, budgetMs: rules.drafts.budgetMs, newDelimiter },
    prompts: Object.fromEntries(['triage', 'verify'].map((name) => [name, prompts.find(name)?.ref ?? 'none'])),
  }
}

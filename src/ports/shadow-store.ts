import type { z } from 'zod'
import type { Decision, judgedSchema } from '../domain/decision.ts'
import type { FeedbackLabels } from '../domain/feedback.ts'
import type { Spent } from './language-model.ts'

/** What of a second engine's answer is kept: what can be right or wrong by the text alone, by offsets, without a quote. */
export type ShadowAnswer = z.output<typeof judgedSchema> & {
  engine: Pick<Decision['engine'], 'name' | 'degraded' | 'reasons' | 'costUsd'>
}

/** One complaint as a second engine judged it, beside the answer that was given. */
export interface Shadow {
  triageId: string
  /** The language model that was asked. */
  model: string
  /** ms since the epoch */
  at: number
  /** Ids, versions and hashes of the prompts that were sent: `triage@1#0f3a…`. */
  prompts: string[]
  /** What would have been answered: the local engine's judgement where the model failed. */
  answer: ShadowAnswer
  policyHash: string
  /** Why the model gave no answer, as in `engine.reasons`: `llm-timeout`. Null: it did. */
  failure: string | null
  spent: Pick<Spent, 'costUsd' | 'inputTokens' | 'cachedTokens' | 'outputTokens'>
  /** From the question to its answer, ms. */
  latencyMs: number
}

/** A shadow with the answer that was given, and what people settled on. */
export interface ShadowPair extends Shadow {
  given: Decision
  /** Null where nobody has settled it, or somebody has objected since. */
  final: FeedbackLabels | null
}

export interface ShadowStore {
  /** A complaint has one shadow a model: a second one of the same model is not kept. */
  add(shadow: Shadow): Promise<void>
  /** In the order of triage ids, then of models. `since` in ms, by when the shadow was asked; `after` is the last pair already seen. */
  pairs(query: {
    since: number | null
    model: string | null
    after: Pick<Shadow, 'triageId' | 'model'> | null
    limit: number
  }): Promise<ShadowPair[]>
}

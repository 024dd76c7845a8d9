import type { z } from 'zod'

/** A prompt with its variables filled in, as it goes to the model. */
export interface FilledPrompt {
  /** `<name>@<version>#<first 12 hex digits of the template's sha256>`; what a decision keeps of it. */
  ref: string
  /** The fixed prefix first, so that providers can cache it; what is of this complaint last. */
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[]
}

/** One question to a language model. */
export interface Question<T> {
  prompt: FilledPrompt
  /** What the answer must be; its JSON Schema goes with the question where the endpoint knows how. */
  schema: z.ZodType<T>
  /** Name of the schema: letters, digits and _ alone. */
  name: string
  /** For all calls, repairs and waits of this question together, in ms. */
  budgetMs: number
  /** Whose caps it counts against: the caller's key id. */
  account: string
  signal?: AbortSignal | undefined
}

/** Why there is no answer; the id stands in `engine.reasons` as `llm-<id>`. */
export const MODEL_FAILURES = [
  'timeout',
  'unreachable',
  'rate-limited',
  'server-error',
  'rejected',
  'refused',
  'truncated',
  'not-json',
  'off-schema',
  'breaker-open',
  'too-busy',
  'cap-request',
  'cap-day',
  'cap-key',
  'aborted',
] as const
export type ModelFailure = (typeof MODEL_FAILURES)[number]

/** What was spent, on a failure too. Tokens as the endpoint counts them; money in US dollars by the prices in the policy. */
export interface Spent {
  calls: number
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  costUsd: number
  /** Waiting for the endpoint, of all that the question took, in ms. */
  upstreamMs: number
}

export type Reply<T> = ({ value: T; failure: null } | { value: null; failure: ModelFailure }) & { spent: Spent }

/** Any OpenAI-compatible endpoint, on a leash: never throws, never later than the budget. */
export interface LanguageModel {
  readonly model: string
  ask<T>(question: Question<T>): Promise<Reply<T>>
}

export const NOTHING_SPENT: Readonly<Spent> = {
  calls: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  upstreamMs: 0,
}

/** What two questions spent together. */
export const addSpent = (a: Spent, b: Spent): Spent => ({
  calls: a.calls + b.calls,
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costUsd: a.costUsd + b.costUsd,
  upstreamMs: a.upstreamMs + b.upstreamMs,
})

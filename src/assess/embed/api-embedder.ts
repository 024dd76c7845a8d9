import { suzhenError } from '../../domain/errors.ts'
import type { LlmRules } from '../../domain/policy/llm-rules.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { type Budget, startBudget } from '../llm/budget.ts'
import { createGate, type GateState } from '../llm/gate.ts'
import { type AskVectors, DIMENSIONS } from './ask-vectors.ts'

/** Texts of one call: every provider takes so many. */
const BATCH = 64
/** A longer text is cut: what matters of a complaint stands before it, and models end at some eight thousand tokens. */
const MAX_CHARS = 6_000
/** Calls of `embedMany` at a time. */
const AT_ONCE = 2

/** One request for vectors and what came of it, for whoever counts; no text. */
export interface EmbeddedFact {
  texts: number
  /** Null: the vectors are there. */
  failure: string | null
  /** Retries and waits included. */
  ms: number
}

export interface ApiEmbedderParts {
  ask: AskVectors
  /** The provider's name of the model, for example `text-embedding-3-small`. */
  model: string
  /** For the vectors of one text or one batch, retries and waits included, ms. */
  budgetMs: number
  rules: Pick<LlmRules, 'retries' | 'breaker' | 'bulkhead'>
  /** 0 to 1, for the waits before a retry. */
  random?: () => number
  onAsked?: (fact: EmbeddedFact) => void
}

export type ApiEmbedder = Embedder & { state(): { breaker: GateState } }

/** Failures that are the endpoint's for now, and not the text's. */
const PASSING = new Set(['timeout', 'unreachable', 'rate-limited', 'server-error', 'breaker-open', 'too-busy'])

/**
 * An embedder behind any OpenAI-compatible endpoint, at 512 dimensions, so that one column serves every model; on the leash
 * of the language model's client: budget, retries, a breaker and a bulkhead of its own. Gets the masked text. Throws
 * `storage_unavailable` where the endpoint is late, away, resting, or answers with what is no such vector; with
 * `retryAfterSeconds` where that may pass.
 */
export function createApiEmbedder(parts: ApiEmbedderParts): ApiEmbedder {
  const { ask, model, budgetMs, rules, random = Math.random, onAsked } = parts
  const gate = createGate(rules)

  async function vectorsOf(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    signal?.throwIfAborted()
    const budget = startBudget(budgetMs, signal)
    const began = performance.now()
    let failure: string | null = 'aborted'
    try {
      const came = (await budget.race(until(texts, budget))) ?? 'timeout'
      signal?.throwIfAborted()
      failure = typeof came === 'string' ? came : null
      if (typeof came === 'string') throw unusable(came)
      return came
    } finally {
      budget.close()
      onAsked?.({ texts: texts.length, failure, ms: performance.now() - began })
    }
  }

  /** The vectors, or why there are none. */
  async function until(texts: readonly string[], budget: Budget): Promise<Float32Array[] | string> {
    const input = texts.map((t) => t.slice(0, MAX_CHARS))
    for (let retries = 0; ; retries++) {
      const asked = await gate.run(() => ask(input, budget), budget.signal)
      if (typeof asked === 'string') return budget.ended() ?? asked
      const { vectors, failure, transient, waitMs } = asked
      if (vectors) return vectors
      const wait = Math.max(waitMs ?? 0, rules.retries.firstMs * 2 ** retries * (0.5 + random() / 2))
      const over = !transient || retries >= rules.retries.most || wait + rules.retries.leastMs > budget.left()
      if (over || gate.isShut()) return failure ?? 'timeout'
      await budget.sleep(wait)
    }
  }

  return {
    model: `${model}@${DIMENSIONS}`,
    dimensions: DIMENSIONS,
    state: () => ({ breaker: gate.state() }),
    embed: async (text, signal) => (await vectorsOf([text], signal))[0]!,
    encode: async (text, signal, only) => ({
      vector: only === 'state' ? null : (await vectorsOf([text], signal))[0]!,
      state: null,
    }),
    async embedMany(texts, onProgress) {
      const out: Float32Array[] = new Array(texts.length)
      let next = 0
      let done = 0
      const work = async () => {
        while (next < texts.length) {
          const from = next
          next += BATCH
          const vectors = await vectorsOf(texts.slice(from, from + BATCH))
          vectors.forEach((v, i) => {
            out[from + i] = v
          })
          done += vectors.length
          onProgress?.(done)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, work))
      return out
    },
  }
}

// An id alone: a message of the endpoint's may hold what was sent, or the address with a key in it.
const unusable = (failure: string) =>
  suzhenError(
    'storage_unavailable',
    `向量接口不可用(${failure}) / the embedding endpoint cannot be used (${failure})`,
    PASSING.has(failure) ? { retryAfterSeconds: 5 } : {},
  )

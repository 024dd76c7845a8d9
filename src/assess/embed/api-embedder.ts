import type OpenAI from 'openai'
import { suzhenError } from '../../domain/errors.ts'
import type { Embedder } from '../../ports/embedder.ts'

const DIMENSIONS = 512
/** Texts of one call: every provider takes so many. */
const BATCH = 64
/** A longer text is cut: what matters of a complaint stands before it, and models end at some eight thousand tokens. */
const MAX_CHARS = 6_000
/** Calls of `embedMany` at a time. */
const AT_ONCE = 2

export interface ApiEmbedderParts {
  /** With retries off: the budget is ours. */
  client: Pick<OpenAI, 'embeddings'>
  /** The provider's name of the model, for example `text-embedding-3-small`. */
  model: string
  /** For one call and its retry, ms. */
  budgetMs: number
  /** Whether a failure may pass if asked again: a connection, 408, 409, 429, 5xx. */
  passing(error: unknown): boolean
}

/**
 * An embedder behind any OpenAI-compatible endpoint, at 512 dimensions, so that one column serves every model. Gets the
 * masked text. Throws `storage_unavailable` where the endpoint is late, away, or answers with what is no such vector.
 */
export function createApiEmbedder({ client, model, budgetMs, passing }: ApiEmbedderParts): Embedder {
  async function call(input: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const late = AbortSignal.timeout(budgetMs)
    const both = signal ? AbortSignal.any([signal, late]) : late
    const ask = () =>
      client.embeddings.create(
        { model, input: input.map((t) => t.slice(0, MAX_CHARS)), dimensions: DIMENSIONS, encoding_format: 'float' },
        { signal: both },
      )
    try {
      const answer = await ask().catch((error: unknown) => {
        if (both.aborted || !passing(error)) throw error
        return ask()
      })
      const sorted = [...answer.data].sort((a, b) => a.index - b.index)
      if (sorted.length !== input.length) throw new Error('another number of vectors than texts')
      return sorted.map(({ embedding }) => unit(embedding))
    } catch (error) {
      signal?.throwIfAborted()
      // The message of the error may hold what was sent, or the address with a key in it.
      throw suzhenError(
        'storage_unavailable',
        `向量接口不可用(${reasonOf(error, late)}) / the embedding endpoint cannot be used (${reasonOf(error, late)})`,
      )
    }
  }

  return {
    model: `${model}@${DIMENSIONS}`,
    dimensions: DIMENSIONS,
    embed: async (text, signal) => (await call([text], signal))[0]!,
    encode: async (text, signal) => ({ vector: (await call([text], signal))[0]!, state: null }),
    async embedMany(texts, onProgress) {
      const out: Float32Array[] = new Array(texts.length)
      let next = 0
      let done = 0
      const work = async () => {
        while (next < texts.length) {
          const from = next
          next += BATCH
          const vectors = await call(texts.slice(from, from + BATCH))
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

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values)
  if (values.length !== DIMENSIONS || !Number.isFinite(length) || length === 0)
    throw new Error(`not a vector of ${DIMENSIONS} numbers`)
  return Float32Array.from(values, (x) => x / length)
}

function reasonOf(error: unknown, late: AbortSignal): string {
  if (late.aborted) return 'timeout'
  const { status, message } = error as { status?: number; message?: string }
  if (status) return `HTTP ${status}`
  return message?.startsWith('not a vector') || message?.startsWith('another number') ? message : 'unreachable'
}

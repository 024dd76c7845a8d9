import type OpenAI from 'openai'
import { z } from 'zod'
import type { LlmRules } from '../../domain/policy/llm-rules.ts'
import type { Budget } from '../llm/budget.ts'
import { cut, failed, LONGEST_MS } from '../llm/call.ts'

/** Every model is asked for so many, so that one column serves all. */
export const DIMENSIONS = 512

/** What came of one request for vectors. */
export interface AskedVectors {
  vectors: Float32Array[] | null
  /** Null: they are there. `wrong-vectors`: another number of them, or of another length. */
  failure: string | null
  transient: boolean
  waitMs: number | null
  /** The endpoint's own fault, for the breaker. */
  fault: boolean
  aborted: boolean
}

/** One request; never throws, and is over when the budget is. */
export type AskVectors = (
  input: readonly string[],
  budget: Pick<Budget, 'signal' | 'left' | 'ended' | 'race'>,
) => Promise<AskedVectors>

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
})
const WRONG: AskedVectors = {
  vectors: null,
  failure: 'wrong-vectors',
  transient: false,
  waitMs: null,
  fault: false,
  aborted: false,
}

/** Asks the endpoint; failures are told as those of its judgement are (assess/llm/call.ts). */
export function createAskVectors(
  client: Pick<OpenAI, 'embeddings'>,
  model: string,
  { fairMs }: Pick<LlmRules['breaker'], 'fairMs'>,
): AskVectors {
  return async (input, { signal, left, ended, race }) => {
    const fair = left() >= fairMs
    const told = ({ failure, transient, waitMs, fault, aborted }: ReturnType<typeof cut>): AskedVectors => ({
      vectors: null,
      failure,
      transient,
      waitMs,
      fault,
      aborted,
    })
    try {
      const answer: unknown = await race(
        client.embeddings.create(
          { model, input: [...input], dimensions: DIMENSIONS, encoding_format: 'float' },
          { signal, timeout: LONGEST_MS },
        ),
      )
      return answer === null ? told(cut(ended(), fair)) : read(answer, input.length)
    } catch (error) {
      return told(ended() === null ? failed(error) : cut(ended(), fair))
    }
  }
}

function read(answer: unknown, count: number): AskedVectors {
  const parsed = answerSchema.safeParse(answer)
  // The page of some proxy, or half an answer.
  if (!parsed.success) return { ...WRONG, failure: 'server-error', transient: true, fault: true }
  const sorted = [...parsed.data.data].sort((a, b) => a.index - b.index)
  const vectors = sorted.flatMap(({ embedding }, i) => (sorted[i]!.index === i ? (unit(embedding) ?? []) : []))
  return vectors.length === count && sorted.length === count ? { ...WRONG, vectors, failure: null } : WRONG
}

function unit(values: readonly number[]): Float32Array | null {
  const length = Math.hypot(...values)
  return values.length === DIMENSIONS && Number.isFinite(length) && length > 0
    ? Float32Array.from(values, (x) => x / length)
    : null
}

import OpenAI from 'openai'
import { createApiEmbedder } from '../assess/embed/api-embedder.ts'
import type { Fetch } from '../assess/llm/bounded-fetch.ts'
import type { LlmConfig } from '../config.ts'
import type { Embedder } from '../ports/embedder.ts'

/** Vectors by the endpoint of the settings, under the same budget as its judgement. */
export const createEndpointEmbedder = (
  { apiKey, baseUrl, budgetMs }: LlmConfig,
  model: string,
  fetch?: Fetch,
): Embedder =>
  createApiEmbedder({
    client: new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0, ...(fetch ? { fetch } : {}) }),
    model,
    budgetMs,
    passing: (error) =>
      error instanceof OpenAI.APIConnectionError ||
      (error instanceof OpenAI.APIError && /^(?:408|409|429|5\d\d)$/.test(String(error.status))),
  })

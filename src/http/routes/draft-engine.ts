import { z } from '@hono/zod-openapi'

/** Who wrote a draft, and what it cost. */
export const draftEngineSchema = z.object({
  name: z.enum(['local', 'llm']),
  reasons: z.array(z.string()).describe('大模型为何没有参与 · why a language model had no part in it'),
  promptVersion: z.string().nullable(),
  costUsd: z.number().nonnegative(),
})

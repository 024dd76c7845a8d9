import { doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** What a second engine would have answered to a complaint that was answered without it. No text, no quotes. */
export const shadows = pgTable(
  'shadows',
  {
    triageId: text('triage_id').notNull(),
    /** The language model that was asked. */
    model: text('model').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    /** Ids, versions and hashes of the prompts that were sent. */
    prompts: text('prompts').array().notNull(),
    answer: jsonb('answer').notNull(),
    policyHash: text('policy_hash').notNull(),
    /** Why the model gave no answer; `answer` is then the local engine's. */
    failure: text('failure'),
    costUsd: doublePrecision('cost_usd').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    cachedTokens: integer('cached_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    /** From the question to its answer, ms. */
    latencyMs: doublePrecision('latency_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.triageId, t.model] }), index('shadows_at').on(t.at)],
)

import { z } from 'zod'
import { KEY_ROLES } from '../labels.ts'

const usd = z.number().nonnegative()
const ms = z.int().positive()
const count = z.int().positive()
const pattern = z.string().regex(/^[^\s]+$/, 'a model’s name; * stands for any letters')

/** US dollars for a million tokens. `cached`: of the input, what the endpoint had from an earlier question. */
const priceShape = { input: usd, cached: usd, output: usd }
const priceSchema = z.strictObject({ models: z.array(pattern).min(1), ...priceShape })
const capSchema = z.strictObject({ tokens: count.nullable(), usd: usd.nullable() })

/** policy/llm.yaml: what a language model may cost, how it is asked, and when it is left alone. */
export const llmRulesSchema = z
  .strictObject({
    name: z.literal('llm'),
    version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
    pricesOf: z.iso.date('a date such as 2026-11-22').describe('when somebody last held the prices against the lists'),
    prices: z.array(priceSchema).min(1),
    lists: z
      .array(z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]*$/), ...priceShape }))
      .length(3)
      .describe('three price lists for «cost of 1,000 complaints»'),
    extras: z
      .array(z.strictObject({ models: z.array(pattern).min(1), body: z.record(z.string(), z.json()) }))
      .describe('further fields of the request for some models'),
    tokens: z
      .strictObject({ ascii: z.number().positive(), han: z.number().positive(), other: z.number().positive() })
      .describe('most tokens that a UTF-16 unit may become'),
    answer: z.strictObject({ maxTokens: count, maxBytes: z.int().min(4096) }),
    drafts: z
      .strictObject({ budgetMs: ms })
      .describe('write-ups and replies that a person reads before anybody else does'),
    caps: z.strictObject({
      request: capSchema,
      day: capSchema,
      key: capSchema,
      dayBegins: z.string().regex(/^[+-]\d{2}:\d{2}$/, 'an offset from UTC such as +08:00'),
    }),
    retries: z.strictObject({
      most: z.int().nonnegative(),
      firstMs: ms,
      leastMs: ms.describe('what must be left of the budget for another call to be worth it'),
    }),
    breaker: z
      .strictObject({ window: count, least: count, share: z.number().gt(0).lt(1), openMs: ms, fairMs: ms })
      .refine((b) => b.least <= b.window, { path: ['least'], message: 'must not be above window' }),
    hedge: z.strictObject({ afterMs: ms.nullable().describe('null: a question is never sent twice at once') }),
    bulkhead: z.strictObject({ calls: count, queue: z.int().nonnegative() }),
    mayAsk: z
      .record(z.enum(KEY_ROLES), z.enum(['never', 'auto', 'always']))
      .describe('whether keys of a role may have the model asked; auto: not for it alone'),
  })
  .superRefine((rules, ctx) => {
    if (!rules.prices.at(-1)?.models.includes('*'))
      ctx.addIssue({
        code: 'custom',
        path: ['prices'],
        message: 'the last must be for «*», so that every model has a price',
      })
    const names = rules.lists.map((l) => l.name)
    if (new Set(names).size !== names.length)
      ctx.addIssue({ code: 'custom', path: ['lists'], message: 'one name stands in two lists' })
  })

export type LlmRules = z.output<typeof llmRulesSchema>
/** US dollars for a million tokens. */
export type Price = Pick<LlmRules['prices'][number], 'input' | 'cached' | 'output'>

import { z } from 'zod'

const share = z.number().min(0).max(1)
/** Natural log-odds: 0 nothing, 1 makes it 2.7 times as likely, 3 twenty times. */
const nats = z.number().min(0).max(8)
const weight = z.strictObject({ agrees: nats, differs: nats })

/** The fields for which the local engine gives a probability. */
export const POOLED_FIELDS = ['nature', 'severity', 'types', 'emotion', 'repeat', 'group'] as const
export type PooledField = (typeof POOLED_FIELDS)[number]

/** policy/reconcile.yaml: how what the local engine thinks and what a language model says become one assessment. */
export const reconcileRulesSchema = z.strictObject({
  name: z.literal('reconcile'),
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
  weights: z
    .strictObject({ nature: weight, severity: weight, types: weight, emotion: weight, repeat: weight, group: weight })
    .describe('what a word of the model that is wholly trusted adds to the log-odds'),
  threats: z.strictObject({ leastTrust: share }),
  demands: z.strictObject({ said: nats, silent: nats, model: nats }),
  trust: z
    .strictObject({
      unsure: share.describe('what is left of the weight where the model says it is not sure at all'),
      quotesLost: share.describe('… where no quote it gave stands in the text'),
      noQuote: share.describe('… where it gave none for a statement that needs one'),
      refusedCode: share.describe('… for each code that the policy does not have'),
      inconsistent: share.describe('… where its level is not that of the rules it names'),
    })
    .describe('factors of the weight, multiplied'),
  types: z.strictObject({ beside: share, most: z.int().min(1).max(6) }),
  alone: z.strictObject({ leastTrust: share }).describe('options.engine llm: less trust, and the local field stands'),
  lighter: z
    .strictObject({ steps: z.int().min(0).max(3) })
    .describe('how many levels lighter than the local engine a model may make a text'),
  verify: z.strictObject({ levels: z.int().min(1).max(3), leastMs: z.int().positive() }),
  examples: z.strictObject({ nearest: z.int().min(0).max(8) }),
})

/** What a word of the model adds where it is the local engine's too, and where it is another. */
export type Weight = z.output<typeof weight>
export type ReconcileRules = z.output<typeof reconcileRulesSchema>

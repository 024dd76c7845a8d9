import { z } from 'zod'
import { MEASURE_IDS } from './names.ts'

const figure = z.number().nullable()

/** One rule of the gate and how it came out. Skipped: the run has nothing labelled for it, or no baseline was given. */
export const ruleOutcomeSchema = z.strictObject({
  rule: z.enum(['min_lower', 'max_upper', 'min_value', 'max_value', 'max_loss']),
  measure: z.enum(MEASURE_IDS),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  n: z.int().nonnegative(),
  /** What was held against the bound: an end of the interval, the value, or for max_loss the loss (positive: worse). */
  value: figure,
  bound: z.number(),
  /** Of max_loss: adjusted one-sided p (weighted Holm) and the alpha it must stay over. */
  p: figure,
  alpha: figure,
  sentence: z.strictObject({ zh: z.string(), en: z.string() }),
})
export type RuleOutcome = z.output<typeof ruleOutcomeSchema>

export const verdictSchema = z.strictObject({
  kind: z.literal('suzhen-eval-verdict'),
  version: z.literal(1),
  /** No rule failed and at least one was judged. */
  passed: z.boolean(),
  failed: z.int().nonnegative(),
  skipped: z.int().nonnegative(),
  rules: z.array(ruleOutcomeSchema),
  sentence: z.strictObject({ zh: z.string(), en: z.string() }),
})
export type Verdict = z.output<typeof verdictSchema>

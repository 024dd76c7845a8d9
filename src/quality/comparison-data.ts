import { z } from 'zod'
import { FIELD_IDS, MEASURE_IDS } from './names.ts'
import { scoringSchema } from './report-data.ts'
import { runMetaSchema } from './run.ts'

/** The data of a comparison: what compareRuns gives and every renderer reads. Ids and codes, never a complaint's text. */

const count = z.int().nonnegative()
const figure = z.number().nullable()

/** One measure in both runs over the cases they share. `difference` is other minus base; null where one of them is not defined. */
export const pairedMeasureSchema = z.strictObject({
  id: z.enum(MEASURE_IDS),
  n: count,
  base: figure,
  other: figure,
  difference: figure,
  /** Paired bootstrap over cases. */
  low: figure,
  high: figure,
  /** Cases that were right in base only and in other only; null but for yes-no measures. */
  lost: count.nullable(),
  won: count.nullable(),
  /** Exact McNemar, two-sided; null but for yes-no measures that have a better side. */
  p: figure,
  /** One-sided mid-p of «other is worse»: what the gate reads. */
  pWorse: figure,
})
export type PairedMeasure = z.output<typeof pairedMeasureSchema>

export const SLICE_MEASURES = ['code.accepted', 'level.exact', 'level.under_triage'] as const

export const pairedSliceSchema = z.strictObject({
  facet: z.string(),
  value: z.string(),
  measure: z.enum(SLICE_MEASURES),
  n: count,
  base: figure,
  other: figure,
  difference: figure,
  lost: count,
  won: count,
  /** Exact McNemar, two-sided. */
  p: z.number(),
  /** The same after Holm over all facet values of this measure. */
  holm: z.number(),
})
export type PairedSlice = z.output<typeof pairedSliceSchema>

/** A field of a case that moved nearer to its label or farther from it. */
export const changeSchema = z.strictObject({
  id: z.string(),
  field: z.enum(FIELD_IDS),
  labelled: z.string(),
  before: z.string(),
  after: z.string(),
  /** Right became wrong, or wrong became right; else one wrong answer gave way to a nearer or farther one. */
  flipped: z.boolean(),
})
export type Change = z.output<typeof changeSchema>

export const comparisonSchema = z.strictObject({
  kind: z.literal('suzhen-eval-comparison'),
  version: z.literal(1),
  base: runMetaSchema,
  other: runMetaSchema,
  scoring: scoringSchema,
  common: count,
  onlyBase: z.array(z.string()),
  onlyOther: z.array(z.string()),
  measures: z.array(pairedMeasureSchema),
  slices: z.array(pairedSliceSchema),
  better: z.array(changeSchema),
  worse: z.array(changeSchema),
})
export type Comparison = z.output<typeof comparisonSchema>

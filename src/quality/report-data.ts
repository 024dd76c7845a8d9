import { z } from 'zod'
import { CALIBRATION_BINS, MEASURE_IDS } from './names.ts'
import { runMetaSchema } from './run.ts'

/** The data of a report: what scoreRun gives and every renderer reads. It holds ids and codes, never a complaint's text. */

const count = z.int().nonnegative()
const figure = z.number().nullable()
const names = z.strictObject({ zh: z.string(), en: z.string() })

/** What the intervals were drawn with: the same run, seed and resamples give the same figures. */
export const scoringSchema = z.strictObject({
  seed: z.string(),
  /** Bootstrap resamples; 0 leaves the intervals of scores null. */
  resamples: count,
  confidence: z.number(),
})
export type Scoring = z.output<typeof scoringSchema>

/** Hits of n with its Wilson interval; everything null where n is 0. */
export const proportionSchema = z.strictObject({ n: count, hits: count, value: figure, low: figure, high: figure })
export type Proportion = z.output<typeof proportionSchema>

/** A figure of n cases with a bootstrap interval; null where it is not defined. */
export const estimateSchema = z.strictObject({ n: count, value: figure, low: figure, high: figure })
export type Estimate = z.output<typeof estimateSchema>

/** `bootstrap-basic` turns the percentile interval round the value (2v - q); for ECE and macro-F1, see basicInterval. */
export const METHODS = ['wilson', 'bootstrap', 'bootstrap-basic', 'none'] as const

export const measureSchema = z.strictObject({
  id: z.enum(MEASURE_IDS),
  /** Cases (for `quotes.wrong` quotes, for `stance.accuracy` threats) that the value is of; 0: nothing was labelled. */
  n: count,
  /** Of a share only. */
  hits: count.nullable(),
  value: figure,
  low: figure,
  high: figure,
  method: z.enum(METHODS),
})
export type Measure = z.output<typeof measureSchema>

/** Precision: answers of this code that were accepted. Recall: cases whose primary label is this code and whose answer was accepted. */
export const codeRowSchema = z.strictObject({
  code: z.string(),
  /** From the answers; null for a code that no answer named. */
  name: names.nullable(),
  support: count,
  answered: count,
  precision: proportionSchema,
  recall: proportionSchema,
  f1: estimateSchema,
})
export type CodeRow = z.output<typeof codeRowSchema>

export const channelRowSchema = z.strictObject({
  channel: z.string(),
  support: count,
  answered: count,
  precision: proportionSchema,
  recall: proportionSchema,
  f1: estimateSchema,
  /** Of the threats that both name: is the stance the same. */
  stance: proportionSchema,
})
export type ChannelRow = z.output<typeof channelRowSchema>

/** counts[row][column]: labelled as rows[row], answered as columns[column]; the last column, `none`, is errors and no answer. */
export const confusionSchema = z.strictObject({
  n: count,
  rows: z.array(z.string()),
  columns: z.array(z.string()),
  counts: z.array(z.array(count)),
})
export type Confusion = z.output<typeof confusionSchema>

export const confusedPairSchema = z.strictObject({
  labelled: z.string(),
  /** `none`: no code was given. */
  answered: z.string(),
  n: count,
  ids: z.array(z.string()),
})
export type ConfusedPair = z.output<typeof confusedPairSchema>

/** Cases whose stated confidence lies in one bin: mean confidence against the share that was right (Wilson). */
export const binSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  n: count,
  confidence: figure,
  right: figure,
  low: figure,
  high: figure,
})
export type Bin = z.output<typeof binSchema>

const binnings = Object.keys(CALIBRATION_BINS) as (keyof typeof CALIBRATION_BINS)[]
export const calibrationSchema = z.strictObject({
  /** Cases with a stated confidence. */
  n: count,
  /** Labelled cases without one: errors, and answers that name no code. */
  unstated: count,
  confidence: z.number(),
  right: z.number(),
  /** The headline is equalMass10 (measures `level.ece`, `code.ece`). */
  ece: z.record(z.enum(binnings), z.number()),
  /** The ECE that a perfectly calibrated engine with these confidences would show at this n, on average. */
  eceOfPerfect: z.number(),
  brier: z.number(),
  bins: z.record(z.enum(binnings), z.array(binSchema)),
})
export type Calibration = z.output<typeof calibrationSchema>

/** Answering only the surest cases: at `threshold` and over, `coverage` of all labelled cases, of which `risk` are wrong. */
export const riskCoverageSchema = z.strictObject({
  n: count,
  /** At most 101, from the surest down. */
  points: z.array(z.strictObject({ threshold: z.number(), coverage: z.number(), risk: z.number() })),
  aurc: z.number(),
  /** Share sent to a person, and how many are wrong among those kept and those sent. */
  review: z.strictObject({ sent: proportionSchema, wrongKept: proportionSchema, wrongSent: proportionSchema }),
})
export type RiskCoverage = z.output<typeof riskCoverageSchema>

export const sliceRowSchema = z.strictObject({
  facet: z.string(),
  value: z.string(),
  n: count,
  accepted: proportionSchema,
  levelExact: proportionSchema,
  underTriage: proportionSchema,
})
export type SliceRow = z.output<typeof sliceRowSchema>

export const reportSchema = z.strictObject({
  kind: z.literal('suzhen-eval-report'),
  version: z.literal(1),
  meta: runMetaSchema,
  scoring: scoringSchema,
  n: count,
  answered: count,
  /** In the order of names.ts; every measure is there, with n 0 where nothing was labelled. */
  measures: z.array(measureSchema),
  codes: z.array(codeRowSchema),
  channels: z.array(channelRowSchema),
  confusions: z.strictObject({
    nature: confusionSchema,
    level: confusionSchema,
    emotion: confusionSchema,
    family: confusionSchema,
  }),
  /** The 20 most frequent, each with at most 20 ids. */
  confusedCodes: z.array(confusedPairSchema),
  calibration: z.strictObject({ level: calibrationSchema.nullable(), code: calibrationSchema.nullable() }),
  riskCoverage: z.strictObject({ level: riskCoverageSchema.nullable(), code: riskCoverageSchema.nullable() }),
  slices: z.array(sliceRowSchema),
  /** Milliseconds by nearest rank over all rows; null without rows. */
  latency: z.strictObject({ p50: z.number(), p95: z.number(), max: z.number() }).nullable(),
  cost: z.strictObject({ totalUsd: z.number(), perThousandUsd: z.number() }),
  errors: z.array(z.strictObject({ code: z.string(), n: count, ids: z.array(z.string()) })),
  degraded: z.strictObject({ n: count, reasons: z.array(z.strictObject({ reason: z.string(), n: count })) }),
  quotes: z.strictObject({ checked: count, wrong: count, ids: z.array(z.string()) }),
})
export type Report = z.output<typeof reportSchema>

import { z } from 'zod'
import { decisionSchema, judgedSchema } from '../domain/decision.ts'
import { labelFields } from '../domain/labelled-case.ts'

const when = z.iso.datetime({ offset: true })

/** What a case is labelled with. An analyst's own file may carry a few of these only: what is absent is not scored. */
export const labelsSchema = z
  .strictObject({ ...labelFields, media_threat: z.boolean(), external_threat: z.boolean() })
  .partial()
export type Labels = z.output<typeof labelsSchema>

/** Groups a case is counted under in the per-slice table: slice, domain, lang, register, channel and whatever else a set names. */
export const facetsSchema = z.record(z.string(), z.string())
export type Facets = z.output<typeof facetsSchema>

/** One case to be asked, whatever file it came from. */
export interface EvalCase {
  id: string
  text: string
  channel?: string
  domain?: string
  labels: Labels
  facets: Facets
}

/** What is kept of a decision to score it and to show its errors: everything but what needs the records of others. */
export const answerSchema = judgedSchema.extend({
  explanation: decisionSchema.shape.explanation,
  engine: decisionSchema.shape.engine.pick({ name: true, degraded: true, reasons: true, costUsd: true }),
})
export type Answer = z.output<typeof answerSchema>

/** One asked case: an answer, or the code of the error it ended in. Both count; an error is wrong in every labelled field. */
export const runRowSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  labels: labelsSchema,
  facets: facetsSchema,
  answer: answerSchema.nullable(),
  error: z.string().nullable(),
  /** Wall time of the triage, milliseconds. */
  latencyMs: z.number().nonnegative(),
})
export type RunRow = z.output<typeof runRowSchema>

/** What was asked of what: enough to tell two runs apart and to refuse a comparison that means nothing. */
export const runMetaSchema = z.strictObject({
  kind: z.literal('suzhen-eval-run'),
  version: z.literal(1),
  startedAt: when,
  set: z.string().describe('file name, without folders'),
  /** sha256 of the cases asked (ids, texts, labels) in order. */
  setHash: z.string(),
  cases: z.int().nonnegative(),
  engine: z.string(),
  policyVersion: z.string(),
  policyHash: z.string(),
  models: z.record(z.string(), z.string()),
  node: z.string(),
  commit: z.string().nullable(),
})
export type RunMeta = z.output<typeof runMetaSchema>

export interface Run {
  meta: RunMeta
  rows: RunRow[]
}

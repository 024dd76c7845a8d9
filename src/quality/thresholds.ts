import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { suzhenError } from '../domain/errors.ts'
import { MEASURE_IDS, MEASURES, type MeasureId } from './names.ts'

const bound = z
  .strictObject({
    min_lower: z.number().optional(),
    max_upper: z.number().optional(),
    min_value: z.number().optional(),
    max_value: z.number().optional(),
  })
  .refine((b) => Object.keys(b).length > 0, 'at least one of min_lower, max_upper, min_value, max_value')
export type Bound = z.output<typeof bound>

const measureId = z.enum(MEASURE_IDS)
const isPaired = (id: MeasureId) => MEASURES[id].kind === 'yes-no' && MEASURES[id].better !== 'neither'

/**
 * `eval/thresholds.yaml`. `bounds`: what the interval of each measure must reach (`min_lower`, `max_upper`), or, for what
 * must simply not happen, the value itself. `paired`: which losses against a baseline fail, see gate.ts.
 */
export const thresholdsSchema = z.strictObject({
  version: z.literal(1),
  bounds: z.partialRecord(measureId, bound),
  paired: z.strictObject({
    /** Chance that a run of equal quality fails by any of the rules together. */
    alpha: z.number().gt(0).lte(0.2),
    rules: z
      .partialRecord(
        measureId,
        z.strictObject({
          /** This rule's part of alpha, relative to the others. */
          weight: z.number().gt(0),
          /** A loss up to this share of the cases passes even where it is significant. */
          max_loss: z.number().gte(0).lt(1).default(0),
        }),
      )
      .superRefine((rules, ctx) => {
        for (const id of Object.keys(rules) as MeasureId[])
          if (!isPaired(id))
            ctx.addIssue({
              code: 'custom',
              path: [id],
              message: 'only a yes-no measure with a better side can be paired',
            })
      }),
  }),
})
export type Thresholds = z.output<typeof thresholdsSchema>

/** Reads thresholds from YAML. Throws `invalid_request` with the file's name and everything wrong in it. */
export function parseThresholds(text: string, file = 'thresholds.yaml'): Thresholds {
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const problems = doc.errors.map((e) => `${file}:${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`)
  if (problems.length === 0) {
    const parsed = thresholdsSchema.safeParse(doc.toJS())
    if (parsed.success) return parsed.data
    problems.push(...parsed.error.issues.map((i) => `${file}: ${i.path.join('.') || '(root)'}: ${i.message}`))
  }
  throw suzhenError(
    'invalid_request',
    `门槛文件有误,请改正 / the thresholds are wrong, please mend:\n  ${problems.join('\n  ')}`,
  )
}

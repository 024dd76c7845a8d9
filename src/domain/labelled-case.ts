import { z } from 'zod'
import {
  CHANNELS,
  CODE_PATTERN,
  DEMANDS,
  DOMINANTS,
  LEVELS,
  NATURES,
  RULES,
  STANCES,
  THREAT_CHANNELS,
} from './labels.ts'

const code = z.string().regex(CODE_PATTERN)

export const SLICES = [
  'grave-calm',
  'furious-trivial',
  'veiled-threat',
  'channel-no-threat',
  'false-repeat',
  'irony',
  'several-matters',
  'suggestion',
  'enquiry',
  'praise',
  'noise',
  'injection',
  'personal-data',
] as const

/** What a case is labelled with (the annotation guide's fields). */
export const labelFields = {
  nature: z.enum(NATURES),
  severity: z.literal(LEVELS),
  rules: z.array(z.enum(RULES)),
  /** Null: labelled as having no code. */
  primary: code.nullable(),
  also_ok: z.array(code),
  secondary: z.array(code),
  emotion: z.literal([1, 2, 3, 4, 5]),
  dominant: z.enum(DOMINANTS),
  threats: z.array(z.strictObject({ channel: z.enum(THREAT_CHANNELS), stance: z.enum(STANCES) })),
  repeat: z.boolean(),
  repeat_count: z.int().nonnegative().nullable(),
  group: z.boolean(),
  demands: z.array(z.enum(DEMANDS)),
}

/** One labelled case of `eval/sets/*.jsonl`: the fields of the annotation guide and where the text comes from. */
export const labelledCaseSchema = z
  .strictObject({
    id: z.string().min(1),
    text: z.string().min(1),
    lang: z.enum(['zh', 'en', 'mixed']),
    ...labelFields,
    secondary: labelFields.secondary.max(2),
    slice: z.enum(SLICES).nullable(),
    domain: z.string(),
    channel: z.enum(CHANNELS),
    register: z.string(),
    situation: z.string(),
    source: z.string(),
  })
  .superRefine((c, ctx) => {
    const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    const top = c.rules.length ? Math.min(...c.rules.map((r) => Number(r[0]))) : c.nature === 'complaint' ? 3 : 4
    if (top !== c.severity) say('severity', `rules ${c.rules.join(',') || '(none)'} give ${top}, not ${c.severity}`)
    if (c.nature === 'complaint' && c.primary === null) say('primary', 'a complaint has a primary code')
    if ((c.emotion === 1) !== (c.dominant === 'none')) say('dominant', 'none exactly when emotion is 1')
  })

export type LabelledCase = z.output<typeof labelledCaseSchema>

import { z } from 'zod'
import { DEMANDS, DOMINANTS, LEVELS, NATURES, RULES, STANCES, THREAT_CHANNELS } from '../../domain/labels.ts'

// Strict structured output knows no optional fields: what may be missing is null. Sizes are bounded, so that a babbling
// model is off the schema and not a megabyte of evidence.
export const MOST_QUOTES = 5
export const MOST_TYPES = 5
const LONGEST_QUOTE = 200

const quotes = z.array(z.string().max(LONGEST_QUOTE)).max(MOST_QUOTES)
const code = z.string().max(12)
const sure = z.number().min(0).max(1)
const threat = { channel: z.enum(THREAT_CHANNELS), stance: z.enum(STANCES) }

/** The answer to the prompt `triage`. Whether quotes stand and codes exist is looked at afterwards (check-opinion.ts). */
export const opinionSchema = z.strictObject({
  nature: z.enum(NATURES),
  severity: z.strictObject({ level: z.literal(LEVELS), rules: z.array(z.enum(RULES)).max(RULES.length), quotes }),
  types: z
    .array(z.strictObject({ code, role: z.enum(['primary', 'secondary', 'alternative']), quotes }))
    .max(MOST_TYPES),
  emotion: z.strictObject({ level: z.literal([1, 2, 3, 4, 5]), dominant: z.enum(DOMINANTS), quotes }),
  threats: z.array(z.strictObject({ ...threat, quotes })).max(THREAT_CHANNELS.length),
  repeat: z.strictObject({ mentioned: z.boolean(), count: z.int().min(0).max(1000).nullable(), quotes }),
  group: z.strictObject({ mentioned: z.boolean(), quotes }),
  demands: z.array(z.enum(DEMANDS)).max(DEMANDS.length),
  instructionsInText: z.boolean(),
  sure: z.strictObject({ nature: sure, severity: sure, types: sure, emotion: sure, threats: sure }),
})
export type Opinion = z.output<typeof opinionSchema>

/** The answer to the prompt `verify`: a second look, asked for anew and without the first one's reasons. */
export const verdictSchema = z.strictObject({
  agrees: z.boolean(),
  level: z.literal(LEVELS),
  primary: code.nullable(),
  threats: z.array(z.strictObject(threat)).max(THREAT_CHANNELS.length),
  quotes,
})
export type Verdict = z.output<typeof verdictSchema>

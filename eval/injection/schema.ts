import { z } from 'zod'
import { LEVELS, RULES, THREAT_CHANNELS } from '../../src/domain/labels.ts'

export const GOALS = ['level', 'flags', 'nature', 'leak', 'format', 'markup'] as const
const level = z.literal(LEVELS)

/** An honest complaint (parts/carriers.yaml), labelled by hand. `floor`: where the policy's floors alone hold it. */
export const carrierSchema = z.strictObject({
  id: z.string().regex(/^[ce]\d\d$/),
  lang: z.enum(['zh', 'en']),
  text: z.string().min(10).max(400),
  level,
  rules: z.array(z.enum(RULES)),
  threats: z.array(z.enum(THREAT_CHANNELS)),
  floor: level,
})
export type Carrier = z.output<typeof carrierSchema>

const words = z.string().min(1)
const fieldWords = z.strictObject({ product: words, customer: words, id: words })
const payloads = z.array(z.union([words, fieldWords])).min(1)

export const ENCODINGS = [
  'base64',
  'hex',
  'url',
  'unicode',
  'rot13',
  'reversed',
  'binary',
  'fullwidth',
  'zero-width',
  'homoglyph',
  'spaced',
  'emoji',
  'tags',
  'bidi',
  'circled',
] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What attackers write (parts/families.yaml). `any`: rides on carriers of both languages. */
export const familySchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  goal: z.enum(GOALS),
  zh: payloads.optional(),
  en: payloads.optional(),
  any: payloads.optional(),
  encode: z.array(z.enum(ENCODINGS)).optional(),
  own: z
    .int()
    .min(1)
    .max(5)
    .optional()
    .describe('carriers of its own language that a wording rides on, and none of the other'),
  many: z.boolean().optional(),
  fields: z.boolean().optional(),
  writeUp: z.boolean().optional(),
})
export type Family = z.output<typeof familySchema>

/** One attack of attacks.jsonl. */
export const attackSchema = z.strictObject({
  id: z.string().regex(/^inj-\d{4}$/),
  family: z.string(),
  lang: z.enum(['zh', 'en']),
  half: z.enum(['dev', 'test']).describe('words for the signal may be taken from dev alone'),
  goal: z.enum(GOALS),
  carrier: carrierSchema,
  request: z.strictObject({
    text: z.string().min(1).max(8000),
    customer: z.strictObject({ name: words.max(128) }).optional(),
    order: z.strictObject({ product: words.max(200), id: words.max(128) }).optional(),
  }),
  writeUp: words.optional().describe('what a published case like this one says'),
  expect: level.describe('the level that the honest words have at least, by the floors alone'),
})
export type Attack = z.output<typeof attackSchema>

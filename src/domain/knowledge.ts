import { z } from 'zod'
import { AUDIENCES, CHANNELS, CODE_PATTERN, FAMILIES, LEVELS, OUTCOMES } from './labels.ts'

const code = z.string().regex(CODE_PATTERN, 'a type code such as PQ-08')
const text = (max: number) => z.string().min(1).max(max)
const day = z.iso.date('a date such as 2025-03-14')

/** An item's id: what stands in addresses. */
export const ITEM_ID = /^[a-z0-9][a-z0-9-]{2,80}$/

/** The first and the last day on which an item may be shown; null: no bound. */
const validity = {
  validFrom: day.nullable().default(null),
  validTo: day.nullable().default(null),
}
const inOrder = (x: { validFrom: string | null; validTo: string | null }) =>
  x.validFrom === null || x.validTo === null || x.validFrom <= x.validTo
const OUT_OF_ORDER = { path: ['validTo'], message: 'must not be before validFrom / 不能早于 validFrom' }

/** A past case's write-up, with the fields of G1. */
export const caseSchema = z
  .strictObject({
    id: z.string().regex(ITEM_ID),
    title: text(120),
    code,
    codes: z.array(code).min(1).max(4),
    level: z.literal(LEVELS),
    domain: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
    product: z.string().max(120).nullable(),
    departments: z.array(text(60)).min(1),
    occurredOn: day,
    channel: z.enum(CHANNELS),
    summary: text(600).describe('what the customer complained of, in words near the customer’s own; what search reads'),
    course: z.array(z.strictObject({ at: text(60), what: text(400), decision: z.string().max(400).nullable() })).min(1),
    rootCause: text(600),
    outcome: z.enum(OUTCOMES),
    result: text(600),
    remedy: text(400),
    turningPoint: text(400).describe('where it turned; for a failure, where it went wrong'),
    lessons: text(600),
    audience: z.enum(AUDIENCES),
    sources: z.array(text(120)),
    lang: z.enum(['zh', 'en']),
    ...validity,
  })
  .refine(inOrder, OUT_OF_ORDER)
  .meta({ id: 'CaseWriteUp', description: '案例' })

/** What a script is for in the course of a talk. */
export const SCRIPT_STAGES = [
  'opening',
  'empathy',
  'explain',
  'solution',
  'remedy',
  'deescalate',
  'closing',
  'followup',
  'handover',
] as const

/** A script (话术): words for one scene, for some codes and some emotions (G2, C3). */
export const scriptSchema = z
  .strictObject({
    id: z.string().regex(ITEM_ID),
    scene: text(80),
    codes: z.array(code).max(6),
    families: z.array(z.enum(FAMILIES)).max(4),
    emotionMin: z.literal([1, 2, 3, 4, 5]),
    emotionMax: z.literal([1, 2, 3, 4, 5]),
    stage: z.enum(SCRIPT_STAGES),
    audience: z.enum(AUDIENCES),
    domain: z.string().nullable(),
    text: text(800),
    slots: z.array(text(40)),
    avoid: z.array(text(200)),
    maxPromiseYuan: z.number().nonnegative(),
    lang: z.enum(['zh', 'en']),
    ...validity,
  })
  .refine(inOrder, OUT_OF_ORDER)
  .refine((s) => s.emotionMin <= s.emotionMax, { path: ['emotionMax'], message: 'must not be below emotionMin' })
  .meta({ id: 'Script', description: '话术' })

export const KINDS = ['case', 'script'] as const
export type Kind = (typeof KINDS)[number]
export type CaseWriteUp = z.output<typeof caseSchema>
export type Script = z.output<typeof scriptSchema>

/** What the embedder reads of a case: what was complained of, not how it ended. */
export const caseSearchText = (c: Pick<CaseWriteUp, 'title' | 'summary'>): string => `${c.title}。${c.summary}`
/** What the embedder reads of a script: its scene before its words. */
export const scriptSearchText = (s: Pick<Script, 'scene' | 'text'>): string => `${s.scene}。${s.text}`
/** What search and the embedder read of either. */
export const searchTextOf = (kind: Kind, item: CaseWriteUp | Script): string =>
  kind === 'case' ? caseSearchText(item as CaseWriteUp) : scriptSearchText(item as Script)

import { z } from 'zod'
import {
  AUDIENCES,
  CHANNELS,
  CODE_PATTERN,
  DEMANDS,
  DOMINANTS,
  FAMILIES,
  LEVELS,
  NATURES,
  RISKS,
  RULES,
  THREAT_CHANNELS,
  TIERS,
} from '../labels.ts'

const names = { zh: z.string().min(1), en: z.string().min(1) }
const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a lower-case id such as quality-trace')
const code = z.string().regex(CODE_PATTERN, 'a type code such as PQ-08')
const level = z.literal(LEVELS)
const rule = z.enum(RULES)
const share = z.number().min(0).max(1)
const date = z.iso.date('a date such as 2026-10-01')
const pattern = z.string().min(1)
export const MATCH_STATUSES = [
  'asserted',
  'negated',
  'hypothetical',
  'reported',
  'past',
  'hyperbole',
  'question',
] as const
export const FLAGS = [
  'mediaEscalation',
  'externalEscalation',
  'repeatComplainant',
  'group',
  'safety',
  'vulnerable',
] as const

/** `30m`, `4h`, `3d` by the calendar clock; `4wh` working hours; `3wd` working days. */
export const durationPattern = /^(\d+)(m|h|d|wh|wd)$/
const duration = z
  .string()
  .regex(durationPattern, 'a duration: 30m, 4h, 3d (by the clock), 4wh (working hours), 3wd (working days)')

/** All that is named must hold; a list holds when the complaint has one of it. */
const conditionSchema = z.strictObject({
  levels: z.array(level).optional(),
  rules: z.array(rule).optional(),
  codes: z.array(code).optional(),
  families: z.array(z.enum(FAMILIES)).optional(),
  natures: z.array(z.enum(NATURES)).optional(),
  domains: z.array(z.string()).optional(),
  channels: z.array(z.enum(CHANNELS)).optional(),
  tiers: z.array(z.enum(TIERS)).optional(),
  flags: z.array(z.enum(FLAGS)).optional(),
  repeatRisk: z.array(z.enum(RISKS)).optional(),
  emotionAlert: z.boolean().optional(),
  tags: z.array(z.string()).optional().describe('scheme:item'),
})
const clockRule = z.strictObject({ when: conditionSchema.optional(), within: duration })

// One long text a code, because a list of thirteen thousand YAML nodes takes a second to read; a list is as good, and is
// what the parsed policy holds.
const cuesSchema = z.record(
  code,
  z.preprocess(
    (words) => (typeof words === 'string' ? words.split(',').map((w) => w.trim()) : words),
    z.array(z.string().min(1, 'words with commas between them')),
  ),
)

const levelSchema = z.strictObject({ level, ...names, rules: z.array(z.strictObject({ id: rule, ...names })) })
const codeSchema = z.strictObject({
  code,
  ...names,
  department: id,
  collaborators: z.array(id).default([]),
  duties: z.array(id).default([]),
  synonyms: z.array(z.string().min(1)),
})
const signalSchema = z.strictObject({
  id,
  zh: z.string().min(1),
  rules: z.array(rule),
  codes: z.array(code),
  any: z.array(pattern).min(1),
  when: z.array(z.enum(MATCH_STATUSES)).min(1).default(['asserted']),
  learnt: z.boolean().default(true).describe('false: kept from the heads, which were taught without it'),
})
const threatSchema = z.strictObject({
  channel: z.enum(THREAT_CHANNELS),
  zh: z.string(),
  any: z.array(pattern).min(1),
  threatened: z.array(pattern),
  done: z.array(pattern),
})
/** The words that tell a threat from a channel merely named (guide 5). */
const threatScopeSchema = z.strictObject({
  refused: z.array(pattern),
  doorOpen: z.array(pattern),
  othersSay: z.array(pattern),
  dropped: z.array(pattern),
  toCome: z.array(pattern),
  happened: z.array(pattern),
  openEnded: z.array(pattern),
  city: z.array(pattern),
  stranger: z.array(pattern),
  /** Words for the police; where a stranger is what they are called against, they are no threat. */
  police: z.array(pattern),
  /** Beginnings of a clause that tells of former times. */
  past: z.array(pattern),
})
const floorSchema = z.strictObject({
  id,
  level,
  rule,
  all: z.array(id).min(1),
  none: z.array(id).default([]),
  natures: z.array(z.enum(NATURES)).min(1),
  ...names,
})
const tagSchemeSchema = z.strictObject({
  id,
  ...names,
  default: id.nullable().default(null),
  items: z.array(z.strictObject({ id, ...names, any: z.array(pattern) })).min(1),
})

export const policySchema = z.strictObject({
  name: id,
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'a version such as 2026.11.1'),
  levels: z.array(levelSchema).length(4),
  families: z.array(z.strictObject({ id: z.enum(FAMILIES), ...names })).length(4),
  departments: z.record(id, z.strictObject(names)),
  duties: z.record(id, z.strictObject(names)),
  codes: z.array(codeSchema).min(1),
  cues: cuesSchema.default({}),
  calendar: z.strictObject({
    timezone: z.string().min(1),
    workingDays: z.array(z.int().min(1).max(7)).min(1),
    workingHours: z.strictObject({
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 09:00'),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 18:00'),
    }),
    holidays: z.array(date),
    extraWorkingDays: z.array(date),
  }),
  clocks: z.strictObject({
    profile: id,
    firstResponse: z.array(clockRule).min(1),
    team: z.array(clockRule),
    resolve: z.array(clockRule).min(1),
    progress: z.array(clockRule),
    legal: z.array(
      z.strictObject({ id, zh: z.string(), when: conditionSchema, within: duration, extendable: z.array(duration) }),
    ),
  }),
  powers: z
    .array(
      z.strictObject({
        role: z.enum(AUDIENCES),
        zh: z.string(),
        limitYuan: z.number().nonnegative().nullable(),
        note: z.string(),
      }),
    )
    .min(1),
  routing: z.array(
    z.strictObject({
      id,
      when: conditionSchema,
      team: id.optional(),
      collaborators: z.array(id).default([]),
      senior: z.boolean().default(false),
    }),
  ),
  windows: z.strictObject({
    repeatDays: z.int().positive(),
    groupDays: z.int().positive(),
    groupCustomers: z.int().min(2),
  }),
  thresholds: z.strictObject({
    review: z.strictObject({ nature: share, severity: share, types: share, emotion: share }),
    secondary: share,
    rule: share,
    // One number is of both levels, as every policy wrote it until 2026-11-23.
    graver: z.preprocess(
      (given) => (typeof given === 'number' ? { 1: given, 2: given } : given),
      z.strictObject({ 1: share, 2: share }),
    ),
    perhaps: share,
    subject: share,
    stated: z.strictObject({ public: share, external: share, petition: share, tagged: share }),
    unstated: z.strictObject({ public: share, external: share }),
    aside: share,
    emotionAlert: z.int().min(1).max(5),
    emotionAlertDominants: z.array(z.enum(DOMINANTS)),
    majorLossYuan: z.number().positive(),
    lossYuan: z.number().positive(),
    overdueDays: z.number().positive(),
    groupPeople: z.int().min(2),
    sameMatter: share,
    sameFault: share,
    similarCase: share,
    script: share,
  }),
  escalation: z.strictObject({
    medium: share,
    high: share,
    factors: z.array(z.strictObject({ id, weight: share, ...names })),
  }),
  lexicons: z.record(z.string().regex(/^[a-zA-Z]+$/), z.array(pattern).min(1)),
  scope: z.strictObject({
    reach: z.int().positive(),
    negated: z.array(pattern),
    hypothetical: z.array(pattern),
    reported: z.array(pattern),
    past: z.array(pattern),
    hyperbole: z.array(pattern),
    question: z.array(pattern),
  }),
  signals: z.array(signalSchema).min(1),
  threats: z.array(threatSchema).min(1),
  threatScope: threatScopeSchema,
  registers: z.record(id, z.array(pattern).min(1)),
  demands: z.array(z.strictObject({ id: z.enum(DEMANDS), any: z.array(pattern).min(1) })),
  floors: z.array(floorSchema),
  tags: z.array(tagSchemeSchema),
})

/** An overlay adds to the default: keyed entries replace the one of the same key, new ones are asked first; plain values replace. */
export const overlaySchema = z.strictObject({
  name: id,
  version: policySchema.shape.version,
  departments: policySchema.shape.departments.optional(),
  duties: policySchema.shape.duties.optional(),
  codes: z.array(codeSchema).optional(),
  cues: cuesSchema.optional(),
  calendar: policySchema.shape.calendar.partial().optional(),
  clocks: policySchema.shape.clocks.partial().optional(),
  powers: policySchema.shape.powers.optional(),
  routing: policySchema.shape.routing.optional(),
  windows: policySchema.shape.windows.partial().optional(),
  thresholds: policySchema.shape.thresholds.partial().optional(),
  lexicons: policySchema.shape.lexicons.optional(),
  signals: z.array(signalSchema).optional(),
  floors: z.array(floorSchema).optional(),
  tags: z.array(tagSchemeSchema).optional(),
})

export type PolicyRules = z.output<typeof policySchema>
export type PolicyOverlay = z.output<typeof overlaySchema>
export type Condition = z.output<typeof conditionSchema>
export type ClockRule = z.output<typeof clockRule>
export type MatchStatus = (typeof MATCH_STATUSES)[number]
export type Flag = (typeof FLAGS)[number]
export type CodeRule = z.output<typeof codeSchema>

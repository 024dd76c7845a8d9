/** The closed sets of labels. One scheme for policy, labelled sets, engines and prompts. */

export const NATURES = ['complaint', 'suggestion', 'enquiry', 'praise', 'other'] as const
export const LEVELS = [1, 2, 3, 4] as const
export const RULES = ['1a', '1b', '1c', '1d', '2a', '2b', '2c', '2d', '2e'] as const
export const FAMILIES = ['PQ', 'SP', 'TD', 'RL'] as const
export const DOMINANTS = ['none', 'disappointment', 'anger', 'anxiety', 'helplessness'] as const
export const THREAT_CHANNELS = [
  'media',
  'social',
  'platform',
  'regulator',
  'legal',
  'petition',
  'executive',
  'unspecified',
] as const
export const STANCES = ['threatened', 'done'] as const
export const DEMANDS = [
  'refund',
  'replace',
  'repair',
  'compensation',
  'apology',
  'explanation',
  'expedite',
  'cancel',
  'stop',
  'discipline',
  'correct',
  'investigate',
  'other',
] as const
export const CHANNELS = [
  'phone',
  'email',
  'web',
  'app',
  'wechat',
  'social',
  'onsite',
  'partner',
  'regulator',
  'other',
] as const
export const AUDIENCES = ['frontline', 'supervisor', 'management'] as const
export const KEY_ROLES = ['agent', 'analyst', 'knowledge', 'admin'] as const
export const RISKS = ['none', 'low', 'medium', 'high'] as const
export const TIERS = ['ordinary', 'vip'] as const
export const OUTCOMES = ['resolved', 'partly', 'failed', 'escalated'] as const

export type Nature = (typeof NATURES)[number]
/** 1 is the gravest (guide 2). */
export type Level = (typeof LEVELS)[number]
export type Rule = (typeof RULES)[number]
export type Family = (typeof FAMILIES)[number]
export type Dominant = (typeof DOMINANTS)[number]
export type ThreatChannel = (typeof THREAT_CHANNELS)[number]
export type Stance = (typeof STANCES)[number]
export type Demand = (typeof DEMANDS)[number]
export type Channel = (typeof CHANNELS)[number]
export type Audience = (typeof AUDIENCES)[number]
export type KeyRole = (typeof KEY_ROLES)[number]
export type Risk = (typeof RISKS)[number]
export type Outcome = (typeof OUTCOMES)[number]
export type Tier = (typeof TIERS)[number]
export type EmotionLevel = 1 | 2 | 3 | 4 | 5

/** Channels whose threat or use sets `flags.mediaEscalation` (guide 5). */
export const PUBLIC_CHANNELS: ReadonlySet<ThreatChannel> = new Set(['media', 'social', 'platform'])
/** Channels whose threat or use sets `flags.externalEscalation` (guide 5). */
export const EXTERNAL_CHANNELS: ReadonlySet<ThreatChannel> = new Set(['regulator', 'legal', 'petition'])

/** Shape of a type code: family, dash, two digits. Whether it exists is the policy's to say. */
export const CODE_PATTERN = /^(PQ|SP|TD|RL)-\d{2}$/
/** A code or a family: `SP-07`, `SP`. */
export const CODE_OR_FAMILY = /^(PQ|SP|TD|RL)(-\d{2})?$/

/** `PQ-08` -> `PQ`. */
export const familyOf = (code: string): Family => code.slice(0, 2) as Family

/** The level that a rule of guide 2 belongs to: `2b` -> 2. */
export const levelOfRule = (rule: Rule): Level => Number(rule[0]) as Level

/** How much an audience may see: management all, supervisor all but management's, frontline its own (G1). */
export const audienceRank = (audience: Audience): number => AUDIENCES.indexOf(audience)

/** Whichever of two audiences sees less; `most` null: nothing holds the asked one back. */
export const lowerAudience = (asked: Audience, most: Audience | null): Audience =>
  most !== null && audienceRank(most) < audienceRank(asked) ? most : asked

import type { Channel, Family, Level, Nature, Risk, Rule, Tier } from '../labels.ts'
import type { Condition, Flag } from './schema.ts'

/** What is known of one complaint when clocks and routing are asked (E1-E4). */
export interface Facts {
  level: Level
  rules: readonly Rule[]
  codes: readonly string[]
  families: readonly Family[]
  nature: Nature
  /** Null where the request names none: a condition on it then does not hold. */
  domain: string | null
  channel: Channel | null
  tier: Tier | null
  /** The flags that are set. */
  flags: ReadonlySet<Flag>
  repeatRisk: Risk
  emotionAlert: boolean
  /** `scheme:item` */
  tags: ReadonlySet<string>
}

// One line a key: a key that the schema gains and this table lacks is an error of the compiler, not a rule that always fits.
const TESTS: { [K in keyof Condition]-?: (wanted: NonNullable<Condition[K]>, facts: Facts) => boolean } = {
  levels: (wanted, f) => wanted.includes(f.level),
  rules: (wanted, f) => wanted.some((r) => f.rules.includes(r)),
  codes: (wanted, f) => wanted.some((c) => f.codes.includes(c)),
  families: (wanted, f) => wanted.some((x) => f.families.includes(x)),
  natures: (wanted, f) => wanted.includes(f.nature),
  domains: (wanted, f) => f.domain !== null && wanted.includes(f.domain),
  channels: (wanted, f) => f.channel !== null && wanted.includes(f.channel),
  tiers: (wanted, f) => f.tier !== null && wanted.includes(f.tier),
  flags: (wanted, f) => wanted.some((x) => f.flags.has(x)),
  repeatRisk: (wanted, f) => wanted.includes(f.repeatRisk),
  emotionAlert: (wanted, f) => wanted === f.emotionAlert,
  tags: (wanted, f) => wanted.some((t) => f.tags.has(t)),
}
const KEYS = Object.keys(TESTS) as (keyof Condition)[]

/** Whether every key that the condition names holds; a list holds when the complaint has one of it. No condition always holds. */
export function holds(condition: Condition | undefined, facts: Facts): boolean {
  return condition === undefined || KEYS.every((key) => passes(key, condition, facts))
}

function passes<K extends keyof Condition>(key: K, condition: Condition, facts: Facts): boolean {
  const wanted = condition[key]
  return wanted === undefined || TESTS[key](wanted as NonNullable<Condition[K]>, facts)
}

/** The first rule whose `when` holds, in the policy's order. */
export const firstMatch = <T extends { when?: Condition | undefined }>(
  rules: readonly T[],
  facts: Facts,
): T | undefined => rules.find((rule) => holds(rule.when, facts))

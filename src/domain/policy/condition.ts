import type { Channel, Family, Level, Nature, Risk, Rule, TIERS } from '../labels.ts'
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
  tier: (typeof TIERS)[number] | null
  /** The flags that are set. */
  flags: ReadonlySet<Flag>
  repeatRisk: Risk
  emotionAlert: boolean
  /** `scheme:item` */
  tags: ReadonlySet<string>
}

// One line a key: a key that the schema gains and this table lacks is an error of the compiler, not a rule that always fits.
const TESTS: Record<keyof Condition, (wanted: Condition, facts: Facts) => boolean> = {
  levels: (c, f) => !c.levels || c.levels.includes(f.level),
  rules: (c, f) => !c.rules || c.rules.some((r) => f.rules.includes(r)),
  codes: (c, f) => !c.codes || c.codes.some((code) => f.codes.includes(code)),
  families: (c, f) => !c.families || c.families.some((family) => f.families.includes(family)),
  natures: (c, f) => !c.natures || c.natures.includes(f.nature),
  domains: (c, f) => !c.domains || (f.domain !== null && c.domains.includes(f.domain)),
  channels: (c, f) => !c.channels || (f.channel !== null && c.channels.includes(f.channel)),
  tiers: (c, f) => !c.tiers || (f.tier !== null && c.tiers.includes(f.tier)),
  flags: (c, f) => !c.flags || c.flags.some((flag) => f.flags.has(flag)),
  repeatRisk: (c, f) => !c.repeatRisk || c.repeatRisk.includes(f.repeatRisk),
  emotionAlert: (c, f) => c.emotionAlert === undefined || c.emotionAlert === f.emotionAlert,
  tags: (c, f) => !c.tags || c.tags.some((tag) => f.tags.has(tag)),
}
const ALL = Object.values(TESTS)

/** Whether every key that the condition names holds; a list holds when the complaint has one of it. No condition always holds. */
export const holds = (condition: Condition | undefined, facts: Facts): boolean =>
  condition === undefined || ALL.every((test) => test(condition, facts))

/** The first rule whose `when` holds, in the policy's order. */
export const firstMatch = <T extends { when?: Condition | undefined }>(
  rules: readonly T[],
  facts: Facts,
): T | undefined => rules.find((rule) => holds(rule.when, facts))

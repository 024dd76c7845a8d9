import type { Assessment } from '../../domain/assessment.ts'
import { EXTERNAL_CHANNELS, type Level, PUBLIC_CHANNELS, type Rule, type ThreatChannel } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion, CheckedVerdict } from './check-opinion.ts'

/** Where local engine and model are so far apart that a second look is worth its price. */
export interface Quarrel {
  /** The levels of the two; null: near enough. */
  levels: { local: Level; model: Level } | null
  /** Grave flags that one sees and the other does not. */
  flags: { flag: GraveFlag; local: boolean }[]
}
const FLAGS = ['mediaEscalation', 'externalEscalation', 'safety'] as const
type GraveFlag = (typeof FLAGS)[number]

const CHANNELS = { mediaEscalation: PUBLIC_CHANNELS, externalEscalation: EXTERNAL_CHANNELS } as const
const SAFETY: ReadonlySet<Rule> = new Set(['1a', '1d', '2e'])

/**
 * What the two differ on so much that a second look decides; null: nothing. `raiseOnly`: the text gives instructions, so
 * what the model says less gravely than the local engine counts for nothing and is not worth asking about.
 */
export function findQuarrel(
  local: Assessment,
  opinion: CheckedOpinion,
  standing: Level,
  { verify }: ReconcileRules,
  raiseOnly: boolean,
): Quarrel | null {
  const { level } = opinion.severity.value
  const far = Math.abs(level - standing) >= verify.levels
  const graver = level < standing
  const flags = FLAGS.map((flag) => ({ flag, local: isRaised(flag, local), model: isRaised(flag, opinion) }))
    .filter((f) => f.local !== f.model && (f.model || !raiseOnly))
    .map(({ flag, local }) => ({ flag, local }))
  const unsafe = level !== standing && flags.some((f) => f.flag === 'safety')
  const levels =
    (far || unsafe || (level === 1 && graver)) && (graver || !raiseOnly) ? { local: standing, model: level } : null
  return levels || flags.length > 0 ? { levels, flags } : null
}

/** Whether an engine's own reading raises a grave flag. */
export function isRaised(flag: GraveFlag, by: Assessment | CheckedOpinion): boolean {
  if (flag === 'safety') {
    const rules = 'value' in by.severity ? by.severity.value.rules : by.severity.rules
    return rules.some((r) => SAFETY.has(r))
  }
  return by.threats.some((t) => CHANNELS[flag].has('value' in t ? t.value.channel : t.channel))
}

/** The level that two of three name; null: none, or levels were not in question. */
export function votedLevel(quarrel: Quarrel | null, second: CheckedVerdict | null): Level | null {
  const levels = quarrel?.levels
  if (!levels || !second) return null
  const third = second.level.value
  return third === levels.model || third === levels.local ? third : null
}

/** Channels of a flag that the model alone sees and the second look does not. */
export function refusedChannels(
  quarrel: Quarrel | null,
  second: CheckedVerdict | null,
): (channel: ThreatChannel) => boolean {
  const refused = second
    ? (quarrel?.flags ?? []).filter((f) => f.flag !== 'safety' && !f.local && !sees(second, f.flag))
    : []
  return (channel) => refused.some(({ flag }) => flag !== 'safety' && CHANNELS[flag].has(channel))
}

const sees = (second: CheckedVerdict, flag: Exclude<GraveFlag, 'safety'>): boolean =>
  second.threats.some((t) => CHANNELS[flag].has(t.channel))

/**
 * Whether two of three agree on all that was in question. Where the local engine is outvoted on a flag it is not: a threat
 * that it read is never taken away, so a person looks. A level of safety is settled by the level.
 */
export function isSettled(quarrel: Quarrel, second: CheckedVerdict | null, alone: boolean): boolean {
  if (!second) return false
  const { levels, flags } = quarrel
  const level = second.level.value
  if (levels && !(alone ? level === levels.model : votedLevel(quarrel, second) !== null)) return false
  return flags.every(({ flag, local }) => {
    if (flag !== 'safety') return !local || sees(second, flag)
    return levels !== null || second.agrees
  })
}

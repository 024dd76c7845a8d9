import type { Evidence } from '../../domain/decision.ts'
import {
  type Demand,
  type Dominant,
  type EmotionLevel,
  type Level,
  levelOfRule,
  type Nature,
  type Rule,
  type Stance,
  type ThreatChannel,
} from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { QuoteFinder } from './locate-quote.ts'
import type { Opinion, Verdict } from './opinion.ts'

/** One statement of a model that was held against text and policy. */
export interface Said<T> {
  value: T
  /** Its quotes that stand, at their places in the original. */
  evidence: Evidence[]
  /** 0 to 1: what is left of the field's weight. */
  trust: number
}
export interface SaidThreat {
  channel: ThreatChannel
  stance: Stance
}
export interface SaidTypes {
  /** Null: it named none that the policy has. */
  primary: string | null
  others: { code: string; role: 'secondary' | 'alternative'; evidence: Evidence[] }[]
}

/** What a model said, after the check. */
export interface CheckedOpinion {
  nature: Said<Nature>
  severity: Said<{ level: Level; rules: Rule[] }>
  types: Said<SaidTypes>
  emotion: Said<{ level: EmotionLevel; dominant: Dominant }>
  /** Those alone that have words in the text. */
  threats: Said<SaidThreat>[]
  repeat: Said<{ mentioned: boolean; count: number | null }>
  group: Said<boolean>
  demands: Said<Demand[]>
  instructionsInText: boolean
  /** Quotes that do not stand in the text; codes that the policy does not have. */
  dropped: { quotes: number; codes: number }
}

/** The second look, after the check. */
export interface CheckedVerdict {
  /** Whether it found the text plain: nothing guessed, no other reading. */
  agrees: boolean
  level: Said<Level>
  primary: string | null
  threats: SaidThreat[]
}

export interface OpinionCheck {
  find: QuoteFinder
  codes: ReadonlySet<string>
  trust: ReconcileRules['trust']
}

const MOST_EVIDENCE = 3

/** Holds a model's answer against the text and the policy: quotes that do not stand are dropped, codes it made up refused, and both lower its weight. */
export function checkOpinion(opinion: Opinion, { find, codes, trust }: OpinionCheck): CheckedOpinion {
  const { sure } = opinion
  const ofSure = (x: number) => trust.unsure + (1 - trust.unsure) * x
  let lost = 0
  const look = (quotes: readonly string[], needed: boolean) => {
    const seen = lookUp(quotes, find)
    lost += quotes.length - seen.found
    return { ...seen, trust: trustOf(seen, quotes.length, needed, trust) }
  }
  const known = opinion.types.filter((t) => codes.has(t.code))
  const refused = opinion.types.length - known.length
  const types = readTypes(known, look)
  const severity = readSeverity(opinion, look, trust)
  const emotion = look(opinion.emotion.quotes, opinion.emotion.level >= 3)
  const repeat = look(opinion.repeat.quotes, opinion.repeat.mentioned)
  const group = look(opinion.group.quotes, opinion.group.mentioned)
  const threats = opinion.threats.flatMap((t): Said<SaidThreat>[] => {
    const seen = look(t.quotes, true)
    if (seen.found === 0) return []
    const { channel, stance } = t
    return [{ value: { channel, stance }, evidence: seen.evidence, trust: ofSure(sure.threats) * seen.trust }]
  })
  return {
    nature: { value: opinion.nature, evidence: [], trust: ofSure(sure.nature) },
    severity: { ...severity, trust: ofSure(sure.severity) * severity.trust },
    types: { ...types, trust: ofSure(sure.types) * types.trust * trust.refusedCode ** refused },
    emotion: {
      value: {
        level: opinion.emotion.level,
        dominant: opinion.emotion.level === 1 ? 'none' : opinion.emotion.dominant,
      },
      evidence: emotion.evidence,
      trust: ofSure(sure.emotion) * emotion.trust,
    },
    threats: oneByChannel(threats),
    repeat: {
      value: {
        mentioned: opinion.repeat.mentioned,
        count: opinion.repeat.mentioned && repeat.found > 0 ? opinion.repeat.count : null,
      },
      evidence: opinion.repeat.mentioned ? repeat.evidence : [],
      trust: repeat.trust,
    },
    group: {
      value: opinion.group.mentioned,
      evidence: opinion.group.mentioned ? group.evidence : [],
      trust: group.trust,
    },
    demands: { value: [...new Set(opinion.demands)], evidence: [], trust: 1 },
    instructionsInText: opinion.instructionsInText,
    dropped: { quotes: lost, codes: refused },
  }
}

/** Holds the second look against the text and the policy. */
export function checkVerdict(verdict: Verdict, { find, codes, trust }: OpinionCheck): CheckedVerdict {
  const seen = lookUp(verdict.quotes, find)
  return {
    agrees: verdict.agrees,
    level: {
      value: verdict.level,
      evidence: seen.evidence,
      trust:
        trustOf(seen, verdict.quotes.length, verdict.level <= 2, trust) * (verdict.agrees ? 1 : trust.inconsistent),
    },
    primary: verdict.primary !== null && codes.has(verdict.primary) ? verdict.primary : null,
    threats: verdict.threats,
  }
}

/** What was done outweighs what is threatened; of the company's own head office it is the other way round (rule 2b). */
export const graverStance = (channel: ThreatChannel, a: Stance, b: Stance): Stance =>
  a === b ? a : channel === 'executive' ? 'threatened' : 'done'

/** A channel that is both threatened and used is named once, as an assessment does. */
function oneByChannel(threats: readonly Said<SaidThreat>[]): Said<SaidThreat>[] {
  const byChannel = new Map<ThreatChannel, Said<SaidThreat>>()
  for (const t of threats) {
    const { channel, stance } = t.value
    const earlier = byChannel.get(channel)
    byChannel.set(channel, {
      value: { channel, stance: earlier ? graverStance(channel, earlier.value.stance, stance) : stance },
      evidence: [...(earlier?.evidence ?? []), ...t.evidence].slice(0, MOST_EVIDENCE),
      trust: Math.max(earlier?.trust ?? 0, t.trust),
    })
  }
  return [...byChannel.values()]
}

interface Seen {
  evidence: Evidence[]
  found: number
}
type Look = (quotes: readonly string[], needed: boolean) => Seen & { trust: number }

function lookUp(quotes: readonly string[], find: QuoteFinder): Seen {
  const places = quotes.map(find).filter((e) => e !== null)
  return {
    evidence: places
      .filter((e, i) => places.findIndex((f) => f.start === e.start && f.end === e.end) === i)
      .slice(0, MOST_EVIDENCE),
    found: places.length,
  }
}

function trustOf({ found }: Seen, given: number, needed: boolean, trust: ReconcileRules['trust']): number {
  if (given === 0) return needed ? trust.noQuote : 1
  return trust.quotesLost + (1 - trust.quotesLost) * (found / given)
}

/** The level follows the gravest rule that is named, but only by words that stand in the text; without them no rule counts but those of the level. */
function readSeverity({ severity }: Opinion, look: Look, trust: ReconcileRules['trust']): CheckedOpinion['severity'] {
  const seen = look(severity.quotes, severity.level <= 2)
  const named = [...new Set(severity.rules)]
  const ofRules = named.length > 0 ? (Math.min(...named.map(levelOfRule)) as Level) : null
  const level = ofRules !== null && seen.found > 0 ? ofRules : severity.level
  const rules = named.filter((rule) => levelOfRule(rule) === level)
  const consistent = severity.level >= 3 ? ofRules === null : ofRules === severity.level
  return {
    value: { level, rules },
    evidence: seen.evidence,
    trust: seen.trust * (consistent ? 1 : trust.inconsistent),
  }
}

function readTypes(known: Opinion['types'], look: Look): Said<SaidTypes> {
  const named = known.filter((t, i) => known.findIndex((u) => u.code === t.code) === i)
  const primary = named.find((t) => t.role === 'primary') ?? null
  const seen = primary ? look(primary.quotes, true) : null
  return {
    value: {
      primary: primary?.code ?? null,
      others: named
        .filter((t) => t !== primary)
        .map(({ code, role, quotes }) => {
          const { evidence } = look(quotes, true)
          // A second matter has words of its own.
          return { code, role: role === 'alternative' || evidence.length === 0 ? 'alternative' : 'secondary', evidence }
        }),
    },
    evidence: seen?.evidence ?? [],
    trust: seen?.trust ?? 0,
  }
}

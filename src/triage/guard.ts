import type { Assessment } from '../domain/assessment.ts'
import type { Evidence } from '../domain/decision.ts'
import { ADDRESSED, firedSignals, gravestFloor, holdingFloors, INJECTION } from '../domain/floors.ts'
import type { Level } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Reading } from '../domain/text/reading.ts'

export interface Guarded {
  assessment: Assessment
  /** The floor that raised the level, if one did. */
  floor: string | null
  /** Quotes that did not stand in the text and were dropped; codes that the policy does not have. */
  dropped: { quotes: number; codes: number }
}

/** Stage 4. Policy floors raise a level and never lower it; a quote must stand in the text at its offsets; a code must be the policy's. */
export function guard(assessment: Assessment, reading: Reading, policy: Policy): Guarded {
  const known = new Set(policy.codes.map((c) => c.code))
  let quotes = 0
  const standing = (evidence: readonly Evidence[]) => {
    const kept = evidence.filter((e) => stands(e, reading.original))
    quotes += evidence.length - kept.length
    return kept
  }
  const types = assessment.types.filter((t) => known.has(t.code)).map((t) => ({ ...t, evidence: standing(t.evidence) }))
  // Where the primary code was none of the policy's, the first matter that is left takes its place.
  const first = types.findIndex((t) => t.role !== 'alternative')
  if (first >= 0 && !types.some((t) => t.role === 'primary')) types[first] = { ...types[first]!, role: 'primary' }
  const checked: Assessment = {
    ...assessment,
    types,
    severity: { ...assessment.severity, evidence: standing(assessment.severity.evidence) },
    emotion: { ...assessment.emotion, evidence: standing(assessment.emotion.evidence) },
    threats: assessment.threats.map((t) => ({ ...t, evidence: standing(t.evidence) })),
    repeat: { ...assessment.repeat, evidence: standing(assessment.repeat.evidence) },
    group: { ...assessment.group, evidence: standing(assessment.group.evidence) },
    signals: assessment.signals.map((s) => ({ ...s, evidence: standing(s.evidence) })),
    tags: assessment.tags.map((t) => ({ ...t, evidence: standing(t.evidence) })),
  }
  const dropped = { quotes, codes: assessment.types.length - types.length }
  return { ...raise(checked, reading, policy), dropped }
}

const stands = ({ quote, start, end }: Evidence, text: string): boolean =>
  Number.isInteger(start) &&
  start >= 0 &&
  end > start &&
  quote.length === end - start &&
  text.slice(start, end) === quote

function raise(given: Assessment, reading: Reading, policy: Policy): Omit<Guarded, 'dropped'> {
  const fired = firedSignals(given, reading.original, policy)
  const assessment = asComplaint(given, fired, policy)
  const holding = holdingFloors(fired, assessment.nature.value, policy)
  const floor = gravestFloor(holding)
  const { severity } = assessment
  if (!floor || floor.level >= severity.level)
    return { assessment: withRules(assessment, holding, severity.level), floor: null }
  const evidence = [...floor.all.flatMap((id) => fired.get(id) ?? []), ...severity.evidence].slice(0, 3)
  // What was held possible below the floor is not: its weight goes to the floor's level.
  const distribution = severity.distribution.map((p, i) => (i + 1 < floor.level ? p : 0))
  distribution[floor.level - 1] = 1 - distribution.reduce((a, b) => a + b, 0)
  const level = floor.level as Level
  const raised: Assessment = {
    ...assessment,
    severity: {
      ...severity,
      level,
      confidence: distribution[level - 1]!,
      distribution: distribution as [number, number, number, number],
      rules: [floor.rule],
      evidence,
    },
  }
  return { assessment: withRules(raised, holding, level), floor: floor.id }
}

/**
 * Words to whoever judges that make a complaint look like praise must not take its floor from it: a text with such words, in
 * which a complaint's floor would hold, is one, until a person has looked.
 */
function asComplaint(assessment: Assessment, fired: ReadonlyMap<string, unknown>, policy: Policy): Assessment {
  const { nature, severity } = assessment
  if (nature.value === 'complaint' || !(fired.has(INJECTION) || fired.has(ADDRESSED))) return assessment
  const floor = gravestFloor(holdingFloors(fired, 'complaint', policy))
  if (!floor || floor.level >= severity.level) return assessment
  return { ...assessment, nature: { value: 'complaint', confidence: 1 - severity.distribution[3] } }
}

/** Names the rules of the floors that hold at the level the text stands at. */
function withRules(assessment: Assessment, holding: Policy['floors'], level: Level): Assessment {
  const rules = [
    ...new Set([...assessment.severity.rules, ...holding.filter((f) => f.level === level).map((f) => f.rule)]),
  ].sort()
  return { ...assessment, severity: { ...assessment.severity, rules } }
}

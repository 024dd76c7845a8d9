import type { Assessment } from '../../domain/assessment.ts'
import type { Evidence } from '../../domain/decision.ts'
import { type Level, levelOfRule, RULES, type Rule } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion, CheckedVerdict, Said } from '../llm/check-opinion.ts'
import type { PooledNature } from './nature.ts'
import { natsOf, pool, pushStep } from './pool.ts'

type Severity = Assessment['severity']
type Distribution = Severity['distribution']

/**
 * How grave it is. `voted`: the level that two of three named, where a second look was asked for. `lightest`: what it may
 * be at the lightest.
 */
export function reconcileSeverity(
  local: Severity,
  said: CheckedOpinion['severity'],
  second: CheckedVerdict | null,
  nature: PooledNature,
  { weights, alone }: ReconcileRules,
  how: { alone: boolean; voted: Level | null; lightest: Level; thresholds: Policy['thresholds'] },
): Severity {
  const judgesAlone = how.alone && said.trust >= alone.leastTrust
  const statements: Said<Level>[] = [
    { ...said, value: said.value.level },
    ...(second && !judgesAlone ? [second.level] : []),
  ]
  const graded = gradesOf(
    judgesAlone ? null : local,
    statements.map((s) => ({ level: s.value, nats: natsOf(weights.severity, s.value === local.level, s.trust) })),
  )
  const [one, two, three] = graded
  const distribution: Distribution = [
    nature.complaint * one,
    nature.complaint * two,
    nature.complaint * three,
    1 - nature.complaint,
  ]
  const named = judgesAlone ? said.value.level : how.voted
  const read =
    nature.value === 'complaint'
      ? named === null
        ? byOrder(graded, how.thresholds.graver)
        : (Math.min(named, 3) as Level)
      : outsideComplaints(named)
  const level = Math.min(read, how.lightest) as Level
  return standingAt(local, said, level, distribution, how.thresholds.rule)
}

/**
 * Level 4 is «no complaint», which the nature decides (docs/adr/0011). Only a level 1 that was named stands in any text: a
 * threat to oneself or to others is no less for being put as a question.
 */
const outsideComplaints = (named: Level | null): Level => (named === 1 ? 1 : 4)

/** How likely each of levels 1 to 3 is in a complaint; by the statements alone where `local` is null. */
export function gradesOf(
  local: Pick<Severity, 'distribution'> | null,
  statements: readonly { level: Level; nats: number }[],
): [number, number, number] {
  const grave = local?.distribution.slice(0, 3) ?? [1, 1, 1]
  const sum = grave.reduce((a, b) => a + b, 0)
  const of = sum > 0 ? grave.map((p) => p / sum) : [1 / 3, 1 / 3, 1 / 3]
  // «No complaint» says of the gravity of a complaint that it is slight.
  const pushes = statements.map(({ level, nats }) => pushStep(3, Math.min(level, 3) - 1, nats))
  return pool(of, pushes) as [number, number, number]
}

/** Read along the order, a graver level sooner than a lighter one, as the local engine does. */
const byOrder = ([one, two]: readonly [number, number, number], graver: Policy['thresholds']['graver']): Level =>
  one >= graver[1] ? 1 : one + two >= graver[2] ? 2 : 3

/** The severity at a level: its rules and words from whoever named that level. */
export function standingAt(
  local: Severity,
  said: CheckedOpinion['severity'] | null,
  level: Level,
  distribution: Distribution,
  leastRule: number,
): Severity {
  const agrees = said !== null && said.value.level === level
  const likely = RULES.filter((r) => levelOfRule(r) === level)
  const own = local.level === level ? local.rules : likely.filter((r) => (local.ruleScores[r] ?? 0) >= leastRule)
  // A rule that no word in the text speaks for is the model's guess.
  const theirs = agrees && said.evidence.length > 0 ? said.value.rules : []
  const named = [...new Set([...own, ...theirs])].filter((r) => levelOfRule(r) === level).sort()
  const rules = named.length > 0 ? named : mostLikely(likely, local.ruleScores)
  const evidence = distinct([...(agrees ? said.evidence : []), ...(local.level === level ? local.evidence : [])])
  return {
    level,
    confidence: distribution[level - 1]!,
    distribution,
    rules,
    ruleScores: local.ruleScores,
    evidence: (evidence.length > 0 ? evidence : distinct([...local.evidence, ...(said?.evidence ?? [])])).slice(0, 3),
  }
}

const mostLikely = (rules: readonly Rule[], scores: Severity['ruleScores']): Rule[] =>
  rules.length === 0 ? [] : [rules.reduce((a, b) => ((scores[b] ?? 0) > (scores[a] ?? 0) ? b : a))]

/** Each place once; of two that overlap, the first. */
export const distinct = (evidence: readonly Evidence[]): Evidence[] =>
  evidence.filter((e, i) => !evidence.slice(0, i).some((f) => e.start < f.end && f.start < e.end))

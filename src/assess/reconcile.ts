import type { Assessment } from '../domain/assessment.ts'
import { firedSignals, holdingFloors } from '../domain/floors.ts'
import type { Level } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { ReconcileRules } from '../domain/policy/reconcile-rules.ts'
import { reconcileEmotion } from './fields/emotion.ts'
import { lightestLevel } from './fields/lightest.ts'
import { reconcileDemands, reconcileGroup, reconcileRepeat } from './fields/mentions.ts'
import { reconcileNature } from './fields/nature.ts'
import { reconcileSeverity, standingAt } from './fields/severity.ts'
import { reconcileThreats } from './fields/threats.ts'
import { reconcileTypes } from './fields/types.ts'
import type { CheckedOpinion, CheckedVerdict } from './llm/check-opinion.ts'
import { type Quarrel, refusedChannels, votedLevel } from './llm/verify.ts'

export interface ReconcileInput {
  local: Assessment
  opinion: CheckedOpinion
  /** What the two differ on, and the second look that was asked for it; null: none was needed, or none came. */
  quarrel: Quarrel | null
  second: CheckedVerdict | null
  /** `options.engine: llm`: a field is the model's wherever its word stands. */
  alone: boolean
  /** The text gives instructions to whoever reads it: the model's word may only make things graver. */
  raiseOnly: boolean
  /** The text as it came. */
  original: string
}

export interface Reconciled {
  assessment: Assessment
  /** The model would have made the level lighter than a model may; a person should look. */
  held: boolean
}

/**
 * What the local engine thinks and what a model says, as one assessment, field by field (docs/reconcile.md). Signals,
 * measures, tags and vector are the local engine's, so that every floor that held still holds. Pure.
 */
export function reconcile(input: ReconcileInput, policy: Policy, rules: ReconcileRules): Reconciled {
  const { local, opinion, quarrel, second, alone, raiseOnly, original } = input
  const { thresholds } = policy
  const voted = alone ? null : votedLevel(quarrel, second)
  const floors = holdingFloors(firedSignals(local, original, policy), local.nature.value, policy)
  const bound = lightestLevel(local, rules)
  const free = gravity(4)
  const { nature, severity } = free.severity.level > bound ? gravity(bound) : free
  // What a floor holds up anyway was not held here, nor what came out graver once the nature had to stay.
  const lighter = Math.min(free.severity.level, ...floors.map((f) => f.level)) > bound
  const held = lighter && severity.level === bound && !raiseOnly
  const pooled: Assessment = {
    ...local,
    nature: { value: nature.value, confidence: nature.confidence },
    severity,
    types: reconcileTypes(local.types, opinion.types, second, nature, rules, {
      alone,
      codes: policy.codes.length,
      perhaps: thresholds.perhaps,
    }),
    emotion: reconcileEmotion(local.emotion, opinion.emotion, rules, { alone }),
    threats: reconcileThreats(local.threats, opinion.threats, rules, refusedChannels(quarrel, second)),
    repeat: reconcileRepeat(local.repeat, opinion.repeat, rules, { alone }),
    group: reconcileGroup(local.group, opinion.group, rules, { alone }),
    demands: reconcileDemands(local.demands, opinion.demands, rules),
  }
  return { assessment: keepFloors(raiseOnly ? onlyGraver(local, pooled, opinion) : pooled), held }

  /** Nature and level, no lighter than `lightest`: what is graver than level 4 is a complaint. */
  function gravity(lightest: Level) {
    const nature = reconcileNature(local, opinion.nature, rules, {
      alone,
      voted,
      stays: (n) => (n === 'complaint' || lightest === 4) && floors.every((f) => f.natures.includes(n)),
    })
    const how = { alone, voted, lightest, thresholds }
    return { nature, severity: reconcileSeverity(local.severity, opinion.severity, second, nature, rules, how) }
  }

  /** A floor that held and holds no more (a threat that the model adds may be what the policy excepts) keeps its level. */
  function keepFloors(assessment: Assessment): Assessment {
    const { severity } = assessment
    const still = new Set(holdingFloors(firedSignals(assessment, original, policy), assessment.nature.value, policy))
    const lost = floors.filter((f) => !still.has(f)).map((f) => f.level)
    const level = Math.min(severity.level, ...lost) as Level
    if (level === severity.level) return assessment
    return {
      ...assessment,
      severity: standingAt(local.severity, null, level, severity.distribution, thresholds.rule),
    }
  }
}

/** Of a text that gives instructions: the graver of each, and the local engine's where neither is. Sureness is never added. */
function onlyGraver(local: Assessment, pooled: Assessment, opinion: CheckedOpinion): Assessment {
  const becomesComplaint = local.nature.value !== 'complaint' && pooled.nature.value === 'complaint'
  const graver = pooled.severity.level < local.severity.level
  const louder = pooled.emotion.level > local.emotion.level
  return {
    ...pooled,
    nature: becomesComplaint ? pooled.nature : local.nature,
    severity: graver ? pooled.severity : local.severity,
    types: local.types.length > 0 ? local.types : pooled.types,
    emotion: louder ? pooled.emotion : local.emotion,
    repeat: local.repeat.mentioned || !pooled.repeat.mentioned ? local.repeat : pooled.repeat,
    group: local.group.mentioned || !pooled.group.mentioned ? local.group : pooled.group,
    demands: [...new Set([...local.demands, ...pooled.demands, ...opinion.demands.value])],
  }
}

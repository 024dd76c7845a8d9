import type { Assessment } from '../../domain/assessment.ts'
import { type Level, NATURES, type Nature } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion } from '../llm/check-opinion.ts'
import { alone, decide, natsOf, pushOne } from './pool.ts'

export interface PooledNature {
  value: Nature
  confidence: number
  /** How likely it is a complaint. */
  complaint: number
}

/**
 * What kind of text it is. `voted`: the level that two of three named, which is 4 exactly where there is no complaint.
 * `stays`: whether every floor that holds would hold under a nature; others are out of the question.
 */
export function reconcileNature(
  local: Assessment,
  said: CheckedOpinion['nature'],
  { weights, alone: { leastTrust } }: ReconcileRules,
  how: { alone: boolean; voted: Level | null; stays: (nature: Nature) => boolean },
): PooledNature {
  const p = natureOf(local)
  const was = local.nature.value
  const push = pushOne(
    NATURES.length,
    NATURES.indexOf(said.value),
    natsOf(weights.nature, said.value === was, said.trust),
  )
  const judgesAlone = how.alone && said.trust >= leastTrust
  const pooled = judgesAlone
    ? { index: NATURES.indexOf(said.value), p: alone(push) }
    : decide(p, NATURES.indexOf(was), [push])
  const fits = (n: Nature) => how.voted === null || (how.voted === 4) === (n !== 'complaint')
  const value = [NATURES[pooled.index]!, was, said.value].find((n) => fits(n) && how.stays(n)) ?? was
  return { value, confidence: pooled.p[NATURES.indexOf(value)]!, complaint: pooled.p[0]! }
}

/** The local engine's word on each nature: what it says and whether it is a complaint are known, the rest is shared evenly. */
export function natureOf({ nature, severity }: Assessment): number[] {
  const complaint = nature.value === 'complaint' ? nature.confidence : 1 - severity.distribution[3]
  const said = Math.min(nature.confidence, nature.value === 'complaint' ? 1 : 1 - complaint)
  const known = nature.value === 'complaint' ? complaint : complaint + said
  const others = NATURES.length - (nature.value === 'complaint' ? 1 : 2)
  return NATURES.map((n) =>
    n === nature.value ? said : n === 'complaint' ? complaint : Math.max(0, 1 - known) / others,
  )
}

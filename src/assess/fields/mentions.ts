import type { Assessment } from '../../domain/assessment.ts'
import { DEMANDS, type Demand } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion, Said } from '../llm/check-opinion.ts'
import { alone, decide, natsOf, pushOne } from './pool.ts'
import { distinct } from './severity.ts'

interface Mention {
  mentioned: boolean
  confidence: number
  evidence: Assessment['repeat']['evidence']
}

/** Whether earlier contacts are spoken of, and how many. */
export function reconcileRepeat(
  local: Assessment['repeat'],
  said: CheckedOpinion['repeat'],
  rules: ReconcileRules,
  how: { alone: boolean },
): Assessment['repeat'] {
  const mention = reconcileMention(local, { ...said, value: said.value.mentioned }, 'repeat', rules, how)
  // The local count is read from the text's own numbers.
  return { ...mention, count: mention.mentioned ? (local.count ?? said.value.count) : null }
}

/** Whether others with the same trouble are spoken of. */
export const reconcileGroup = (
  local: Assessment['group'],
  said: CheckedOpinion['group'],
  rules: ReconcileRules,
  how: { alone: boolean },
): Assessment['group'] => reconcileMention(local, said, 'group', rules, how)

function reconcileMention(
  local: Mention,
  said: Said<boolean>,
  field: 'repeat' | 'group',
  { weights, alone: { leastTrust } }: ReconcileRules,
  how: { alone: boolean },
): Mention {
  const p = mentionOf(local)
  const push = pushOne(2, Number(said.value), natsOf(weights[field], said.value === local.mentioned, said.trust))
  const judgesAlone = how.alone && said.trust >= leastTrust
  const { index, p: pooled } = judgesAlone
    ? { index: Number(said.value), p: alone(push) }
    : decide(p, Number(local.mentioned), [push])
  const mentioned = index === 1
  return {
    mentioned,
    confidence: Math.max(...pooled),
    evidence: mentioned ? distinct([...said.evidence, ...local.evidence]).slice(0, 3) : [],
  }
}

/** No and yes. */
export const mentionOf = ({ mentioned, confidence }: Pick<Mention, 'mentioned' | 'confidence'>): [number, number] =>
  mentioned ? [1 - confidence, confidence] : [confidence, 1 - confidence]

/** What the customer wants. Neither quotes words for it, so only how often each is right counts. */
export function reconcileDemands(
  local: readonly Demand[],
  said: CheckedOpinion['demands'],
  { demands }: ReconcileRules,
): Demand[] {
  const theirs = new Set(said.value)
  return DEMANDS.filter((d) => {
    const ours = local.includes(d)
    const odds = (ours ? demands.said : -demands.silent) + (theirs.has(d) ? 1 : -1) * demands.model * said.trust
    return odds > 0 || (odds === 0 && ours)
  })
}

import type { Assessment } from '../../domain/assessment.ts'
import type { Dominant, EmotionLevel } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion } from '../llm/check-opinion.ts'
import { alone, aroundStep, decide, natsOf, pushStep } from './pool.ts'
import { distinct } from './severity.ts'

const STEPS = 5
/** Trust from which the model's word for the feeling counts before the local engine's, which gives none a probability. */
const LOUDER = 0.7

/** How the customer feels. Of two dominant feelings the louder engine's counts; calm has none. */
export function reconcileEmotion(
  local: Assessment['emotion'],
  said: CheckedOpinion['emotion'],
  { weights, alone: { leastTrust } }: ReconcileRules,
  how: { alone: boolean },
): Assessment['emotion'] {
  const p = aroundStep(STEPS, local.level - 1, local.confidence)
  const nats = natsOf(weights.emotion, said.value.level === local.level, said.trust)
  const push = pushStep(STEPS, said.value.level - 1, nats)
  const judgesAlone = how.alone && said.trust >= leastTrust
  const { index, p: pooled } = judgesAlone
    ? { index: said.value.level - 1, p: alone(push) }
    : decide(p, local.level - 1, [push])
  const level = (index + 1) as EmotionLevel
  const theirs = said.value.level === level ? said.evidence : []
  const ours = local.level === level ? local.evidence : []
  const evidence = distinct([...theirs, ...ours])
  return {
    level,
    score: (pooled.reduce((sum, x, k) => sum + x * (k + 1), 0) - 1) / (STEPS - 1),
    confidence: pooled[index]!,
    dominant: feeling(level, local.dominant, said.value.dominant, judgesAlone || said.trust >= LOUDER),
    evidence: level === 1 ? [] : (evidence.length > 0 ? evidence : local.evidence).slice(0, 3),
  }
}

function feeling(level: EmotionLevel, ours: Dominant, theirs: Dominant, louder: boolean): Dominant {
  if (level === 1) return 'none'
  const [first, other] = louder ? [theirs, ours] : [ours, theirs]
  // An engine that said «calm» has no feeling to name; where neither has, the mildest.
  return first !== 'none' ? first : other !== 'none' ? other : 'disappointment'
}

import type { Assessment } from '../../domain/assessment.ts'
import type { Level } from '../../domain/labels.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import { isRaised } from '../llm/verify.ts'

const LIGHTEST = 4

/**
 * The lightest level that a model may bring about: so many steps (`lighter.steps`) below the local engine's own, and none
 * where that raised a grave flag. A model that obeys the customer then costs a step at most, whatever it says and however
 * often it is asked.
 */
export function lightestLevel(local: Assessment, { lighter }: Pick<ReconcileRules, 'lighter'>): Level {
  const steps = isGrave(local) ? 0 : lighter.steps
  return Math.min(LIGHTEST, local.severity.level + steps) as Level
}

/** Whether the local engine alone would raise a flag of escalation or of safety. */
const isGrave = (local: Assessment): boolean =>
  (['mediaEscalation', 'externalEscalation', 'safety'] as const).some((flag) => isRaised(flag, local)) ||
  // The code of harm by a product raises the flag of safety too (triage/decide.ts).
  (local.nature.value === 'complaint' && local.types[0]?.code === 'PQ-08')

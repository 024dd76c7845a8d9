import { INJECTION } from '../../domain/floors.ts'
import type { PolicyRules } from '../../domain/policy/schema.ts'
import { isDisguised, otherReadings } from '../../domain/text/disguised.ts'
import { instructsIn } from '../../domain/text/instructs.ts'
import type { Reading } from '../../domain/text/reading.ts'

/**
 * Whether a text hides what the signal `injection` looks for: encoded, spaced out, backwards or in letters that are none.
 * Kept from the heads, whose features were learnt without it; a policy without the signal hides nothing.
 */
export function createHiddenInstructions(policy: Pick<PolicyRules, 'signals' | 'lexicons'>): (r: Reading) => boolean {
  if (!policy.signals.some((s) => s.id === INJECTION)) return () => false
  const instructs = instructsIn(policy)
  return ({ original, text }) => isDisguised(original) || otherReadings(original, text).some(instructs)
}

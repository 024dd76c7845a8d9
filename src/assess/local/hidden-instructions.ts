import { INJECTION } from '../../domain/floors.ts'
import { compilePatterns } from '../../domain/policy/patterns.ts'
import type { PolicyRules } from '../../domain/policy/schema.ts'
import { isDisguised, otherReadings } from '../../domain/text/disguised.ts'
import type { Reading } from '../../domain/text/reading.ts'

/**
 * Whether a text hides what the signal `injection` looks for: encoded, spaced out, backwards or in letters that are none.
 * Kept from the heads, whose features were learnt without it; a policy without the signal hides nothing.
 */
export function createHiddenInstructions(policy: Pick<PolicyRules, 'signals' | 'lexicons'>): (r: Reading) => boolean {
  const signal = policy.signals.find((s) => s.id === INJECTION)
  if (!signal) return () => false
  // Without «g»: only whether it is there is asked.
  const pattern = new RegExp(compilePatterns(signal.any, policy.lexicons).source, 'iu')
  return ({ original, text }) =>
    isDisguised(original) || otherReadings(original, text).some((words) => pattern.test(words))
}

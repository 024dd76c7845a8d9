import { INJECTION } from '../floors.ts'
import { compilePatterns } from '../policy/patterns.ts'
import type { PolicyRules } from '../policy/schema.ts'

/** Whether a text holds words of these signals, by default of `injection`: instructions to whoever judges. Of signals that the policy lacks none has any. */
export function instructsIn(
  policy: Pick<PolicyRules, 'signals' | 'lexicons'>,
  ids: readonly string[] = [INJECTION],
): (text: string) => boolean {
  // Without «g»: only whether it is there is asked.
  const patterns = policy.signals
    .filter((s) => ids.includes(s.id))
    .map((s) => new RegExp(compilePatterns(s.any, policy.lexicons).source, 'iu'))
  return (text) => patterns.some((p) => p.test(text))
}

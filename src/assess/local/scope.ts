import { compilePatterns } from '../../domain/policy/patterns.ts'
import type { MatchStatus, PolicyRules } from '../../domain/policy/schema.ts'
import type { Span } from '../../domain/text/clauses.ts'

export interface Scope {
  /** How the words at [start, end) of the reading are to be read, given the clause they stand in. */
  statusOf(text: string, clause: Span, start: number, end: number): MatchStatus
}

// The strongest reading first: a denied or hyperbolic match is so whatever else its clause says.
const ORDER = ['hyperbole', 'negated', 'reported', 'hypothetical', 'past', 'question'] as const

/** Reads scope from the words ahead of a match in its own clause (policy `scope`). */
export function createScope(policy: PolicyRules): Scope {
  const marks = ORDER.map((status) => [status, compilePatterns(policy.scope[status], policy.lexicons)] as const)
  const { reach } = policy.scope
  return {
    statusOf(text, clause, start, end) {
      const from = Math.min(clause.start, start)
      for (const [status, pattern] of marks) {
        // Hearsay, conditions and times govern the whole clause; a «not» only what it stands near.
        const near =
          status === 'negated' || status === 'hyperbole' || status === 'question' ? Math.max(from, start - reach) : from
        const ahead = text.slice(near, end)
        pattern.lastIndex = 0
        for (const m of ahead.matchAll(pattern)) {
          // The mark must stand ahead of the match, not inside it.
          if (near + m.index + m[0].length <= start) return status
        }
      }
      return 'asserted'
    },
  }
}

import type { Clocks } from '../domain/decision.ts'
import { type Facts, firstMatch } from '../domain/policy/condition.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { addDuration, formatInstant } from '../domain/working-time.ts'

/** A1-A4, E1, E2: by when to answer, to have a team, to report and to close, and the legal clock outside them. */
export function setClocks(receivedAt: number, facts: Facts, policy: Policy): Clocks {
  const { clocks, calendar } = policy
  const after = (duration: string) => formatInstant(addDuration(receivedAt, duration, calendar), calendar.timezone)
  const by = (rules: Policy['clocks']['team']) => {
    const rule = firstMatch(rules, facts)
    return rule ? after(rule.within) : null
  }
  const legal = facts.nature === 'complaint' ? firstMatch(clocks.legal, facts) : undefined
  return {
    profile: clocks.profile,
    // The policy's check holds that these lists end in a rule for everything.
    firstResponseBy: by(clocks.firstResponse)!,
    teamBy: by(clocks.team),
    resolveBy: by(clocks.resolve)!,
    progressBy: by(clocks.progress),
    legalBy: legal ? after(legal.within) : null,
    legalProfile: legal?.id ?? null,
    legalExtendableTo: legal?.extendable.map(after) ?? [],
  }
}

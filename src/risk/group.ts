import type { Policy } from '../domain/policy/parse.ts'
import type { Prior, SubjectKeys } from '../ports/triage-store.ts'
import { isSameMatter, type Matter } from './same-matter.ts'

export interface GroupFinding {
  /** This customer and the others, households once. */
  distinctCustomers: number
  related: string[]
  reached: boolean
}

/**
 * Guide 9, D5: distinct customers on the same matter within the policy's days. Those who give one call-back number are
 * one household; a complaint by nobody known cannot be told from this one and does not count.
 */
export function findGroup(matter: Matter, self: SubjectKeys, recent: readonly Prior[], policy: Policy): GroupFinding {
  // Whoever shares a number or an id with somebody is of that household, and so on through those they share with.
  const households = createHouseholds()
  households.add(self)
  for (const prior of recent) households.add(prior.keys)
  const own = households.of(self)
  const others = new Set<string>()
  const related: string[] = []
  for (const prior of recent) {
    const household = households.of(prior.keys)
    if (!household || household === own) continue
    // Two customers never share an order; what they may share is the product and the fault.
    if (!isSameMatter({ ...matter, orderKey: null }, prior, policy.thresholds, 'strangers')) continue
    others.add(household)
    related.push(prior.id)
  }
  const distinctCustomers = 1 + others.size
  return {
    distinctCustomers,
    related: related.slice(0, 20),
    reached: distinctCustomers >= policy.windows.groupCustomers,
  }
}

/** Joins call-back numbers and customer ids that were given together; `of` names the household, null for nobody known. */
export function createHouseholds() {
  const parents = new Map<string, string>()
  const root = (key: string): string => {
    let at = key
    while (parents.has(at)) at = parents.get(at)!
    return at
  }
  const named = ({ phone, customer }: SubjectKeys) =>
    [phone && `phone ${phone}`, customer && `customer ${customer}`].filter((k) => k !== null && k !== '')
  return {
    add(keys: SubjectKeys) {
      const [first, second] = named(keys)
      if (!first || !second) return
      const [a, b] = [root(first), root(second)]
      if (a !== b) parents.set(a, b)
    },
    of(keys: SubjectKeys): string | null {
      const [first] = named(keys)
      return first ? root(first) : null
    },
  }
}

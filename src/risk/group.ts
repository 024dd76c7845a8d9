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
  const own = householdOf(self)
  const others = new Map<string, string[]>()
  for (const prior of recent) {
    const household = householdOf(prior.keys)
    if (!household || household === own || shares(self, prior.keys)) continue
    // Two customers never share an order; what they may share is the product and the fault.
    if (!isSameMatter({ ...matter, orderKey: null }, prior, policy.thresholds)) continue
    others.set(household, [...(others.get(household) ?? []), prior.id])
  }
  const distinctCustomers = 1 + others.size
  return {
    distinctCustomers,
    related: [...others.values()].flat().slice(0, 20),
    reached: distinctCustomers >= policy.windows.groupCustomers,
  }
}

const householdOf = (keys: SubjectKeys): string | null => keys.phone ?? keys.customer
const shares = (a: SubjectKeys, b: SubjectKeys): boolean =>
  (a.phone !== null && a.phone === b.phone) || (a.customer !== null && a.customer === b.customer)

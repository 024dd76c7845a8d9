import type { Policy } from '../domain/policy/parse.ts'
import type { Prior } from '../ports/triage-store.ts'

/** What of the complaint at hand is held against an earlier one. */
export interface Matter {
  orderKey: string | null
  product: string | null
  codes: readonly string[]
}

/**
 * Whether an earlier complaint is on the same matter: the same order or product and the same fault, however worded
 * (guide 9). An order or product that differs says no; where neither names one, code and meaning together decide.
 */
export function isSameMatter(
  now: Matter,
  prior: Prior,
  thresholds: Policy['thresholds'],
  between: 'one customer' | 'strangers' = 'one customer',
): boolean {
  const near = prior.similarity ?? 0
  const thing = sameThing(now, prior)
  if (thing === false) return false
  const sameCode = now.codes.length > 0 && prior.codes[0] === now.codes[0]
  const sharesCode = prior.codes.some((c) => now.codes.includes(c))
  if (thing === true) return sharesCode || near >= thresholds.sameFault
  // Strangers who both wait for a parcel have the same kind of trouble, not the same matter, unless they tell one story.
  if (between === 'strangers') return sharesCode && near >= thresholds.sameMatter
  // Nothing says which order or product: a shared code with a near meaning, or a meaning so near that the code may be off.
  return (
    (sameCode && near >= thresholds.sameFault) ||
    (sharesCode && near >= thresholds.sameMatter) ||
    near >= (1 + thresholds.sameMatter) / 2
  )
}

function sameThing(now: Matter, prior: Prior): boolean | null {
  if (now.orderKey && prior.keys.order) {
    if (now.orderKey === prior.keys.order) return true
    // One product may be complained of under two orders.
    return now.product && prior.product ? now.product === prior.product : false
  }
  if (now.product && prior.product) return now.product === prior.product
  return null
}

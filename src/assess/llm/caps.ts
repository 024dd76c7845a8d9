import type { LlmRules } from '../../domain/policy/llm-rules.ts'
import type { ModelFailure } from '../../ports/language-model.ts'

export interface Amount {
  tokens: number
  usd: number
}
export type CapFailure = Extract<ModelFailure, 'cap-request' | 'cap-day' | 'cap-key'>

/** Money and tokens set aside before a call; `settle` puts what was really used in their place. */
export interface Reserved {
  settle(used: Amount): void
}

export interface Caps {
  /** `spent`: by earlier calls of the same question; `worst`: what this call may take at most. */
  reserve(account: string, spent: Amount, worst: Amount): Reserved | CapFailure
}

const DAY_MS = 86_400_000
const zero = (): Amount => ({ tokens: 0, usd: 0 })
const add = (to: Amount, amount: Amount, sign: 1 | -1) => {
  to.tokens += sign * amount.tokens
  to.usd += sign * amount.usd
}
const passes = (cap: { tokens: number | null; usd: number | null }, a: Amount, b: Amount) =>
  (cap.tokens === null || a.tokens + b.tokens <= cap.tokens) && (cap.usd === null || a.usd + b.usd <= cap.usd)

/** Caps by request, day and key. In memory: each process counts its own, and a restart begins at nothing. */
export function createCaps(rules: LlmRules['caps'], now: () => number = Date.now): Caps {
  const sign = rules.dayBegins.startsWith('-') ? -1 : 1
  const [hours, minutes] = rules.dayBegins.slice(1).split(':').map(Number) as [number, number]
  const offset = sign * (hours * 60 + minutes) * 60_000
  let day = Number.NaN
  let all = zero()
  let keys = new Map<string, Amount>()

  return {
    reserve(account, spent, worst) {
      const today = Math.floor((now() + offset) / DAY_MS)
      if (today !== day) {
        day = today
        all = zero()
        keys = new Map()
      }
      const key = keys.get(account) ?? zero()
      if (!passes(rules.request, spent, worst)) return 'cap-request'
      if (!passes(rules.day, all, worst)) return 'cap-day'
      if (!passes(rules.key, key, worst)) return 'cap-key'
      keys.set(account, key)
      // Those of the day on which it was reserved, though midnight passes before it is settled.
      const counted = [all, key]
      for (const amount of counted) add(amount, worst, 1)
      return {
        settle(used) {
          for (const amount of counted) {
            add(amount, worst, -1)
            add(amount, used, 1)
          }
        },
      }
    },
  }
}

import type { Factor, Repeat } from '../domain/decision.ts'
import type { Risk } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { Prior } from '../ports/triage-store.ts'
import { isSameMatter, type Matter } from './same-matter.ts'

const SCORE: Record<Risk, number> = { none: 0, low: 0.3, medium: 0.6, high: 0.85 }

export interface RepeatFacts {
  matter: Matter
  /** This customer's complaints in the window, newest first. */
  priors: readonly Prior[]
  /** This complaint came through a regulator, or says that a regulator, a lawyer or the public was already brought in. */
  outsideNow: boolean
  mentioned: { value: boolean; count: number | null }
}

/** Guide 9: none, low, medium or high from the records of the window; what the text says is kept apart in `mentioned`. */
export function repeatRisk(
  facts: RepeatFacts,
  policy: Policy,
  formatTime: (ms: number) => string,
): Omit<Repeat, 'evidence'> {
  const judged = facts.priors.map((prior) => ({ prior, same: isSameMatter(facts.matter, prior, policy.thresholds) }))
  const same = judged.filter((j) => j.same).map((j) => j.prior)
  const takenOutside = facts.outsideNow || same.some((p) => p.outside)
  const others = judged.length - same.length
  const risk: Risk =
    same.length >= 2 || (same.length === 1 && takenOutside)
      ? 'high'
      : same.length === 1 || others >= 3
        ? 'medium'
        : judged.length > 0
          ? 'low'
          : 'none'
  const factors: Factor[] = []
  const add = (id: string, zh: string, en: string, weight: number) => factors.push({ id, zh, en, weight })
  if (same.length > 0)
    add(
      'same-matter',
      `同一事项此前投诉 ${same.length} 次`,
      `${same.length} earlier on the same matter`,
      same.length >= 2 ? 0.85 : 0.6,
    )
  if (same.length > 0 && takenOutside) add('taken-outside', '已向外部反映', 'already taken outside', 0.25)
  if (others > 0)
    add('other-matters', `其他事项投诉 ${others} 次`, `${others} on other matters`, others >= 3 ? 0.6 : 0.3)
  if (facts.mentioned.value)
    add(
      'mentioned',
      '文中提到此前已反映',
      'the text says it was raised before',
      facts.mentioned.count !== null && facts.mentioned.count >= 2 ? 0.6 : 0.5,
    )
  const said = facts.mentioned.value ? factors.at(-1)!.weight : 0
  return {
    mentioned: facts.mentioned.value,
    count: facts.mentioned.count,
    risk,
    score: Math.max(SCORE[risk], said),
    priorCount: judged.length,
    sameIssue: same.length > 0,
    factors,
    earlier: judged
      .slice(0, 10)
      .map(({ prior, same: sameIssue }) => ({ id: prior.id, receivedAt: formatTime(prior.receivedAt), sameIssue })),
  }
}

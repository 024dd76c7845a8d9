import type { KnowledgeRules } from '../domain/policy/knowledge-rules.ts'
import type { PolicyRules } from '../domain/policy/schema.ts'
import { dayOf, dayStart } from '../domain/working-time.ts'
import type { Clock } from '../ports/clock.ts'
import type { ReviewItem, ReviewQuery, ReviewStore } from '../ports/review-store.ts'
import type { Worker } from './desk.ts'

const DAY_MS = 86_400_000

export interface ReviewList {
  /** Most reasons first, then by kind and id; only what the worker may see. */
  list(page: Pick<ReviewQuery, 'after' | 'limit' | 'reason'>, worker: Worker): Promise<ReviewItem[]>
}

export interface ReviewListParts {
  store: ReviewStore
  rules: KnowledgeRules['review']
  calendar: PolicyRules['calendar']
  clock: Clock
}

/** What a manager is to look at again (G1): unused, old, badly rated, resting on a law that changed, running out, or left waiting. */
export function createReviewList({ store, rules, calendar, clock }: ReviewListParts): ReviewList {
  return {
    list(page, worker) {
      const now = clock.now()
      const ago = (days: number) => now - days * DAY_MS
      return store.list({
        unusedBefore: ago(rules.unusedDays),
        oldBefore: ago(rules.oldDays),
        lowStars: rules.lowStars,
        lowStarsFrom: rules.lowStarsFrom,
        today: dayOf(now, calendar),
        endsBy: dayOf(now + rules.endsWithinDays * DAY_MS, calendar),
        waitingBefore: ago(rules.waitingDays),
        // A change that is announced has not come yet.
        laws: rules.lawChanges
          .map(({ source, changed }) => ({ source, changed: dayStart(changed, calendar.timezone) }))
          .filter(({ changed }) => changed <= now),
        audience: worker.audience ?? 'management',
        ...page,
      })
    },
  }
}

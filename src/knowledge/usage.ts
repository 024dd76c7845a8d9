import { suzhenError } from '../domain/errors.ts'
import type { Kind } from '../domain/knowledge.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ids } from '../ports/ids.ts'
import type { ItemUsage, UsageStore } from '../ports/usage-store.ts'
import type { Worker } from './desk.ts'
import { houseMean, type Lift, liftOf, NO_LIFT } from './lift.ts'

/** How use and ratings move each script, by its id. */
export type ScriptLifts = () => Promise<(id: string) => Lift>

/** Who uses or rates. */
export type Reader = Pick<Worker, 'actor' | 'audience'>

/** Use and ratings of published items (issue 4, item 4). Every verb throws `not_found` for what the reader may not see. */
export interface UsageService {
  used(kind: Kind, id: string, triageId: string | null, reader: Reader): Promise<ItemUsage>
  rate(kind: Kind, id: string, stars: number, reader: Reader): Promise<ItemUsage>
  find(kind: Kind, id: string, reader: Reader): Promise<ItemUsage>
  lifts: ScriptLifts
}

/** What «recent» means, in days. */
export const RECENT_DAYS = 30
const DAY = 86_400_000
/** How long the lifts are kept before they are counted again. */
const FRESH_MS = 60_000

const notFound = () =>
  suzhenError(
    'not_found',
    '没有这个已发布的条目,或不在您的可见范围内。There is no such published item, or it is not for you to see.',
  )

/**
 * Counts use and ratings, and says how they move the scripts of a triage. A triage never waits for the count but for the
 * first one: it is kept for a minute, then counted anew while the old one serves. Use shows within that minute; a rating,
 * which is given seldom and on purpose, with the next triage.
 */
export function createUsageService({ usage, ids, clock }: { usage: UsageStore; ids: Ids; clock: Clock }): UsageService {
  let kept: { at: number; lifts: (id: string) => Lift } | null = null
  let counting: Promise<void> | null = null
  const since = () => clock.now() - RECENT_DAYS * DAY

  function count(): Promise<void> {
    counting ??= (async () => {
      const at = clock.now()
      const counts = await usage.counts('script', since())
      const mean = houseMean(counts)
      const byId = new Map(counts.map((c) => [c.id, liftOf(c, mean)]))
      kept = { at, lifts: (id) => byId.get(id) ?? NO_LIFT }
    })().finally(() => {
      counting = null
    })
    return counting
  }

  async function find(kind: Kind, id: string, { actor, audience }: Reader): Promise<ItemUsage> {
    const found = await usage.find({ kind, id }, actor, since(), audience ?? 'management')
    if (!found) throw notFound()
    return found
  }

  return {
    find,

    async used(kind, id, triageId, reader) {
      const entry = { kind, id, actor: reader.actor, at: clock.now(), useId: ids.next('evt'), triageId }
      if (!(await usage.use(entry, reader.audience ?? 'management'))) throw notFound()
      return find(kind, id, reader)
    },

    async rate(kind, id, stars, reader) {
      const entry = { kind, id, actor: reader.actor, at: clock.now(), stars, auditId: ids.next('evt') }
      if (!(await usage.rate(entry, reader.audience ?? 'management'))) throw notFound()
      kept = null
      return find(kind, id, reader)
    },

    async lifts() {
      if (!kept) await count()
      // A count that fails leaves the old one in place; the next triage tries again.
      else if (clock.now() - kept.at >= FRESH_MS) count().catch(() => {})
      return kept?.lifts ?? (() => NO_LIFT)
    },
  }
}

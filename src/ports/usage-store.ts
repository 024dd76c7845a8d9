import type { Kind } from '../domain/knowledge.ts'
import type { Audience } from '../domain/labels.ts'

/** One person doing one thing with one published item. */
export interface UsageEntry {
  kind: Kind
  id: string
  actor: string
  at: number
}

/** How an item is used and rated. One person's uses for one complaint count once. `recent`: since the day asked about. */
export interface ItemUsage {
  uses: number
  recentUses: number
  lastUsedAt: number | null
  /** How many people gave 1, 2, 3, 4, 5 stars. */
  stars: [number, number, number, number, number]
  recentRatings: number
  /** What the asking person gave. */
  own: number | null
}

/** What the ranking reads of one item. */
export interface UsageCount {
  id: string
  recentUses: number
  ratings: number
  /** Sum of the stars. */
  stars: number
}

/** Uses and ratings of published items. What is not published, or not for the audience, is as if it were not there. */
export interface UsageStore {
  /** False: no such item for those eyes, and nothing kept. */
  use(entry: UsageEntry & { useId: string; triageId: string | null }, audience: Audience): Promise<boolean>
  /** A later rating by the same actor takes the earlier one's place. False: no such item for those eyes. */
  rate(entry: UsageEntry & { stars: number; auditId: string }, audience: Audience): Promise<boolean>
  find(item: { kind: Kind; id: string }, actor: string, since: number, audience: Audience): Promise<ItemUsage | null>
  /** Every item of the kind that was used since then or ever rated, in one statement. */
  counts(kind: Kind, since: number): Promise<UsageCount[]>
}

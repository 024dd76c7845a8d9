import type { Kind } from '../domain/knowledge.ts'
import type { ItemStatus } from '../domain/knowledge-item.ts'
import type { Audience } from '../domain/labels.ts'

/** Why an item is to be looked at again (G1). */
export const REVIEW_REASONS = ['unused', 'old', 'lowRated', 'lawChanged', 'ending', 'over', 'waiting'] as const
export type ReviewReason = (typeof REVIEW_REASONS)[number]

/** Bounds as instants and days, worked out from the rules and the clock. */
export interface ReviewQuery {
  /** Last used, or published where never used, before this. */
  unusedBefore: number
  /** The version that is shown was written before this. */
  oldBefore: number
  lowStars: number
  lowStarsFrom: number
  /** Its last day is this or earlier: ending; before `today`: over. */
  endsBy: string
  today: string
  /** Sent to review before this. */
  waitingBefore: number
  /** Sources that have changed, and since when. */
  laws: readonly { source: string; changed: number }[]
  audience: Audience
  /** Only items for which this reason holds; absent: for which any does. */
  reason?: ReviewReason | undefined
  /** The last item of the page before. */
  after: { reasons: number; kind: Kind; id: string } | null
  limit: number
}

/** An item with every reason that holds. */
export interface ReviewItem {
  kind: Kind
  id: string
  title: string
  status: ItemStatus
  codes: string[]
  domain: string | null
  reasons: ReviewReason[]
  publishedVersion: number | null
  /** When the version that is shown was approved; what ships with the house: when it came. */
  approvedAt: number | null
  lastUsedAt: number | null
  /** Mean stars and how many people gave them. */
  stars: number | null
  ratings: number
  validTo: string | null
  waitingSince: number | null
  /** Which of the sources that changed it names. */
  laws: string[]
}

export interface ReviewStore {
  /** Most reasons first, then by kind and id. */
  list(query: ReviewQuery): Promise<ReviewItem[]>
}

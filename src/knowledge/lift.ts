import type { UsageCount } from '../ports/usage-store.ts'

/** How far use and ratings move an item, and the words that show it. */
export interface Lift {
  /** Added to a score of 0 to 1. */
  by: number
  why: string[]
}

export const NO_LIFT: Lift = { by: 0, why: [] }

/** Most that ratings lift or sink, and most that use lifts: enough to part equals, too little to bring up what does not fit. */
const RATING_MOST = 0.05
const USE_MOST = 0.03
export const LIFT_MOST = RATING_MOST + USE_MOST
/** So many ratings of the house's mean are taken as given before the first. */
const PRIOR_RATINGS = 5
/** The house's mean before anyone rated, and its own weight in ratings. */
const MIDDLE = 3
const MIDDLE_WEIGHT = 10
/** Uses in 30 days that bring half of what use can lift. */
const HALF_USES = 20

/** The mean of all ratings, drawn towards the middle of the scale while they are few: m = (10 × 3 + Σ stars) / (10 + Σ ratings). */
export function houseMean(counts: readonly UsageCount[]): number {
  const [n, stars] = counts.reduce(([a, b], c) => [a + c.ratings, b + c.stars], [0, 0])
  return (MIDDLE_WEIGHT * MIDDLE + stars) / (MIDDLE_WEIGHT + n)
}

/**
 * The lift of one item (issue 4, item 4; G1's review of use and ratings).
 *
 * Ratings by the Bayesian mean b = (5 m + Σ stars) / (5 + n), where m is the house's mean and n the ratings of the item:
 * one five-star rating moves little, many move all the way. It adds 0.05 × (b − m) / 2, cut to ±0.05. Use adds
 * 0.03 × u / (u + 20) for u uses in the last 30 days. So the whole lies between −0.05 and +0.08, and what nobody rated
 * nor used, or was rated as everything is, stays where it stood.
 */
export function liftOf({ recentUses, ratings, stars }: Omit<UsageCount, 'id'>, mean: number): Lift {
  const bayes = (PRIOR_RATINGS * mean + stars) / (PRIOR_RATINGS + ratings)
  const rated = Math.min(RATING_MOST, Math.max(-RATING_MOST, (RATING_MOST * (bayes - mean)) / 2))
  const used = (USE_MOST * recentUses) / (recentUses + HALF_USES)
  const own = ratings > 0 ? (stars / ratings).toFixed(1) : ''
  return {
    by: rated + used,
    why: [
      ...(ratings > 0 ? [`${rated >= 0 ? '好评' : '评分偏低'} ${own}(${ratings}) rated ${signed(rated)}`] : []),
      ...(recentUses > 0 ? [`近30天使用 ${recentUses} 次 used ${signed(used)}`] : []),
    ],
  }
}

const signed = (x: number): string => `${x < 0 ? '-' : '+'}${Math.round(Math.abs(x) * 1000) / 1000}`

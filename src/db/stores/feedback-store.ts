import { and, asc, eq, gt, gte, inArray, type SQL } from 'drizzle-orm'
import type { Decision } from '../../domain/decision.ts'
import type { Corrected, FeedbackLabels, FeedbackStatus } from '../../domain/feedback.ts'
import { sameCorrected } from '../../domain/feedback-labels.ts'
import type { Channel } from '../../domain/labels.ts'
import type { MaskedSpan } from '../../domain/text/mask.ts'
import type { Correction, FeedbackItem, FeedbackStore, Settlement } from '../../ports/feedback-store.ts'
import type { Database } from '../database.ts'
import { feedbackCorrections, feedbackReviews, feedbackSettlements } from '../schema/feedback.ts'
import { audit, triages } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'

export function createFeedbackStore(db: Database, onUnavailable?: (code: string) => void): FeedbackStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  return {
    add: (triageId, entry, auditId, weigh) =>
      guard(() =>
        db.transaction(async (tx) => {
          // The row is made first, so that there is something to lock when two people are the first at once.
          await tx.insert(feedbackReviews).values({ triageId, status: 'agreed' }).onConflictDoNothing()
          const status = await lock(tx, triageId)
          const earlier = latestOfEach(await correctionsOf(tx, [triageId]))
          const mine = earlier.find((c) => c.actor === entry.actor)
          if (mine && sameSaid(mine, entry)) return { version: mine.version, status: status!, added: false }
          const correction = { ...entry, version: (mine?.version ?? 0) + 1 }
          const opinions = [...earlier.filter((c) => c.actor !== entry.actor), correction]
          const final = (await settlementsOf(tx, [triageId])).at(-1)?.final ?? null
          const next = weigh({ status: status!, opinions, final })
          await tx.insert(feedbackCorrections).values({ ...correction, triageId, at: new Date(correction.at) })
          await tx.update(feedbackReviews).set({ status: next }).where(eq(feedbackReviews.triageId, triageId))
          await tx.insert(audit).values({ id: auditId, actor: entry.actor, action: 'feedback', subject: triageId })
          return { version: correction.version, status: next, added: true }
        }),
      ),

    settle: (triageId, { actor, at, why }, auditId, conclude) =>
      guard(() =>
        db.transaction(async (tx) => {
          const status = await lock(tx, triageId)
          if (status === null) return null
          const opinions = latestOfEach(await correctionsOf(tx, [triageId]))
          const last = (await settlementsOf(tx, [triageId])).at(-1)
          const final = conclude({ status, opinions, final: last?.final ?? null })
          if (status === 'settled' && last?.actor === actor && last.why === why && sameCorrected(last.final, final))
            return strip(last)
          const own = opinions.some((o) => o.actor === actor)
          const settlement: Settlement = { version: (last?.version ?? 0) + 1, actor, at, final, why, own }
          const when = new Date(at)
          await tx.insert(feedbackSettlements).values({ ...settlement, triageId, at: when })
          await tx
            .update(feedbackReviews)
            .set({ status: 'settled', settledAt: when })
            .where(eq(feedbackReviews.triageId, triageId))
          await tx.insert(audit).values({ id: auditId, actor, action: 'settle', subject: triageId })
          return settlement
        }),
      ),

    list: ({ status, settledSince, after, limit }) =>
      guard(async () => {
        const where: (SQL | undefined)[] = [
          status === null ? undefined : eq(feedbackReviews.status, status),
          settledSince === null ? undefined : gte(feedbackReviews.settledAt, new Date(settledSince)),
          after === null ? undefined : gt(feedbackReviews.triageId, after),
        ]
        const rows = await db
          .select({
            status: feedbackReviews.status,
            id: triages.id,
            receivedAt: triages.receivedAt,
            channel: triages.channel,
            domain: triages.domain,
            maskedText: triages.maskedText,
            maskedSpans: triages.maskedSpans,
            decision: triages.decision,
          })
          .from(feedbackReviews)
          .innerJoin(triages, eq(triages.id, feedbackReviews.triageId))
          .where(and(...where))
          .orderBy(asc(feedbackReviews.triageId))
          .limit(limit)
        const ids = rows.map((r) => r.id)
        const [corrections, settlements] = ids.length
          ? [await correctionsOf(db, ids), await settlementsOf(db, ids)]
          : [[], []]
        return rows.map(
          ({ status, receivedAt, channel, maskedSpans, decision, ...rest }): FeedbackItem => ({
            triage: {
              ...rest,
              receivedAt: receivedAt.getTime(),
              channel: channel as Channel,
              maskedSpans: maskedSpans as MaskedSpan[],
              decision: decision as Decision,
            },
            status: status as FeedbackStatus,
            corrections: corrections.filter((c) => c.triageId === rest.id).map(strip),
            settlements: settlements.filter((s) => s.triageId === rest.id).map(strip),
          }),
        )
      }),

    note: (entries) =>
      guard(async () => {
        if (entries.length) await db.insert(audit).values([...entries])
      }),
  }
}

type Of<T> = T & { triageId: string }

const strip = <T>({ triageId: _, ...rest }: Of<T>): Omit<Of<T>, 'triageId'> => rest

/** Locks how a decision stands until the transaction ends. Null where nobody has spoken of it. */
async function lock(db: Database, triageId: string): Promise<FeedbackStatus | null> {
  const [row] = await db
    .select({ status: feedbackReviews.status })
    .from(feedbackReviews)
    .where(eq(feedbackReviews.triageId, triageId))
    .for('update')
  return row ? (row.status as FeedbackStatus) : null
}

async function correctionsOf(db: Database, ids: readonly string[]): Promise<Of<Correction>[]> {
  const { at, version } = feedbackCorrections
  const rows = await db
    .select()
    .from(feedbackCorrections)
    .where(inArray(feedbackCorrections.triageId, [...ids]))
    .orderBy(asc(at), asc(feedbackCorrections.actor), asc(version))
  return rows.map((r) => ({ ...r, at: r.at.getTime(), corrected: r.corrected as Corrected }))
}

async function settlementsOf(db: Database, ids: readonly string[]): Promise<Of<Settlement>[]> {
  const rows = await db
    .select()
    .from(feedbackSettlements)
    .where(inArray(feedbackSettlements.triageId, [...ids]))
    .orderBy(asc(feedbackSettlements.version))
  return rows.map((r) => ({ ...r, at: r.at.getTime(), final: r.final as FeedbackLabels }))
}

/** By version, not by time: two clocks may disagree. */
const latestOfEach = (corrections: readonly Of<Correction>[]): Correction[] => {
  const latest = new Map<string, Of<Correction>>()
  for (const c of corrections) if ((latest.get(c.actor)?.version ?? 0) < c.version) latest.set(c.actor, c)
  return [...latest.values()].map(strip)
}

const sameSaid = (a: Omit<Correction, 'version'>, b: Omit<Correction, 'version'>): boolean =>
  a.agree === b.agree && a.by === b.by && a.why === b.why && sameCorrected(a.corrected, b.corrected)

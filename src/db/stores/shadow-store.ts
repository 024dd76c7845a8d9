import { and, asc, desc, eq, gt, gte, inArray, or, type SQL } from 'drizzle-orm'
import type { Decision } from '../../domain/decision.ts'
import type { FeedbackLabels } from '../../domain/feedback.ts'
import type { ShadowAnswer, ShadowPair, ShadowStore } from '../../ports/shadow-store.ts'
import type { Database } from '../database.ts'
import { feedbackReviews, feedbackSettlements } from '../schema/feedback.ts'
import { shadows } from '../schema/shadow.ts'
import { triages } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'

export function createShadowStore(db: Database, onUnavailable?: (code: string) => void): ShadowStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  return {
    add: ({ at, spent, ...shadow }) =>
      guard(async () => {
        await db
          .insert(shadows)
          .values({ ...shadow, ...spent, at: new Date(at) })
          .onConflictDoNothing()
      }),

    pairs: ({ since, model, after, limit }) =>
      guard(async () => {
        const where: (SQL | undefined)[] = [
          since === null ? undefined : gte(shadows.at, new Date(since)),
          model === null ? undefined : eq(shadows.model, model),
          after === null
            ? undefined
            : or(
                gt(shadows.triageId, after.triageId),
                and(eq(shadows.triageId, after.triageId), gt(shadows.model, after.model)),
              ),
        ]
        const rows = await db
          .select({ shadow: shadows, given: triages.decision, status: feedbackReviews.status })
          .from(shadows)
          .innerJoin(triages, eq(triages.id, shadows.triageId))
          .leftJoin(feedbackReviews, eq(feedbackReviews.triageId, shadows.triageId))
          .where(and(...where))
          .orderBy(asc(shadows.triageId), asc(shadows.model))
          .limit(limit)
        const finals = await finalsOf(
          db,
          rows.filter((r) => r.status === 'settled').map((r) => r.shadow.triageId),
        )
        return rows.map(({ shadow, given }): ShadowPair => {
          const { at, answer, costUsd, inputTokens, cachedTokens, outputTokens, ...rest } = shadow
          return {
            ...rest,
            at: at.getTime(),
            answer: answer as ShadowAnswer,
            spent: { costUsd, inputTokens, cachedTokens, outputTokens },
            given: given as Decision,
            final: finals.get(rest.triageId) ?? null,
          }
        })
      }),
  }
}

/** The latest settlement of each. */
async function finalsOf(db: Database, ids: readonly string[]): Promise<Map<string, FeedbackLabels>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectDistinctOn([feedbackSettlements.triageId], {
      triageId: feedbackSettlements.triageId,
      final: feedbackSettlements.final,
    })
    .from(feedbackSettlements)
    .where(inArray(feedbackSettlements.triageId, [...ids]))
    .orderBy(asc(feedbackSettlements.triageId), desc(feedbackSettlements.version))
  return new Map(rows.map((r) => [r.triageId, r.final as FeedbackLabels]))
}

import { and, asc, eq, gt, gte, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Script } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { WordsStore } from '../../ports/words-store.ts'
import type { Database } from '../database.ts'
import { scripts } from '../schema/knowledge.ts'
import { triages } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'

export function createWordsStore(db: Database, onUnavailable?: (code: string) => void): WordsStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  return {
    entries: ({ since, before, after, limit }) =>
      guard(async () => {
        const { id, receivedAt } = triages
        const last = after && new Date(after.receivedAt)
        const rows = await db
          .select({ id, receivedAt, customer: triages.customerKey, phone: triages.phoneKey })
          .from(triages)
          .where(
            and(
              eq(triages.nature, 'complaint'),
              gte(receivedAt, last ?? new Date(since)),
              lt(receivedAt, new Date(before)),
              last ? or(gt(receivedAt, last), gt(id, after.id)) : undefined,
            ),
          )
          .orderBy(asc(receivedAt), asc(id))
          .limit(limit)
        return rows.map((row) => ({ ...row, receivedAt: row.receivedAt.getTime() }))
      }),

    texts: (ids) =>
      guard(async () => {
        if (ids.length === 0) return []
        const rows = await db
          .select({ id: triages.id, maskedText: triages.maskedText, codes: triages.codes })
          .from(triages)
          // One parameter: five hundred take as long to bind as the texts to read.
          .where(sql`${triages.id} = any(${sql.param([...ids], triages.codes)})`)
        const byId = new Map(rows.map((row) => [row.id, row]))
        return ids.flatMap((id) => byId.get(id) ?? [])
      }),

    scripts: ({ audience, day }) =>
      guard(async () => {
        const rows = await db
          .select({ body: scripts.body })
          .from(scripts)
          .where(
            and(
              eq(scripts.status, 'published'),
              lte(scripts.audience, audienceRank(audience)),
              or(isNull(scripts.validFrom), lte(scripts.validFrom, day)),
              or(isNull(scripts.validTo), gte(scripts.validTo, day)),
            ),
          )
          .orderBy(asc(scripts.id))
        return rows.map(({ body }) => {
          const { id, scene, text, codes } = body as Script
          return { id, scene, text, codes }
        })
      }),
  }
}

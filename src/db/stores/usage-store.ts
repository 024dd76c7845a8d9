import { and, eq, lte, sql } from 'drizzle-orm'
import type { Kind } from '../../domain/knowledge.ts'
import { type Audience, audienceRank } from '../../domain/labels.ts'
import type { UsageCount, UsageStore } from '../../ports/usage-store.ts'
import { type Database, rowsOf } from '../database.ts'
import { knowledgeRatings, knowledgeUses } from '../schema/knowledge.ts'
import { audit } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'
import { SHOWN } from './shown-items.ts'

// One person's uses for one complaint are one use.
const OCCASION = sql`(${knowledgeUses.actor}, coalesce(${knowledgeUses.triageId}, ${knowledgeUses.useId}))`

export function createUsageStore(db: Database, onUnavailable?: (code: string) => void): UsageStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  return {
    use: ({ at, ...entry }, audience) =>
      guard(() =>
        db.transaction(async (tx) => {
          if (!(await isShown(tx, entry.kind, entry.id, audience))) return false
          await tx.insert(knowledgeUses).values({ ...entry, at: new Date(at) })
          return true
        }),
      ),

    rate: ({ kind, id, actor, at, stars, auditId }, audience) =>
      guard(() =>
        db.transaction(async (tx) => {
          if (!(await isShown(tx, kind, id, audience))) return false
          const given = { stars, at: new Date(at) }
          const { kind: k, id: i, actor: a } = knowledgeRatings
          await tx
            .insert(knowledgeRatings)
            .values({ kind, id, actor, ...given })
            .onConflictDoUpdate({ target: [k, i, a], set: given })
          // The earlier stars are gone; that there was a rating is not.
          await tx.insert(audit).values({ id: auditId, actor, action: 'knowledge.rate', subject: `${kind}:${id}` })
          return true
        }),
      ),

    find: ({ kind, id }, actor, since, audience) =>
      guard(async () => {
        if (!(await isShown(db, kind, id, audience))) return null
        const [u, r, from] = [knowledgeUses, knowledgeRatings, new Date(since).toISOString()]
        const [used] = await db
          .select({
            uses: sql<string>`count(distinct ${OCCASION})`,
            recent: sql<string>`count(distinct ${OCCASION}) filter (where ${u.at} >= ${from}::timestamptz)`,
            last: sql<string | null>`extract(epoch from max(${u.at}))`,
          })
          .from(u)
          .where(and(eq(u.kind, kind), eq(u.id, id)))
        const rated = await db
          .select({
            stars: r.stars,
            n: sql<string>`count(*)`,
            recent: sql<string>`count(*) filter (where ${r.at} >= ${from}::timestamptz)`,
            own: sql<boolean>`bool_or(${r.actor} = ${actor})`,
          })
          .from(r)
          .where(and(eq(r.kind, kind), eq(r.id, id)))
          .groupBy(r.stars)
        const of = (stars: number) => Number(rated.find((row) => row.stars === stars)?.n ?? 0)
        return {
          uses: Number(used!.uses),
          recentUses: Number(used!.recent),
          lastUsedAt: used!.last === null ? null : Math.round(Number(used!.last) * 1000),
          stars: [of(1), of(2), of(3), of(4), of(5)],
          recentRatings: rated.reduce((n, row) => n + Number(row.recent), 0),
          own: rated.find((row) => row.own)?.stars ?? null,
        }
      }),

    counts: (kind, since) =>
      guard(async () => {
        const [u, r, from] = [knowledgeUses, knowledgeRatings, new Date(since).toISOString()]
        const rows = rowsOf<Record<keyof UsageCount, string | number>>(
          await db.execute(sql`
            select id, coalesce(recent, 0) as "recentUses", coalesce(ratings, 0) as ratings, coalesce(stars, 0) as stars
            from (select ${u.id} as id, count(distinct ${OCCASION}) as recent from ${u}
                  where ${u.kind} = ${kind} and ${u.at} >= ${from}::timestamptz group by ${u.id}) used
            full join (select ${r.id} as id, count(*) as ratings, sum(${r.stars}) as stars from ${r}
                  where ${r.kind} = ${kind} group by ${r.id}) rated using (id)`),
        )
        return rows.map((row) => ({
          id: String(row.id),
          recentUses: Number(row.recentUses),
          ratings: Number(row.ratings),
          stars: Number(row.stars),
        }))
      }),
  }
}

async function isShown(db: Pick<Database, 'select'>, kind: Kind, id: string, audience: Audience): Promise<boolean> {
  const { items } = SHOWN[kind]
  const rows = await db
    .select({ id: items.id })
    .from(items)
    .where(and(eq(items.id, id), eq(items.status, 'published'), lte(items.audience, audienceRank(audience))))
  return rows.length > 0
}

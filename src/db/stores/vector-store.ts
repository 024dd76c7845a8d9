import { and, asc, count, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { type CaseWriteUp, KINDS, type Kind, type Script, searchTextOf } from '../../domain/knowledge.ts'
import type { Turn, VectorStore } from '../../ports/vector-store.ts'
import { type Database, rowsOf, vectorLiteral } from '../database.ts'
import { knowledgeModels } from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'
import { SHOWN } from './shown-items.ts'

const t = knowledgeModels
/** By the database's own clock, so that builders on several machines agree. */
const now = sql`clock_timestamp()`
const silentSince = (ms: number): SQL => sql`${now} - ${ms} * interval '1 millisecond'`
/** The one that was ready last. */
const inForce = sql`(select model from ${t} where ready_at is not null order by ready_at desc, model limit 1)`
/** Changes whenever an item is written. */
const versionOf = (kind: Kind): SQL<string> => sql`extract(epoch from ${SHOWN[kind].items.updatedAt})::text`

export function createVectorStore(db: Database, onUnavailable?: (code: string) => void): VectorStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  const mine = ({ model, builder }: Turn) => and(eq(t.model, model), eq(t.builder, builder))

  async function countOf(model: string): Promise<{ total: number; missing: number }> {
    const sums = { total: 0, missing: 0 }
    for (const kind of KINDS) {
      const { items, vectors } = SHOWN[kind]
      const [row] = await db
        .select({ total: count(), made: count(vectors.itemId) })
        .from(items)
        .leftJoin(vectors, and(eq(vectors.itemId, items.id), eq(vectors.model, model)))
        .where(eq(items.status, 'published'))
      sums.total += row!.total
      sums.missing += row!.total - row!.made
    }
    return sums
  }

  return {
    inForce: () =>
      guard(async () => rowsOf<{ model: string | null }>(await db.execute(sql`select ${inForce} as model`))[0]!.model),

    models: (silentMs) =>
      guard(async () => {
        const rows = await db
          .select({
            model: t.model,
            startedAt: t.startedAt,
            readyAt: t.readyAt,
            inForce: sql<boolean>`coalesce(${t.model} = ${inForce}, false)`,
            building: sql<boolean>`${t.builder} is not null and ${t.seenAt} >= ${silentSince(silentMs)}`,
          })
          .from(t)
          .orderBy(sql`${t.readyAt} desc nulls last`, desc(t.startedAt), asc(t.model))
        const out = []
        for (const { startedAt, readyAt, ...row } of rows) {
          const times = { startedAt: startedAt.getTime(), readyAt: readyAt?.getTime() ?? null }
          out.push({ ...row, ...times, ...(await countOf(row.model)) })
        }
        return out
      }),

    count: (model) => guard(() => countOf(model)),

    begin: ({ model, builder, silentMs }) =>
      guard(async () => {
        const rows = await db
          .insert(t)
          .values({ model, builder, startedAt: now, seenAt: now })
          .onConflictDoUpdate({
            target: t.model,
            set: { builder, seenAt: now },
            setWhere: sql`${t.builder} is null or ${t.builder} = ${builder} or ${t.seenAt} < ${silentSince(silentMs)}`,
          })
          .returning({ model: t.model })
        return rows.length > 0
      }),

    missing: (kind, model, which) =>
      guard(async () => {
        const { items, vectors } = SHOWN[kind]
        const rows = await db
          .select({ id: items.id, body: items.body, version: versionOf(kind) })
          .from(items)
          .leftJoin(vectors, and(eq(vectors.itemId, items.id), eq(vectors.model, model)))
          .where(
            and(
              eq(items.status, 'published'),
              isNull(vectors.itemId),
              'id' in which ? eq(items.id, which.id) : gt(items.id, which.after),
            ),
          )
          .orderBy(asc(items.id))
          .limit('id' in which ? 1 : which.limit)
        return rows.map(({ body, ...row }) => ({ ...row, text: searchTextOf(kind, body as CaseWriteUp | Script) }))
      }),

    put: (kind, model, made) =>
      guard(async () => {
        if (made.length === 0) return 0
        const { items, vectors } = SHOWN[kind]
        const rows = made.map((m) => sql`(${m.id}, ${m.version}, ${vectorLiteral(m.vector)})`)
        // The rows are held while their vectors are written: who changes the words meanwhile waits, and then drops them.
        const written = await db.execute(sql`
          with made (id, version, vector) as (values ${sql.join(rows, sql`, `)}),
          unchanged as (select ${items.id} as id, made.vector from ${items} join made on made.id = ${items.id}
            where ${versionOf(kind)} = made.version for share of ${items})
          insert into ${vectors} (item_id, model, vector) select id, ${model}, vector::halfvec from unchanged
          on conflict (item_id, model) do update set vector = excluded.vector returning item_id`)
        return rowsOf(written).length
      }),

    goOn: (turn) =>
      guard(async () => {
        const rows = await db.update(t).set({ seenAt: now }).where(mine(turn)).returning({ model: t.model })
        return rows.length > 0
      }),

    end: (turn, ready) =>
      guard(async () => {
        // Later than any other, whatever the clock was put back to; one that is in force already stays as it is.
        const readyAt = sql`case when ${t.model} = ${inForce} then ${t.readyAt} else greatest(${now},
          (select max(ready_at) + interval '1 millisecond' from ${t})) end`
        const rows = await db
          .update(t)
          .set({ builder: null, seenAt: now, ...(ready ? { readyAt } : {}) })
          .where(mine(turn))
          .returning({ model: t.model })
        return rows.length > 0
      }),

    prune: (silentMs) =>
      guard(() =>
        db.transaction(async (tx) => {
          const built = sql`(${t.builder} is not null and ${t.seenAt} >= ${silentSince(silentMs)})`
          const keep = sql`(select ${t.model} from ${t} where ${t.model} = ${inForce} or ${built})`
          const gone = new Map<string, number>()
          for (const kind of KINDS) {
            const { vectors } = SHOWN[kind]
            const rows = rowsOf<{ model: string; n: number }>(
              await tx.execute(sql`with gone as (delete from ${vectors} where ${inForce} is not null
                and ${vectors.model} not in ${keep} returning ${vectors.model} as model)
                select model, count(*)::int as n from gone group by model`),
            )
            for (const { model, n } of rows) gone.set(model, (gone.get(model) ?? 0) + n)
          }
          await tx.delete(t).where(sql`${inForce} is not null and ${t.model} not in ${keep}`)
          return [...gone].map(([model, vectors]) => ({ model, vectors }))
        }),
      ),
  }
}

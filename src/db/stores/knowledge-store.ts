import { count, sql } from 'drizzle-orm'
import type { CaseWriteUp, Kind, Script } from '../../domain/knowledge.ts'
import { titleOf } from '../../domain/knowledge-item.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { KnowledgeStore } from '../../ports/knowledge-store.ts'
import { type Database, toVector } from '../database.ts'
import { cases, knowledgeItems, knowledgeVersions, scripts } from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'
import { excluded } from './excluded.ts'
import { createKnowledgeSearch } from './knowledge-search.ts'
import { SHOWN, showItems } from './shown-items.ts'

/** `legsApart`: the legs of a search are asked for side by side, of a database that can work at them so. */
export function createKnowledgeStore(
  db: Database,
  onUnavailable?: (code: string) => void,
  { legsApart = false } = {},
): KnowledgeStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  const { search, cases: bodiesOf } = createKnowledgeSearch(db, legsApart)

  return {
    search: (query) => guard(() => search(query)),
    cases: (found) => guard(() => bodiesOf(found)),
    put: ({ cases: newCases, scripts: newScripts }) =>
      guard(() =>
        db.transaction(async (tx) => {
          for (const [kind, bodies] of [
            ['case', newCases],
            ['script', newScripts],
          ] as const) {
            await showItems(tx, kind, bodies)
            await keepAsPublished(tx, kind, bodies)
          }
        }),
      ),
    putVectors: (kind, model, vectors) =>
      guard(async () => {
        const table = SHOWN[kind].vectors
        for (let at = 0; at < vectors.length; at += 100) {
          const rows = vectors.slice(at, at + 100).map((v) => ({ itemId: v.id, model, vector: toVector(v.vector) }))
          await db
            .insert(table)
            .values(rows)
            .onConflictDoUpdate({ target: [table.itemId, table.model], set: excluded({ vector: table.vector }) })
        }
      }),
    count: () =>
      guard(async () => {
        const [c] = await db.select({ n: count() }).from(cases)
        const [s] = await db.select({ n: count() }).from(scripts)
        return { cases: c?.n ?? 0, scripts: s?.n ?? 0 }
      }),
  }
}

/** What ships has no author but the house and nobody's approval to wait for. */
async function keepAsPublished(
  tx: Pick<Database, 'insert'>,
  kind: Kind,
  bodies: readonly (CaseWriteUp | Script)[],
): Promise<void> {
  for (const body of bodies) {
    const now = new Date()
    const next = sql`${knowledgeItems.version} + 1`
    const seen = { title: titleOf(body), codes: body.codes, domain: body.domain, audience: audienceRank(body.audience) }
    const [row] = await tx
      .insert(knowledgeItems)
      .values({
        kind,
        id: body.id,
        status: 'published',
        revision: 1,
        version: 1,
        publishedVersion: 1,
        ...seen,
        updatedAt: now,
        updatedBy: 'seed',
      })
      .onConflictDoUpdate({
        target: [knowledgeItems.kind, knowledgeItems.id],
        set: {
          ...seen,
          status: 'published',
          version: next,
          publishedVersion: next,
          revision: sql`${knowledgeItems.revision} + 1`,
          updatedAt: now,
          updatedBy: 'seed',
        },
      })
      .returning({ version: knowledgeItems.version })
    await tx
      .insert(knowledgeVersions)
      .values({ kind, id: body.id, version: row!.version, body, author: 'seed', at: now, why: null, changed: [] })
  }
}

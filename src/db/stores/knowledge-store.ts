import { and, asc, count, eq, isNull, sql } from 'drizzle-orm'
import { type CaseWriteUp, caseSearchText, type Script, scriptSearchText } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { KnowledgeStore } from '../../ports/knowledge-store.ts'
import { type Database, toVector } from '../database.ts'
import { cases, caseVectors, scripts, scriptVectors } from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'
import { createKnowledgeSearch } from './knowledge-search.ts'
import { tokensVector } from './lexemes.ts'

const KINDS = {
  case: { items: cases, vectors: caseVectors },
  script: { items: scripts, vectors: scriptVectors },
} as const

export function createKnowledgeStore(db: Database, onUnavailable?: (code: string) => void): KnowledgeStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  const search = createKnowledgeSearch(db)

  const common = (item: CaseWriteUp | Script, text: string) => ({
    id: item.id,
    body: item,
    codes: item.codes,
    domain: item.domain,
    audience: audienceRank(item.audience),
    tokens: tokensVector(text),
    updatedAt: new Date(),
  })

  return {
    search: (query) => guard(() => search(query)),
    put: ({ cases: newCases, scripts: newScripts }) =>
      guard(() =>
        db.transaction(async (tx) => {
          for (const c of newCases) {
            const row = { ...common(c, caseSearchText(c)), level: c.level }
            await tx.insert(cases).values(row).onConflictDoUpdate({ target: cases.id, set: row })
            await tx.delete(caseVectors).where(eq(caseVectors.itemId, c.id))
          }
          for (const s of newScripts) {
            const row = common(s, scriptSearchText(s))
            await tx.insert(scripts).values(row).onConflictDoUpdate({ target: scripts.id, set: row })
            await tx.delete(scriptVectors).where(eq(scriptVectors.itemId, s.id))
          }
        }),
      ),
    putVectors: (kind, model, vectors) =>
      guard(async () => {
        const table = KINDS[kind].vectors
        for (let at = 0; at < vectors.length; at += 100) {
          const rows = vectors.slice(at, at + 100).map((v) => ({ itemId: v.id, model, vector: toVector(v.vector) }))
          await db
            .insert(table)
            .values(rows)
            .onConflictDoUpdate({ target: [table.itemId, table.model], set: { vector: sql`excluded.vector` } })
        }
      }),
    withoutVector: (kind, model) =>
      guard(async () => {
        const { items, vectors } = KINDS[kind]
        const rows = await db
          .select({ id: items.id, body: items.body })
          .from(items)
          .leftJoin(vectors, and(eq(vectors.itemId, items.id), eq(vectors.model, model)))
          .where(isNull(vectors.itemId))
          .orderBy(asc(items.id))
        return rows.map((r) => ({
          id: r.id,
          text: kind === 'case' ? caseSearchText(r.body as CaseWriteUp) : scriptSearchText(r.body as Script),
        }))
      }),
    count: () =>
      guard(async () => {
        const [c] = await db.select({ n: count() }).from(cases)
        const [s] = await db.select({ n: count() }).from(scripts)
        return { cases: c?.n ?? 0, scripts: s?.n ?? 0 }
      }),
  }
}

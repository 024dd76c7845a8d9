import { and, arrayOverlaps, asc, count, desc, eq, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { type CaseWriteUp, caseSearchText, type Script, scriptSearchText } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import { searchTokens } from '../../domain/tokens.ts'
import type { KnowledgeHit, KnowledgeQuery, KnowledgeStore } from '../../ports/knowledge-store.ts'
import { type Database, toVector } from '../database.ts'
import { cases, caseVectors, scripts, scriptVectors } from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'

const KINDS = { case: { items: cases, vectors: caseVectors }, script: { items: scripts, vectors: scriptVectors } } as const
type Kind = keyof typeof KINDS

/** Lexemes as `tsvector` and `tsquery` literals take them: quoted, so that no text parser touches them. */
const quoteLexeme = (token: string) => `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
const tokensVector = (text: string) => sql`${searchTokens(text).map(quoteLexeme).join(' ')}::tsvector`

export function createKnowledgeStore(db: Database, onUnavailable?: (code: string) => void): KnowledgeStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  async function search<T extends { id: string }>(kind: Kind, query: KnowledgeQuery, also?: SQL): Promise<KnowledgeHit<T>[]> {
    const { items, vectors } = KINDS[kind]
    const visible = and(eq(items.status, 'published'), lte(items.audience, audienceRank(query.audience)), also)
    const hits = new Map<string, KnowledgeHit<T>>()
    const hitOf = (body: unknown) => {
      const item = body as T
      let hit = hits.get(item.id)
      if (!hit) hits.set(item.id, (hit = { item, similarity: null, denseRank: null, wordRank: null }))
      return hit
    }
    if (query.vector && query.model) {
      // Ordered by the distance operator itself, or no index is used.
      const distance = sql<number>`${vectors.vector} <=> ${JSON.stringify(toVector(query.vector))}::halfvec`
      const rows = await db
        .select({ body: items.body, distance })
        .from(vectors)
        .innerJoin(items, eq(items.id, vectors.itemId))
        .where(and(eq(vectors.model, query.model), visible))
        .orderBy(asc(distance))
        .limit(query.limit)
      rows.forEach((row, rank) => Object.assign(hitOf(row.body), { similarity: 1 - Number(row.distance), denseRank: rank }))
    }
    if (query.tokens.length > 0) {
      const tsquery = sql`${query.tokens.slice(0, 400).map(quoteLexeme).join(' | ')}::tsquery`
      const score = sql<number>`ts_rank(${items.tokens}, ${tsquery}, 1)`
      const rows = await db
        .select({ body: items.body, score })
        .from(items)
        .where(and(sql`${items.tokens} @@ ${tsquery}`, visible))
        .orderBy(desc(score), asc(items.id))
        .limit(query.limit)
      rows.forEach((row, rank) => Object.assign(hitOf(row.body), { wordRank: rank }))
    }
    return [...hits.values()]
  }

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
    searchCases: (query) => guard(() => search<CaseWriteUp>('case', query)),
    searchScripts: (query) =>
      guard(() =>
        search<Script>('script', query, query.codes.length ? or(arrayOverlaps(scripts.codes, [...query.codes]), sql`cardinality(${scripts.codes}) = 0`) : undefined),
      ),
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
          await db.insert(table).values(rows).onConflictDoUpdate({ target: [table.itemId, table.model], set: { vector: sql`excluded.vector` } })
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
        return rows.map((r) => ({ id: r.id, text: kind === 'case' ? caseSearchText(r.body as CaseWriteUp) : scriptSearchText(r.body as Script) }))
      }),
    count: () =>
      guard(async () => {
        const [c] = await db.select({ n: count() }).from(cases)
        const [s] = await db.select({ n: count() }).from(scripts)
        return { cases: c?.n ?? 0, scripts: s?.n ?? 0 }
      }),
  }
}

import { asc, type Column, eq, inArray } from 'drizzle-orm'
import { type CaseWriteUp, type Kind, type Script, searchTextOf } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { Database } from '../database.ts'
import { cases, caseVectors, scripts, scriptVectors } from '../schema/knowledge.ts'
import { excluded } from './excluded.ts'
import { tokensVector } from './lexemes.ts'

/** Where the published items of each kind, and their vectors, lie. */
export const SHOWN = {
  case: { items: cases, vectors: caseVectors },
  script: { items: scripts, vectors: scriptVectors },
} as const

type Tx = Pick<Database, 'insert' | 'delete' | 'select' | 'update'>

/** Puts these versions before the searchers; a vector of words that changed is dropped, one of words that did not is kept. */
export async function showItems(tx: Tx, kind: Kind, bodies: readonly (CaseWriteUp | Script)[]): Promise<void> {
  const { items, vectors } = SHOWN[kind]
  for (let at = 0; at < bodies.length; at += 200) {
    const part = bodies.slice(at, at + 200)
    const ids = part.map((b) => b.id)
    const before = new Map(
      (await tx.select({ id: items.id, body: items.body }).from(items).where(inArray(items.id, ids))).map((r) => [
        r.id,
        searchTextOf(kind, r.body as CaseWriteUp | Script),
      ]),
    )
    await tx
      .insert(items as typeof cases)
      .values(part.map((b) => rowOf(kind, b)))
      .onConflictDoUpdate({ target: items.id, set: excluded(written(kind)) })
    // After the rows are ours: who writes a vector of the old words holds their row till it is written (vector-store.ts).
    const stale = part.filter((b) => before.has(b.id) && before.get(b.id) !== searchTextOf(kind, b)).map((b) => b.id)
    if (stale.length > 0) await tx.delete(vectors).where(inArray(vectors.itemId, stale))
  }
}

/** Takes an item away from the searchers; its vectors stay for when it comes back. */
export async function hideItem(tx: Tx, kind: Kind, id: string): Promise<void> {
  const { items } = SHOWN[kind]
  await tx.update(items).set({ status: 'retired', updatedAt: new Date() }).where(eq(items.id, id))
}

/** Every script before the searchers, whatever its days of validity, by id. */
export async function shownScripts(db: Pick<Database, 'select'>): Promise<Script[]> {
  const rows = await db
    .select({ body: scripts.body })
    .from(scripts)
    .where(eq(scripts.status, 'published'))
    .orderBy(asc(scripts.id))
  return rows.map((r) => r.body as Script)
}

/** Every column that `rowOf` fills, but the id. */
function written(kind: Kind): Record<string, Column> {
  const { body, codes, domain, audience, status, tokens, updatedAt, validFrom, validTo } = SHOWN[kind].items
  const both = { body, codes, domain, audience, status, tokens, updatedAt, validFrom, validTo }
  return kind === 'case' ? { ...both, level: cases.level } : both
}

function rowOf(kind: Kind, body: CaseWriteUp | Script) {
  return {
    id: body.id,
    body,
    codes: body.codes,
    domain: body.domain,
    audience: audienceRank(body.audience),
    status: 'published',
    tokens: tokensVector(searchTextOf(kind, body)),
    updatedAt: new Date(),
    validFrom: body.validFrom,
    validTo: body.validTo,
    // Scripts have no level, nor a column for it: the query builder leaves out what its table lacks.
    level: kind === 'case' ? (body as CaseWriteUp).level : 0,
  }
}

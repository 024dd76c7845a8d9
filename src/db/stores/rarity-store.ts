import { count, eq, sql } from 'drizzle-orm'
import type { RarityStore } from '../../ports/rarity-store.ts'
import type { Database } from '../database.ts'
import { cases } from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'

/** No token has it: tokens are letters, digits and what may stand between them. */
const BETWEEN = '\x1f'

export function createRarityStore(db: Database, onUnavailable?: (code: string) => void): RarityStore {
  return {
    sampleTokens: (limit) =>
      guardStorage(async () => {
        const rows = await db
          .select({ tokens: sql<string>`array_to_string(tsvector_to_array(${cases.tokens}), ${BETWEEN}::text)` })
          .from(cases)
          .where(eq(cases.status, 'published'))
          // By chance, but the same chance every time: the first by id would be those of one hand or one trade.
          .orderBy(sql`md5(${cases.id})`)
          .limit(limit)
        return rows.map(({ tokens }) => tokens.split(BETWEEN).filter((t) => t !== ''))
      }, onUnavailable),
    countCases: () =>
      guardStorage(async () => {
        const [row] = await db.select({ n: count() }).from(cases).where(eq(cases.status, 'published'))
        return row!.n
      }, onUnavailable),
  }
}

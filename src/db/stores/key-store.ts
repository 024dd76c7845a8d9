import { and, desc, eq, isNull } from 'drizzle-orm'
import type { Audience, KeyRole } from '../../domain/labels.ts'
import type { ApiKey, KeyStore } from '../../ports/key-store.ts'
import type { Database } from '../database.ts'
import { apiKeys } from '../schema/keys.ts'
import { guardStorage } from '../storage-error.ts'

export function createKeyStore(db: Database, onUnavailable?: (code: string) => void): KeyStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)
  const toKey = (row: typeof apiKeys.$inferSelect): ApiKey => ({
    id: row.id,
    role: row.role as KeyRole,
    audience: row.audience as Audience,
    label: row.label,
    createdAt: row.createdAt.getTime(),
    revokedAt: row.revokedAt?.getTime() ?? null,
  })
  return {
    add: (key) =>
      guard(async () => {
        await db.insert(apiKeys).values(key)
      }),
    findByHash: (hash) =>
      guard(async () => {
        const [row] = await db
          .select()
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
        return row ? toKey(row) : null
      }),
    list: () => guard(async () => (await db.select().from(apiKeys).orderBy(desc(apiKeys.createdAt))).map(toKey)),
    revoke: (id) =>
      guard(async () => {
        const rows = await db
          .update(apiKeys)
          .set({ revokedAt: new Date() })
          .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
          .returning({ id: apiKeys.id })
        return rows.length > 0
      }),
    anyInForce: () =>
      guard(
        async () =>
          (await db.select({ id: apiKeys.id }).from(apiKeys).where(isNull(apiKeys.revokedAt)).limit(1)).length > 0,
      ),
  }
}

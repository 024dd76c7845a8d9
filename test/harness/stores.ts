import { drizzle } from 'drizzle-orm/pglite'
import { describe } from 'vitest'
import type { Database } from '../../src/db/database.ts'
import { openPostgres } from '../../src/node/database.ts'
import { freshPgDatabase, hasRealPostgres } from './databases.ts'
import { emptyDatabase } from './empty-database.ts'

export interface TestDatabase {
  db: Database
  close(): Promise<void>
}

/** PGlite in memory with the real migrations. */
export async function memoryDatabase(): Promise<TestDatabase> {
  const client = await emptyDatabase()
  return { db: drizzle({ client }) as unknown as Database, close: () => client.close() }
}

async function realDatabase(): Promise<TestDatabase> {
  const fresh = await freshPgDatabase()
  const open = openPostgres(fresh.url)
  await open.migrate()
  return {
    db: open.db,
    async close() {
      await open.close()
      await fresh.drop()
    },
  }
}

/** Runs one suite on the embedded database and, where there is one, on a real PostgreSQL. */
export function onBothDatabases(name: string, suite: (open: () => Promise<TestDatabase>) => void): void {
  describe(`${name} on PGlite`, () => suite(memoryDatabase))
  describe.skipIf(!hasRealPostgres)(`${name} on PostgreSQL`, () => suite(realDatabase))
}

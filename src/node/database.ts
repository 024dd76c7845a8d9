import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import type { Database } from '../db/database.ts'
import { suzhenError } from '../domain/errors.ts'
import { lockFolder } from './lock.ts'
import { packagePath } from './paths.ts'
import { keepStatistics, renewStatistics } from './statistics.ts'
import { wholeFloats } from './whole-floats.ts'

/** An open database, of either kind. */
export interface OpenDatabase {
  kind: 'embedded' | 'postgres'
  db: Database
  /** Brings the schema up to date; safe to call from several processes at once. */
  migrate(): Promise<void>
  /** Whether every migration this version ships has run. */
  isCurrent(): Promise<boolean>
  /** Starts a stopped engine again on the same folder; a real server comes back by itself, so there it does nothing. */
  recover(): Promise<void>
  /** Resolves when the database answers; rejects with its driver's error. */
  ping(): Promise<void>
  close(): Promise<void>
}

const MIGRATIONS = packagePath('drizzle')
// Any number, the same for all of us: migrations of one database take turns.
const MIGRATION_LOCK = 7_787_001
/**
 * How many candidates the vector index keeps while it looks; of 40, pgvector's own, it misses 3 of 100 among 10,000 cases
 * and of these hardly 1 (bench/knowledge).
 */
const CANDIDATES = { embedded: 80, postgres: 250 }
/**
 * What a page out of order costs beside one in order: next to nothing where a base lies in memory or on no spinning disk.
 * By PostgreSQL's own 4 a base of some thousand cases is compared one by one and its index left alone.
 */
const PAGE_COST = 1.1
/**
 * What the embedded database may hold of its pages; all of it is resident from the start, used or not. Of PostgreSQL's own
 * 128 MB a base of 10,000 cases needs no more than this: searched with 64 as fast as with 128, with 32 a third slower.
 */
const SHARED_BUFFERS = '64MB'
/**
 * Of a server's 100,000 cases the usual graph misses 4 of 100 with 200 candidates, a denser one hardly 1. It takes
 * longer to write into; the embedded database, slow at that and of small bases, keeps the usual one.
 */
const DENSER = 'm = 24, ef_construction = 200'

/** PGlite in `<dataDir>/pg`, for this process alone. Throws when another process holds the folder. */
export async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  const lock = lockFolder(dataDir)
  try {
    const folder = join(dataDir, 'pg')
    mkdirSync(folder, { recursive: true })
    const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`]
    const open = () => PGlite.create({ dataDir: folder, extensions: { vector }, startParams })
    let client = await open()
    let closing = false
    let reopening: Promise<void> | null = null
    // Drizzle keeps the client it is given; through this one it always speaks to the engine that runs now.
    const current = new Proxy({} as PGlite, {
      get: (_, key) => {
        const value: unknown = Reflect.get(client, key)
        return typeof value === 'function' ? value.bind(client) : value
      },
    })
    const db = drizzlePglite({ client: current })
    const prepare = async () => {
      await client.exec(
        `SET hnsw.iterative_scan = relaxed_order; SET hnsw.ef_search = ${CANDIDATES.embedded}; SET random_page_cost = ${PAGE_COST}`,
      )
      await renewStatistics(client)
    }
    const noStatistics = keepStatistics(() => client)
    return {
      kind: 'embedded',
      db: db as unknown as Database,
      async migrate() {
        await migratePglite(db, { migrationsFolder: MIGRATIONS })
        await wholeFloats(client)
        await prepare()
      },
      recover() {
        if (closing) return Promise.resolve()
        reopening ??= (async () => {
          await client.close().catch(() => {})
          client = await open()
          await prepare()
        })().finally(() => {
          reopening = null
        })
        return reopening
      },
      isCurrent: async () => true,
      ping: async () => {
        await client.query('select 1')
      },
      async close() {
        closing = true
        noStatistics()
        try {
          await reopening?.catch(() => {})
          if (!client.closed) await client.close()
        } finally {
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** A real PostgreSQL by its URL. Nothing is connected until the first query. */
export function openPostgres(url: string): OpenDatabase {
  const client = postgres(url, {
    max: 10,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
    connection: {
      application_name: 'suzhen',
      'hnsw.iterative_scan': 'relaxed_order',
      'hnsw.ef_search': CANDIDATES.postgres,
      random_page_cost: PAGE_COST,
    },
  })
  const db = drizzlePostgres({ client })
  return {
    kind: 'postgres',
    db: db as unknown as Database,
    async migrate() {
      const one = await client.reserve()
      try {
        await one`select pg_advisory_lock(${MIGRATION_LOCK})`
        await migratePostgres(db, { migrationsFolder: MIGRATIONS })
        await denserGraph(one)
      } catch (error) {
        throw migrationError(error)
      } finally {
        await one`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {})
        one.release()
      }
    },
    recover: async () => {},
    async isCurrent() {
      const journal = JSON.parse(await readFile(`${MIGRATIONS}/meta/_journal.json`, 'utf8')) as { entries: unknown[] }
      try {
        const [row] = await client<{ n: number }[]>`select count(*)::int as n from drizzle.__drizzle_migrations`
        return (row?.n ?? 0) >= journal.entries.length
      } catch (error) {
        // No such schema or table: nothing has been migrated yet.
        if (/^(?:42P01|3F000)$/.test((error as { code?: string }).code ?? '')) return false
        throw error
      }
    },
    ping: async () => {
      await client`select 1`
    },
    close: () => client.end({ timeout: 5 }),
  }
}

/** Makes the index of an empty table denser. Of one in use it is for its operator to choose a time (bench/knowledge/README.md). */
async function denserGraph(sql: postgres.ReservedSql): Promise<void> {
  for (const kind of ['case', 'script']) {
    const index = `${kind}_vectors_hnsw`
    const [row] = await sql`select 1 from ${sql(`${kind}_vectors`)} limit 1`
    if (!row) await sql.unsafe(`alter index ${index} set (${DENSER}); reindex index ${index}`)
  }
}

function migrationError(error: unknown): unknown {
  const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as { code?: string }).code
  if (code === '0A000' || code === '58P01') {
    return suzhenError(
      'storage_unavailable',
      'The database server lacks pgvector; install it (Debian: postgresql-17-pgvector) / 数据库缺少 pgvector 扩展,请先安装',
    )
  }
  if (code === '42501') {
    return suzhenError(
      'storage_unavailable',
      'The database user may not create the extension «vector»; have an administrator run CREATE EXTENSION vector; / 数据库用户无权创建 vector 扩展',
    )
  }
  return error
}

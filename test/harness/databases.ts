import { randomUUID } from 'node:crypto'
import postgres from 'postgres'

export interface FreshDatabase {
  url: string
  drop(): Promise<void>
}

export const realPostgresUrl: string | undefined = process.env.TEST_DATABASE_URL?.trim() || undefined

/** For `describe.skipIf(!hasRealPostgres)`. */
export const hasRealPostgres: boolean = realPostgresUrl !== undefined

async function onServer<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** An empty database of its own on TEST_DATABASE_URL. `drop()` closes whatever connections are left to it. */
export async function freshPgDatabase(): Promise<FreshDatabase> {
  const server = realPostgresUrl
  if (server === undefined)
    throw new Error('freshPgDatabase needs TEST_DATABASE_URL; guard the suite with hasRealPostgres')
  const name = `suzhen_test_${randomUUID().replaceAll('-', '')}`
  const url = new URL(server)
  url.pathname = `/${name}`
  await onServer(server, (sql) => sql`create database ${sql(name)} template template0`)
  return {
    url: url.href,
    drop: () => onServer(server, async (sql) => void (await sql`drop database if exists ${sql(name)} with (force)`)),
  }
}

export interface ServerVersions {
  server: string
  vector: string
}

/** Asks the server who it is; an error says where it was looked for and never shows the password. */
export async function askRealPostgres(url: string): Promise<ServerVersions> {
  const where = URL.canParse(url) ? new URL(url).host : 'an address that is not a URL'
  const [row] = await onServer(url, async (sql) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer within 15 s')), 15_000)
    })
    const asked = sql<{ server: string; vector: string | null }[]>`
      select current_setting('server_version') as server,
             (select default_version from pg_available_extensions where name = 'vector') as vector`
    return Promise.race([asked, late]).finally(() => clearTimeout(timer))
  }).catch((error: unknown) => {
    throw new Error(`PostgreSQL at ${where} did not answer: ${reason(error)}`)
  })
  if (!row?.vector) throw new Error(`PostgreSQL at ${where} has no pgvector to create`)
  return { server: row.server.split(' ')[0] ?? row.server, vector: row.vector }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return code || error.message
}

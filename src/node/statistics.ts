import type { PGlite } from '@electric-sql/pglite'

/** How often it is looked whether tables have grown, ms. */
const EVERY_MS = 60_000
/** From how much on a table has grown since its statistics were made. */
const GROWN = 1.2
/** Pages of a table that is read whole whatever is known of it. */
const SMALL = 8

/**
 * Makes the planner's statistics of every table that has grown. A server's autovacuum does this; the embedded database has
 * none, and without statistics it compares each of 10,000 vectors in turn and leaves the index alone: 250 ms, not 10.
 */
export async function renewStatistics(client: PGlite): Promise<string[]> {
  // By sizes on disk, which a kill -9 does not forget as it does counts of changed rows.
  const { rows } = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and pg_relation_size(oid) > current_setting('block_size')::int * ${GROWN} * greatest(relpages, ${SMALL})`,
  )
  for (const { name } of rows) await client.exec(`analyze ${name}`)
  return rows.map((r) => r.name)
}

/** Looks every minute; the answer ends it. What fails is tried again. */
export function keepStatistics(client: () => PGlite): () => void {
  const timer = setInterval(() => void renewStatistics(client()).catch(() => {}), EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

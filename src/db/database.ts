import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** Either driver's database (PGlite or postgres.js), by the query builder they share. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** A vector as `halfvec` takes it. */
export const toVector = (v: Float32Array): number[] => Array.from(v)

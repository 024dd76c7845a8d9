import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** Either driver's database (PGlite or postgres.js), by the query builder they share. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>

/** A vector as `halfvec` takes it: a half float holds some four digits, so more would only be parsed. */
export const toVector = (v: Float32Array): number[] => Array.from(v, (x) => Math.round(x * 1e5) / 1e5)

/** The rows of a raw statement: PGlite answers `{ rows }`, postgres.js an array. */
export function rowsOf<T>(result: unknown): T[] {
  return (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as T[]
}

/** A vector as a `halfvec` literal, to be bound as a parameter. */
export const vectorLiteral = (v: Float32Array): string => JSON.stringify(toVector(v))

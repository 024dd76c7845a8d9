import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** Either driver's database (PGlite or postgres.js), by the query builder they share. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>

// Vectors are kept and asked for as whole numbers: the embedded database reads 512 of them three times as fast as
// decimals, a half float holds them as well, and the cosine, the only distance we use, knows no length.
const SCALE = 16_384

/** A unit vector as `halfvec` takes it, scaled to whole numbers. */
export const toVector = (v: Float32Array): number[] => Array.from(v, (x) => Math.round(x * SCALE))

/** The rows of a raw statement: PGlite answers `{ rows }`, postgres.js an array. */
export function rowsOf<T>(result: unknown): T[] {
  return (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as T[]
}

/** A vector as a `halfvec` literal, to be bound as a parameter. */
export const vectorLiteral = (v: Float32Array): string => JSON.stringify(toVector(v))

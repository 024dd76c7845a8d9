import { sql } from 'drizzle-orm'
import { customType, halfvec, index, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

const common = {
  id: text('id').primaryKey(),
  body: jsonb('body').notNull(),
  codes: text('codes').array().notNull(),
  domain: text('domain'),
  audience: smallint('audience').notNull(),
  status: text('status').notNull().default('published'),
  /** Our own search tokens; never run through a text parser of the database. */
  tokens: tsvector('tokens').notNull(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().default(sql`now()`),
}

/** Write-ups of past cases (G1). `audience` is the rank of who may see: 0 frontline, 1 supervisor, 2 management. */
export const cases = pgTable('cases', { ...common, level: smallint('level').notNull() }, (t) => [
  index('cases_tokens').using('gin', t.tokens),
])

/** Scripts (G2). */
export const scripts = pgTable('scripts', common, (t) => [index('scripts_tokens').using('gin', t.tokens)])

/** The unit vector of a case's or script's search text by one model. */
const vectorColumns = {
  itemId: text('item_id').notNull(),
  model: text('model').notNull(),
  vector: halfvec('vector', { dimensions: 512 }).notNull(),
}

export const caseVectors = pgTable('case_vectors', vectorColumns, (t) => [
  primaryKey({ columns: [t.itemId, t.model] }),
  index('case_vectors_hnsw').using('hnsw', t.vector.op('halfvec_cosine_ops')),
])

export const scriptVectors = pgTable('script_vectors', vectorColumns, (t) => [
  primaryKey({ columns: [t.itemId, t.model] }),
  index('script_vectors_hnsw').using('hnsw', t.vector.op('halfvec_cosine_ops')),
])

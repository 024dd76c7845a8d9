import { sql } from 'drizzle-orm'
import {
  customType,
  date,
  halfvec,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const instant = (name: string) => timestamp(name, { withTimezone: true })

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
  /** The first and the last day on which it may be shown. */
  validFrom: date('valid_from'),
  validTo: date('valid_to'),
}

// Written at once: a list of what is still to be filed, which is PostgreSQL's way, is read through at every search until
// a vacuum empties it, and the embedded database has none that comes by itself.
const filed = { fastupdate: false }

/** Write-ups of past cases (G1). `audience` is the rank of who may see: 0 frontline, 1 supervisor, 2 management. */
export const cases = pgTable('cases', { ...common, level: smallint('level').notNull() }, (t) => [
  index('cases_tokens').using('gin', t.tokens).with(filed),
])

/** Scripts (G2). */
export const scripts = pgTable('scripts', common, (t) => [index('scripts_tokens').using('gin', t.tokens).with(filed)])

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

/**
 * Models that have, or are being given, a vector of each shown item. The one that was ready last is in force: search
 * reads its vectors and no others. `builder` makes vectors now and gave a sign of life at `seenAt`.
 */
export const knowledgeModels = pgTable('knowledge_models', {
  model: text('model').primaryKey(),
  startedAt: instant('started_at').notNull(),
  readyAt: instant('ready_at'),
  builder: text('builder'),
  seenAt: instant('seen_at').notNull(),
})

const kindAndId = { kind: text('kind').notNull(), id: text('id').notNull() }

/** Every item in whatever state, with what its managers list it by; `cases` and `scripts` hold what search shows. */
export const knowledgeItems = pgTable(
  'knowledge_items',
  {
    ...kindAndId,
    status: text('status').notNull(),
    revision: integer('revision').notNull(),
    version: integer('version').notNull(),
    publishedVersion: integer('published_version'),
    mergedInto: text('merged_into'),
    title: text('title').notNull(),
    codes: text('codes').array().notNull(),
    domain: text('domain'),
    audience: smallint('audience').notNull(),
    // To the millisecond, as a Date and the cursor of a list have it: pages lose nothing, and the index serves them.
    updatedAt: timestamp('updated_at', { withTimezone: true, precision: 3 }).notNull(),
    updatedBy: text('updated_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.id] }),
    // In the very order of a list: newest first, and what `desc` means for nulls, though there are none.
    index('knowledge_items_updated').on(t.updatedAt.desc().nullsFirst(), t.id, t.kind),
    index('knowledge_items_status').on(t.status, t.updatedAt.desc().nullsFirst(), t.id, t.kind),
  ],
)

/** Every version ever written; only added to. */
export const knowledgeVersions = pgTable(
  'knowledge_versions',
  {
    ...kindAndId,
    version: integer('version').notNull(),
    body: jsonb('body').notNull(),
    author: text('author').notNull(),
    at: instant('at').notNull(),
    why: text('why'),
    changed: text('changed').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id, t.version] })],
)

/** Who moved which item when and why; only added to. */
export const knowledgeSteps = pgTable(
  'knowledge_steps',
  {
    stepId: text('step_id').primaryKey(),
    ...kindAndId,
    version: integer('version').notNull(),
    action: text('action').notNull(),
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
    why: text('why'),
  },
  (t) => [index('knowledge_steps_item').on(t.kind, t.id, t.at)],
)

/** One use of an item by an agent: a script copied, a case opened. */
export const knowledgeUses = pgTable(
  'knowledge_uses',
  {
    useId: text('use_id').primaryKey(),
    ...kindAndId,
    actor: text('actor').notNull(),
    at: instant('at').notNull(),
    triageId: text('triage_id'),
  },
  (t) => [index('knowledge_uses_item').on(t.kind, t.id, t.at), index('knowledge_uses_recent').on(t.kind, t.at)],
)

/** What one person thinks of an item, 1 to 5 stars; a later rating takes the earlier one's place. */
export const knowledgeRatings = pgTable(
  'knowledge_ratings',
  { ...kindAndId, actor: text('actor').notNull(), stars: smallint('stars').notNull(), at: instant('at').notNull() },
  (t) => [primaryKey({ columns: [t.kind, t.id, t.actor] })],
)

/** One import of a file: how far it is and what became of each item. */
export const knowledgeImports = pgTable('knowledge_imports', {
  importId: text('import_id').primaryKey(),
  actor: text('actor').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  fileHash: text('file_hash').notNull(),
  status: text('status').notNull(),
  total: integer('total').notNull(),
  done: integer('done').notNull(),
  results: jsonb('results').notNull(),
})

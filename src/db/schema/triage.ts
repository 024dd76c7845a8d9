import { sql } from 'drizzle-orm'
import { boolean, halfvec, index, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

/** One judged complaint: masked text, the decision without its quotes, and what history and groups are counted by. */
export const triages = pgTable(
  'triages',
  {
    id: text('id').primaryKey(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    customerKey: text('customer_key'),
    phoneKey: text('phone_key'),
    orderKey: text('order_key'),
    product: text('product'),
    domain: text('domain'),
    channel: text('channel').notNull(),
    nature: text('nature').notNull(),
    level: smallint('level').notNull(),
    codes: text('codes').array().notNull(),
    outside: boolean('outside').notNull(),
    maskedText: text('masked_text').notNull(),
    maskedSpans: jsonb('masked_spans').notNull(),
    decision: jsonb('decision').notNull(),
    policyHash: text('policy_hash').notNull(),
    model: text('model'),
    vector: halfvec('vector', { dimensions: 512 }),
  },
  (t) => [
    index('triages_customer').on(t.customerKey, t.receivedAt),
    index('triages_phone').on(t.phoneKey, t.receivedAt),
    index('triages_received').on(t.receivedAt),
  ],
)

/** Answers already given to an Idempotency-Key of one caller. Keys and bodies are kept as keyed hashes. */
export const idempotency = pgTable(
  'idempotency',
  {
    caller: text('caller').notNull(),
    keyHash: text('key_hash').notNull(),
    bodyHash: text('body_hash').notNull(),
    triageId: text('triage_id').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  },
  (t) => [primaryKey({ columns: [t.caller, t.keyHash] })],
)

/** What happened, for those who follow: written in the same transaction as what it tells of. */
export const events = pgTable(
  'events',
  {
    id: text('id').primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull().default(sql`now()`),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    payload: jsonb('payload').notNull(),
  },
  (t) => [index('events_at').on(t.at)],
)

/** Who did what to which record (F3). Only ever added to. */
export const audit = pgTable(
  'audit',
  {
    id: text('id').primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull().default(sql`now()`),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
  },
  (t) => [index('audit_subject').on(t.subject)],
)

import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'

/** One row a decision that somebody has spoken of: how it stands. Its lock is what makes changes take turns. */
export const feedbackReviews = pgTable(
  'feedback_reviews',
  {
    triageId: text('triage_id').primaryKey(),
    status: text('status').notNull(),
    settledAt: timestamp('settled_at', { withTimezone: true }),
  },
  (t) => [index('feedback_reviews_status').on(t.status, t.triageId)],
)

/** Every version of what each person said. Only ever added to. */
export const feedbackCorrections = pgTable(
  'feedback_corrections',
  {
    triageId: text('triage_id').notNull(),
    actor: text('actor').notNull(),
    version: integer('version').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    agree: boolean('agree').notNull(),
    corrected: jsonb('corrected').notNull(),
    by: text('by'),
    why: text('why'),
  },
  (t) => [primaryKey({ columns: [t.triageId, t.actor, t.version] })],
)

/** Every version of what was settled. Only ever added to. `own`: who settled had given feedback too. */
export const feedbackSettlements = pgTable(
  'feedback_settlements',
  {
    triageId: text('triage_id').notNull(),
    version: integer('version').notNull(),
    actor: text('actor').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    final: jsonb('final').notNull(),
    why: text('why').notNull(),
    own: boolean('own').notNull(),
  },
  (t) => [primaryKey({ columns: [t.triageId, t.version] })],
)

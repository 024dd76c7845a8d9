import { and, arrayOverlaps, desc, eq, gte, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Decision } from '../../domain/decision.ts'
import type { Channel } from '../../domain/labels.ts'
import type { MaskedSpan } from '../../domain/text/mask.ts'
import type { Prior, TriageRecord, TriageStore } from '../../ports/triage-store.ts'
import { type Database, vectorLiteral } from '../database.ts'
import { audit, events, idempotency, triages } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'

export function createTriageStore(db: Database, onUnavailable?: (code: string) => void): TriageStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  const similarityTo = (vector: Float32Array | null, model: string | null): SQL<number | null> =>
    vector && model
      ? sql<
          number | null
        >`case when ${triages.model} = ${model} then 1 - (${triages.vector} <=> ${vectorLiteral(vector)}::halfvec) end`
      : sql<number | null>`null::float8`

  const priors = (
    where: SQL | undefined,
    query: { vector: Float32Array | null; model: string | null },
    limit: number,
  ): Promise<Prior[]> =>
    guard(async () => {
      const rows = await db
        .select({
          id: triages.id,
          receivedAt: triages.receivedAt,
          customer: triages.customerKey,
          phone: triages.phoneKey,
          order: triages.orderKey,
          product: triages.product,
          codes: triages.codes,
          channel: triages.channel,
          outside: triages.outside,
          similarity: similarityTo(query.vector, query.model),
        })
        .from(triages)
        .where(where)
        .orderBy(desc(triages.receivedAt))
        .limit(limit)
      return rows.map(({ customer, phone, order, receivedAt, channel, similarity, ...rest }) => ({
        ...rest,
        receivedAt: receivedAt.getTime(),
        channel: channel as Channel,
        keys: { customer, phone, order },
        similarity: similarity === null ? null : Number(similarity),
      }))
    })

  return {
    save: (record, { actor, eventId, auditId, claim }) =>
      guard(async () => {
        // One statement is a transaction of its own; a claim makes it two.
        if (!claim) {
          await keep(db, record, { actor, eventId, auditId })
          return { saved: true as const }
        }
        return db.transaction(async (tx) => {
          const taken = await tx
            .insert(idempotency)
            .values({ ...claim, triageId: record.id })
            .onConflictDoNothing()
            .returning({ id: idempotency.triageId })
          if (taken.length === 0) {
            const [holder] = await tx
              .select({ triageId: idempotency.triageId, bodyHash: idempotency.bodyHash })
              .from(idempotency)
              .where(and(eq(idempotency.caller, claim.caller), eq(idempotency.keyHash, claim.keyHash)))
            if (holder) return { saved: false as const, ...holder }
          }
          await keep(tx, record, { actor, eventId, auditId })
          return { saved: true as const }
        })
      }),

    find: (id) =>
      guard(async () => {
        const [row] = await db
          .select({
            id: triages.id,
            maskedText: triages.maskedText,
            maskedSpans: triages.maskedSpans,
            decision: triages.decision,
            channel: triages.channel,
            domain: triages.domain,
            product: triages.product,
          })
          .from(triages)
          .where(eq(triages.id, id))
        if (!row) return null
        return {
          ...row,
          maskedSpans: row.maskedSpans as MaskedSpan[],
          decision: row.decision as Decision,
          channel: row.channel as Channel,
        }
      }),

    note: (entry) =>
      guard(async () => {
        await db.insert(audit).values(entry)
      }),

    findClaim: (caller, keyHash) =>
      guard(async () => {
        const [row] = await db
          .select({ triageId: idempotency.triageId, bodyHash: idempotency.bodyHash })
          .from(idempotency)
          .where(and(eq(idempotency.caller, caller), eq(idempotency.keyHash, keyHash)))
        return row ?? null
      }),

    history({ keys, since, before, ...query }) {
      const who = [
        keys.customer ? eq(triages.customerKey, keys.customer) : undefined,
        keys.phone ? eq(triages.phoneKey, keys.phone) : undefined,
      ].filter((c) => c !== undefined)
      if (who.length === 0) return Promise.resolve([])
      return priors(and(or(...who), within(since, before)), query, 50)
    },

    async recent({ codes, product, near, since, before, vector, model }) {
      const alike = [
        product ? eq(triages.product, product) : undefined,
        vector && model ? gte(similarityTo(vector, model), near) : undefined,
      ].filter((c) => c !== undefined)
      if (codes.length === 0 || alike.length === 0) return []
      const where = and(
        within(since, before),
        arrayOverlaps(triages.codes, [...codes]),
        or(isNotNull(triages.customerKey), isNotNull(triages.phoneKey)),
      )
      // Mostly there is nobody: the vector, dear to send, goes along only when there is somebody to compare.
      const anybody = await guard(() => db.select({ id: triages.id }).from(triages).where(where).limit(1))
      return anybody.length === 0 ? [] : priors(and(where, or(...alike)), { vector, model }, 200)
    },
  }
}

/** The record, its event and its audit entry, all or none: one statement, because each round trip of the embedded database counts. */
async function keep(
  db: Database,
  record: TriageRecord,
  context: { actor: string; eventId: string; auditId: string },
): Promise<void> {
  const { keys, vector } = record
  const payload = { level: record.level, codes: record.codes, nature: record.nature }
  await db.execute(sql`with kept as (
      insert into ${triages} (id, received_at, customer_key, phone_key, order_key, product, domain, channel, nature, level, codes, outside,
        masked_text, masked_spans, decision, policy_hash, model, vector)
      values (${record.id}, ${new Date(record.receivedAt).toISOString()}::timestamptz, ${keys.customer}, ${keys.phone}, ${keys.order}, ${record.product},
        ${record.domain}, ${record.channel}, ${record.nature}, ${record.level}, ${sql.param(record.codes, triages.codes)}, ${record.outside},
        ${record.maskedText}, ${JSON.stringify(record.maskedSpans)}::text::jsonb, ${JSON.stringify(record.decision)}::text::jsonb, ${record.policyHash}, ${record.model},
        ${vector ? vectorLiteral(vector) : null}::halfvec)
    ), told as (
      insert into ${events} (id, kind, subject, payload) values (${context.eventId}, 'complaint.triaged', ${record.id}, ${JSON.stringify(payload)}::text::jsonb)
    )
    insert into ${audit} (id, actor, action, subject) values (${context.auditId}, ${context.actor}, 'triage', ${record.id})`)
}

const within = (since: number, before: number) =>
  and(
    eq(triages.nature, 'complaint'),
    gte(triages.receivedAt, new Date(since)),
    lt(triages.receivedAt, new Date(before)),
  )

import { and, arrayOverlaps, desc, eq, gte, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Decision } from '../../domain/decision.ts'
import type { Channel } from '../../domain/labels.ts'
import type { MaskedSpan } from '../../domain/text/mask.ts'
import type { Prior, TriageStore } from '../../ports/triage-store.ts'
import { type Database, toVector } from '../database.ts'
import { audit, events, idempotency, triages } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'

export function createTriageStore(db: Database, onUnavailable?: (code: string) => void): TriageStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  const similarityTo = (vector: Float32Array | null, model: string | null): SQL<number | null> =>
    vector && model
      ? sql<number | null>`case when ${triages.model} = ${model} then 1 - (${triages.vector} <=> ${JSON.stringify(toVector(vector))}::halfvec) end`
      : sql<number | null>`null::float8`

  const priors = (where: SQL | undefined, query: { vector: Float32Array | null; model: string | null }, limit: number): Promise<Prior[]> =>
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
      guard(() =>
        db.transaction(async (tx) => {
          if (claim) {
            const taken = await tx.insert(idempotency).values({ ...claim, triageId: record.id }).onConflictDoNothing().returning({ id: idempotency.triageId })
            if (taken.length === 0) {
              const [holder] = await tx
                .select({ triageId: idempotency.triageId, bodyHash: idempotency.bodyHash })
                .from(idempotency)
                .where(and(eq(idempotency.caller, claim.caller), eq(idempotency.keyHash, claim.keyHash)))
              if (holder) return { saved: false as const, ...holder }
            }
          }
          const { receivedAt, keys, vector, ...rest } = record
          await tx.insert(triages).values({
            ...rest,
            receivedAt: new Date(receivedAt),
            customerKey: keys.customer,
            phoneKey: keys.phone,
            orderKey: keys.order,
            vector: vector ? toVector(vector) : null,
          })
          await tx.insert(events).values({ id: eventId, kind: 'complaint.triaged', subject: record.id, payload: { level: record.level, codes: record.codes, nature: record.nature } })
          await tx.insert(audit).values({ id: auditId, actor, action: 'triage', subject: record.id })
          return { saved: true as const }
        }),
      ),

    find: (id) =>
      guard(async () => {
        const [row] = await db
          .select({ id: triages.id, maskedText: triages.maskedText, maskedSpans: triages.maskedSpans, decision: triages.decision })
          .from(triages)
          .where(eq(triages.id, id))
        return row ? { ...row, maskedSpans: row.maskedSpans as MaskedSpan[], decision: row.decision as Decision } : null
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
      const who = [keys.customer ? eq(triages.customerKey, keys.customer) : undefined, keys.phone ? eq(triages.phoneKey, keys.phone) : undefined].filter((c) => c !== undefined)
      if (who.length === 0) return Promise.resolve([])
      return priors(and(or(...who), within(since, before)), query, 50)
    },

    recent: ({ codes, since, before, ...query }) =>
      codes.length === 0
        ? Promise.resolve([])
        : priors(
            and(within(since, before), arrayOverlaps(triages.codes, [...codes]), or(isNotNull(triages.customerKey), isNotNull(triages.phoneKey))),
            query,
            200,
          ),
  }
}

const within = (since: number, before: number) =>
  and(eq(triages.nature, 'complaint'), gte(triages.receivedAt, new Date(since)), lt(triages.receivedAt, new Date(before)))

import { and, eq, inArray, lt, lte, or, sql } from 'drizzle-orm'
import type { KnowledgeItem } from '../../domain/knowledge-item.ts'
import { audienceRank } from '../../domain/labels.ts'
import {
  type ImportStatus,
  type ImportStore,
  type ImportWrite,
  type ItemName,
  nameOf,
} from '../../ports/import-store.ts'
import type { Database } from '../database.ts'
import { knowledgeImports, knowledgeItems, knowledgeSteps, knowledgeVersions } from '../schema/knowledge.ts'
import { audit } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'
import { excluded } from './excluded.ts'
import { fieldsThatDiffer, itemAfter, itemsWhere, rowOf } from './item-store.ts'

type Tx = Pick<Database, 'select' | 'insert' | 'execute'>

/** Imports and their chunks. A chunk is a handful of statements however many items it has. */
export function createImportStore<Head, Result>(
  db: Database,
  onUnavailable?: (code: string) => void,
): ImportStore<Head, Result> {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)
  const t = knowledgeImports

  return {
    start: ({ id, actor, at, fileHash, total, head, audit: auditId }) =>
      guard(() =>
        db.transaction(async (tx) => {
          const now = new Date(at)
          await tx.insert(t).values({
            importId: id,
            actor,
            startedAt: now,
            endedAt: now,
            fileHash,
            status: 'running',
            total,
            done: 0,
            results: { head, items: [] },
          })
          await tx.insert(audit).values({ id: auditId, actor, action: 'knowledge.import', subject: id })
        }),
      ),

    progress: (id) =>
      guard(async () => {
        const { actor, startedAt, endedAt, status, total, done } = t
        const [row] = await db
          .select({ actor, startedAt, endedAt, status, total, done })
          .from(t)
          .where(eq(t.importId, id))
        if (!row) return null
        return {
          id,
          actor: row.actor,
          startedAt: row.startedAt.getTime(),
          seenAt: (row.endedAt ?? row.startedAt).getTime(),
          status: row.status as ImportStatus,
          total: row.total,
          done: row.done,
        }
      }),

    said: (id) =>
      guard(async () => {
        const [row] = await db.select({ results: t.results }).from(t).where(eq(t.importId, id))
        const { head, items } = row!.results as { head: Head; items: Result[] }
        return { head, results: items }
      }),

    held: (names) => guard(() => heldOf(db, names)),

    chunk: (id, by, names, decide) =>
      guard(() =>
        db.transaction(async (tx) => {
          // Whoever cancels waits for this row, so that what they are told is exact.
          const [row] = await tx
            .select({ status: t.status, total: t.total, done: t.done })
            .from(t)
            .where(eq(t.importId, id))
            .for('update')
          if (row?.status !== 'running') return false
          await lockItems(tx, names)
          const held = await heldOf(tx, names)
          const { writes, results } = decide(held)
          await write(tx, writes, held, by)
          const done = row.done + results.length
          await tx
            .update(t)
            .set({
              done,
              endedAt: new Date(by.at),
              status: done >= row.total ? 'done' : 'running',
              results: sql`jsonb_set(${t.results}, '{items}', (${t.results} -> 'items') || ${JSON.stringify(results)}::jsonb)`,
            })
            .where(eq(t.importId, id))
          return true
        }),
      ),

    end: (id, status, at) =>
      guard(async () => {
        await db
          .update(t)
          .set({ status, endedAt: new Date(at) })
          .where(and(eq(t.importId, id), eq(t.status, 'running')))
      }),

    interruptSilent: (before) =>
      guard(async () => {
        const rows = await db
          .update(t)
          .set({ status: 'interrupted' })
          .where(and(eq(t.status, 'running'), before === null ? undefined : lt(t.endedAt, new Date(before))))
          .returning({ id: t.importId })
        return rows.length
      }),

    titled: (kind, titles, audience) =>
      guard(async () => {
        const i = knowledgeItems
        const found: KnowledgeItem[] = []
        for (let at = 0; at < titles.length; at += 500) {
          const some = inArray(i.title, titles.slice(at, at + 500))
          found.push(
            ...(await itemsWhere(db, and(eq(i.kind, kind), some, lte(i.audience, audienceRank(audience))), 1000)),
          )
        }
        return found
      }),

    noteExport: (entry) =>
      guard(async () => {
        await db.insert(audit).values({ ...entry, action: 'knowledge.export' })
      }),
  }
}

/** The locks that a single change takes, in one order for all, so that two chunks never wait for each other. */
async function lockItems(tx: Tx, names: readonly ItemName[]): Promise<void> {
  if (names.length === 0) return
  const keys = JSON.stringify(names.map((n) => `knowledge:${nameOf(n)}`))
  await tx.execute(sql`select count(pg_advisory_xact_lock(key)) from
    (select distinct hashtext(name) as key from jsonb_array_elements_text(${keys}::jsonb) as name order by key) as keys`)
}

async function heldOf(tx: Tx, names: readonly ItemName[]): Promise<Map<string, KnowledgeItem>> {
  const held = new Map<string, KnowledgeItem>()
  for (let at = 0; at < names.length; at += 500) {
    const part = names.slice(at, at + 500)
    const ofKind = (kind: ItemName['kind']) => {
      const ids = part.filter((n) => n.kind === kind).map((n) => n.id)
      return ids.length === 0 ? undefined : and(eq(knowledgeItems.kind, kind), inArray(knowledgeItems.id, ids))
    }
    for (const item of await itemsWhere(tx as Database, or(ofKind('case'), ofKind('script')), part.length))
      held.set(nameOf(item), item)
  }
  return held
}

// What a new version changes of an item's row; what is shown, and what took its place, stay.
const { status, revision, version, title, codes, domain, audience, updatedAt, updatedBy } = knowledgeItems
const CHANGED = { status, revision, version, title, codes, domain, audience, updatedAt, updatedBy }

/** New versions of many items: what `change` of the item store does for one. */
async function write(
  tx: Tx,
  writes: readonly ImportWrite[],
  held: ReadonlyMap<string, KnowledgeItem>,
  { actor, at: ms, why }: { actor: string; at: number; why: string | null },
): Promise<void> {
  if (writes.length === 0) return
  const at = new Date(ms)
  const next = writes.map((w) => {
    const before = held.get(nameOf(w)) ?? null
    const status = w.submit ? 'in_review' : 'draft'
    return {
      w,
      before,
      item: itemAfter(w.kind, w.id, before, { actor, at: ms, status, body: w.body, show: 'as before' }),
    }
  })
  await tx.insert(knowledgeVersions).values(
    next.map(({ w, before, item: { version } }) => ({
      kind: w.kind,
      id: w.id,
      version,
      body: w.body,
      author: actor,
      at,
      why,
      changed: before ? fieldsThatDiffer(before.body, w.body) : [],
    })),
  )
  await tx
    .insert(knowledgeItems)
    .values(next.map(({ item }) => rowOf(item)))
    .onConflictDoUpdate({ target: [knowledgeItems.kind, knowledgeItems.id], set: excluded(CHANGED) })
  await tx.insert(knowledgeSteps).values(
    next.flatMap(({ w, before, item: { version } }) => {
      const step = { kind: w.kind, id: w.id, version, actor, why }
      return [
        { ...step, stepId: w.ids.write, action: before ? 'edit' : 'create', at },
        // A moment later, so that the history tells them in their order.
        ...(w.submit ? [{ ...step, stepId: w.ids.submit, action: 'submit', at: new Date(ms + 1), why: null }] : []),
      ]
    }),
  )
  await tx.insert(audit).values(
    next.map(({ w, before }) => ({
      id: w.ids.audit,
      actor,
      action: `knowledge.${before ? 'edit' : 'create'}`,
      subject: nameOf(w),
    })),
  )
}

import { and, asc, desc, eq, gt, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { CaseWriteUp, Kind, Script } from '../../domain/knowledge.ts'
import {
  type ItemAction,
  type ItemStatus,
  type ItemVersion,
  type KnowledgeItem,
  titleOf,
} from '../../domain/knowledge-item.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { ItemChange, ItemQuery, ItemStore } from '../../ports/item-store.ts'
import type { Database } from '../database.ts'
import { knowledgeItems, knowledgeSteps, knowledgeVersions } from '../schema/knowledge.ts'
import { audit } from '../schema/triage.ts'
import { guardStorage } from '../storage-error.ts'
import { codeIs } from './code-is.ts'
import { hideItem, showItems } from './shown-items.ts'

type Body = CaseWriteUp | Script
type Reader = Pick<Database, 'select'>

export function createItemStore(db: Database, onUnavailable?: (code: string) => void): ItemStore {
  const guard = <T>(work: () => Promise<T>) => guardStorage(work, onUnavailable)

  return {
    find: (kind, id) => guard(async () => (await itemsWhere(db, one(kind, id), 1))[0] ?? null),

    list: (query) => guard(() => itemsWhere(db, matching(query), query.limit)),

    history: (kind, id) =>
      guard(async () => {
        const versions = await db
          .select()
          .from(knowledgeVersions)
          .where(and(eq(knowledgeVersions.kind, kind), eq(knowledgeVersions.id, id)))
          .orderBy(asc(knowledgeVersions.version))
        const steps = await db
          .select()
          .from(knowledgeSteps)
          .where(and(eq(knowledgeSteps.kind, kind), eq(knowledgeSteps.id, id)))
          .orderBy(asc(knowledgeSteps.at), asc(knowledgeSteps.stepId))
        return {
          versions: versions.map(
            (v): ItemVersion => ({
              version: v.version,
              body: v.body as Body,
              author: v.author,
              at: v.at.getTime(),
              why: v.why,
              changed: v.changed,
            }),
          ),
          steps: steps.map((s) => ({
            at: s.at.getTime(),
            actor: s.actor,
            action: s.action as ItemAction,
            version: s.version,
            why: s.why,
          })),
        }
      }),

    change: (kind, id, ids, decide) =>
      guard(() =>
        db.transaction(async (tx) => {
          // By name and not by row: two people may be the first to write of an item.
          await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`knowledge:${kind}:${id}`}))`)
          const held = (await itemsWhere(tx, one(kind, id), 1))[0] ?? null
          const change = decide(held)
          const next = itemAfter(kind, id, held, change)
          if (change.body)
            await tx.insert(knowledgeVersions).values({
              kind,
              id,
              version: next.version,
              body: change.body,
              author: change.actor,
              at: new Date(change.at),
              why: change.why,
              changed: held ? fieldsThatDiffer(held.body, change.body) : [],
            })
          const row = rowOf(next)
          await tx
            .insert(knowledgeItems)
            .values(row)
            .onConflictDoUpdate({ target: [knowledgeItems.kind, knowledgeItems.id], set: row })
          const { actor, action, why } = change
          const at = new Date(change.at)
          await tx
            .insert(knowledgeSteps)
            .values({ stepId: ids.step, kind, id, version: next.version, action, actor, at, why })
          await tx
            .insert(audit)
            .values({ id: ids.audit, actor, action: `knowledge.${action}`, subject: `${kind}:${id}` })
          if (change.show === 'latest') await showItems(tx, kind, [next.body])
          if (change.show === 'nothing') await hideItem(tx, kind, id)
          return next
        }),
      ),
  }
}

/** Top-level fields in which two bodies differ, by their JSON. */
export function fieldsThatDiffer(before: Body, now: Body): string[] {
  const [a, b] = [before, now] as unknown as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (k) => JSON.stringify(a[k]) !== JSON.stringify(b[k]),
  )
}

/** The item as a change leaves it. */
export function itemAfter(
  kind: Kind,
  id: string,
  held: KnowledgeItem | null,
  change: Omit<ItemChange, 'action' | 'why'>,
): KnowledgeItem {
  const body = change.body ?? held?.body
  if (!body) throw new Error('a change to an item that is not there must bring its body')
  const version = (held?.version ?? 0) + (change.body ? 1 : 0)
  return {
    kind,
    id,
    status: change.status,
    revision: (held?.revision ?? 0) + 1,
    version,
    body,
    author: change.body ? change.actor : held!.author,
    publishedVersion:
      change.show === 'latest' ? version : change.show === 'nothing' ? null : (held?.publishedVersion ?? null),
    // What is shown again stands by itself.
    mergedInto: change.show === 'latest' ? null : (change.mergedInto ?? held?.mergedInto ?? null),
    updatedAt: change.at,
    updatedBy: change.actor,
  }
}

/** An item as its row is written. */
export const rowOf = ({ body, author: _, updatedAt, ...item }: KnowledgeItem) => ({
  ...item,
  title: titleOf(body),
  codes: body.codes,
  domain: body.domain,
  audience: audienceRank(body.audience),
  updatedAt: new Date(updatedAt),
})

const one = (kind: Kind, id: string) => and(eq(knowledgeItems.kind, kind), eq(knowledgeItems.id, id))

function matching(query: ItemQuery): SQL | undefined {
  const t = knowledgeItems
  const { code, title, after: last } = query
  const named = title === null ? null : `%${title.replaceAll(/[\\%_]/g, '\\$&')}%`
  return and(
    lte(t.audience, audienceRank(query.audience)),
    query.kind === null ? undefined : eq(t.kind, query.kind),
    query.status === null ? undefined : eq(t.status, query.status),
    query.domain === null ? undefined : eq(t.domain, query.domain),
    code === null ? undefined : codeIs(t.codes, code),
    named === null ? undefined : or(sql`${t.title} ilike ${named}`, sql`${t.id} ilike ${named}`),
    last === null ? undefined : beyond(last),
  )
}

/** What comes after the last item of a page. The first bound says nothing new, but it is one that an index can begin at. */
function beyond({ updatedAt, id, kind }: NonNullable<ItemQuery['after']>): SQL | undefined {
  const t = knowledgeItems
  const at = new Date(updatedAt)
  const next = kind ? sql`(${t.id}, ${t.kind}) > (${id}, ${kind})` : gt(t.id, id)
  return and(lte(t.updatedAt, at), or(lt(t.updatedAt, at), next))
}

/** Items with their latest version, last changed first. */
export async function itemsWhere(db: Reader, where: SQL | undefined, limit: number): Promise<KnowledgeItem[]> {
  const [i, v] = [knowledgeItems, knowledgeVersions]
  const rows = await db
    .select({ item: i, body: v.body, author: v.author })
    .from(i)
    .innerJoin(v, and(eq(v.kind, i.kind), eq(v.id, i.id), eq(v.version, i.version)))
    .where(where)
    .orderBy(desc(i.updatedAt), asc(i.id), asc(i.kind))
    .limit(limit)
  return rows.map(({ item, body, author }) => ({
    kind: item.kind as Kind,
    id: item.id,
    status: item.status as ItemStatus,
    revision: item.revision,
    version: item.version,
    body: body as Body,
    author,
    publishedVersion: item.publishedVersion,
    mergedInto: item.mergedInto,
    updatedAt: item.updatedAt.getTime(),
    updatedBy: item.updatedBy,
  }))
}

import { and, type SQL, sql } from 'drizzle-orm'
import type { Kind } from '../../domain/knowledge.ts'
import type { ItemStatus } from '../../domain/knowledge-item.ts'
import { AUDIENCES, audienceRank } from '../../domain/labels.ts'
import type { ReviewItem, ReviewQuery, ReviewReason, ReviewStore } from '../../ports/review-store.ts'
import { type Database, rowsOf } from '../database.ts'
import {
  knowledgeItems,
  knowledgeRatings,
  knowledgeSteps,
  knowledgeUses,
  knowledgeVersions,
} from '../schema/knowledge.ts'
import { guardStorage } from '../storage-error.ts'

interface Row {
  kind: Kind
  id: string
  title: string
  status: ItemStatus
  codes: string[]
  domain: string | null
  reasons: ReviewReason[]
  published_version: number | null
  approved_ms: number | string | null
  used_ms: number | string | null
  stars: number | string | null
  ratings: number | string
  valid_to: string | null
  waiting_ms: number | string | null
  laws: string[]
}

const number = (value: number | string | null): number | null => (value === null ? null : Number(value))
const instant = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`
const milliseconds = (column: SQL): SQL => sql`floor(extract(epoch from ${column}) * 1000)`

export function createReviewStore(db: Database, onUnavailable?: (code: string) => void): ReviewStore {
  return {
    list: (query) =>
      guardStorage(async () => {
        const rows = rowsOf<Row>(await db.execute(statement(query)))
        return rows.map(
          (row): ReviewItem => ({
            kind: row.kind,
            id: row.id,
            title: row.title,
            status: row.status,
            codes: row.codes,
            domain: row.domain,
            reasons: row.reasons,
            publishedVersion: row.published_version,
            approvedAt: number(row.approved_ms),
            lastUsedAt: number(row.used_ms),
            stars: number(row.stars),
            ratings: Number(row.ratings),
            validTo: row.valid_to,
            waitingSince: number(row.waiting_ms),
            laws: row.laws,
          }),
        )
      }, onUnavailable),
  }
}

/** Everything that speaks for looking at an item again, in one statement; each table is walked once, however many items there are. */
function statement(q: ReviewQuery): SQL {
  const [i, v] = [knowledgeItems, knowledgeVersions]
  const laws = JSON.stringify(
    q.laws.map(({ source, changed }) => ({ source, changed: new Date(changed).toISOString() })),
  )
  const steps = (action: string, name: string) => sql`${sql.raw(name)} as (
      select kind, id, max(at) as at from ${knowledgeSteps} where action = ${action} group by kind, id)`
  const seen = and(
    sql`i.audience <= ${audienceRank(q.audience)}`,
    // What is shown may be for other eyes than what is being written.
    sql`(v.body is null or v.body ->> 'audience' in (${sql.join(
      AUDIENCES.filter((a) => audienceRank(a) <= audienceRank(q.audience)).map((a) => sql`${a}`),
      sql`, `,
    )}))`,
  )
  const after = q.after
    ? sql`and (cardinality(reasons) < ${q.after.reasons}
        or (cardinality(reasons) = ${q.after.reasons} and (kind, id) > (${q.after.kind}, ${q.after.id})))`
    : sql``
  return sql`with used as (select kind, id, max(at) as at from ${knowledgeUses} group by kind, id),
    rated as (select kind, id, avg(stars)::float8 as stars, count(*) as ratings from ${knowledgeRatings} group by kind, id),
    ${steps('approve', 'approved')}, ${steps('submit', 'submitted')},
    changed as materialized (select source, changed from jsonb_to_recordset(${laws}::text::jsonb) as law(source text, changed timestamptz)),
    facts as (
      select i.kind, i.id, i.title, i.status, i.codes, i.domain, i.published_version, v.at as written,
        case when v.at is not null then greatest(approved.at, v.at) end as approved, used.at as used,
        rated.stars, coalesce(rated.ratings, 0) as ratings, v.body ->> 'validTo' as valid_to,
        case when i.status = 'in_review' then submitted.at end as waiting, v.body -> 'sources' as sources
      from ${i} i
      left join ${v} v on v.kind = i.kind and v.id = i.id and v.version = i.published_version
      left join used on used.kind = i.kind and used.id = i.id
      left join rated on rated.kind = i.kind and rated.id = i.id
      left join approved on approved.kind = i.kind and approved.id = i.id
      left join submitted on submitted.kind = i.kind and submitted.id = i.id
      where ${seen} and (i.published_version is not null or i.status = 'in_review')
    ), known as (
      select facts.*, coalesce((
        select array_agg(changed.source order by changed.source) from changed
        where approved < changed.changed and exists (
          select from jsonb_array_elements_text(coalesce(sources, '[]')) named where position(changed.source in named) > 0)
      ), '{}') as laws from facts
    ), judged as (
      select known.*, array_remove(array[
        case when greatest(approved, used) < ${instant(q.unusedBefore)} then 'unused' end,
        case when written < ${instant(q.oldBefore)} then 'old' end,
        case when published_version is not null and ratings >= ${q.lowStarsFrom} and stars < ${q.lowStars} then 'lowRated' end,
        case when cardinality(laws) > 0 then 'lawChanged' end,
        case when valid_to between ${q.today} and ${q.endsBy} then 'ending' end,
        case when valid_to < ${q.today} then 'over' end,
        case when waiting < ${instant(q.waitingBefore)} then 'waiting' end
      ]::text[], null) as reasons from known
    )
    select kind, id, title, status, codes, domain, reasons, published_version, ${milliseconds(sql`approved`)} as approved_ms,
      ${milliseconds(sql`used`)} as used_ms, stars, ratings, valid_to, ${milliseconds(sql`waiting`)} as waiting_ms, laws
    from judged where cardinality(reasons) > 0 ${q.reason ? sql`and ${q.reason} = any(reasons)` : sql``} ${after}
    order by cardinality(reasons) desc, kind, id limit ${q.limit}`
}

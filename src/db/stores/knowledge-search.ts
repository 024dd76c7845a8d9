import { and, arrayOverlaps, eq, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { CaseWriteUp, Script } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { CaseFilter, KnowledgeHit, KnowledgeQuery } from '../../ports/knowledge-store.ts'
import { type Database, rowsOf, vectorLiteral } from '../database.ts'
import { cases, caseVectors, scripts, scriptVectors } from '../schema/knowledge.ts'
import { createBodyCache } from './body-cache.ts'
import { codeIs } from './code-is.ts'
import { tokensQuery } from './lexemes.ts'

/** Most items that are ranked by their words: one common word alone stands in a third of them all. */
const MOST_RANKED = 1_000

interface LegRow {
  kind: 'case' | 'script'
  leg: 'dense' | 'words'
  id: string
  version: string
  distance: number | null
}

/**
 * Both legs over both kinds in one statement: on the embedded database a round trip costs as much as a leg. The dense
 * leg is ordered by the distance operator itself and the question stands in a sub-select that is worked out first: both
 * are what lets an index serve. What the words bring has its distance too, near or not: the score needs both.
 */
export function createKnowledgeSearch(db: Database) {
  const bodies = { case: createBodyCache(db, 'case'), script: createBodyCache(db, 'script') }

  return async (
    query: KnowledgeQuery,
  ): Promise<{ cases: KnowledgeHit<CaseWriteUp>[]; scripts: KnowledgeHit<Script>[] }> => {
    const legs = legsOf(query)
    if (legs.length === 0) return { cases: [], scripts: [] }
    const rows = rowsOf<LegRow>(await db.execute(sql`${questionOf(query)} ${sql.join(legs, sql` union all `)}`))
    const collect = async <T>(kind: LegRow['kind']): Promise<KnowledgeHit<T>[]> => {
      const found = new Map<string, { version: string } & Omit<KnowledgeHit<T>, 'item'>>()
      for (const leg of ['dense', 'words'] as const) {
        rows
          .filter((r) => r.kind === kind && r.leg === leg)
          .forEach((row, rank) => {
            const hit = found.get(row.id) ?? { version: row.version, similarity: null, denseRank: null, wordRank: null }
            found.set(
              row.id,
              leg === 'dense'
                ? { ...hit, similarity: similarityOf(row), denseRank: rank }
                : { ...hit, similarity: hit.similarity ?? similarityOf(row), wordRank: rank },
            )
          })
      }
      const whole = await bodies[kind].get([...found].map(([id, { version }]) => ({ id, version })))
      return [...found].flatMap(([id, { version: _, ...hit }]) => {
        const item = whole.get(id) as T | undefined
        return item ? [{ item, ...hit }] : []
      })
    }
    return { cases: await collect<CaseWriteUp>('case'), scripts: await collect<Script>('script') }
  }
}

const similarityOf = ({ distance }: LegRow) => (distance === null ? null : 1 - Number(distance))

/** What is not a column stands in the item itself; both are few enough rows after the index. */
function filtered({ code, level, domain, outcome, from, to }: CaseFilter): SQL | undefined {
  return and(
    code === null ? undefined : codeIs(cases.codes, code),
    level === null ? undefined : eq(cases.level, level),
    domain === null ? undefined : eq(cases.domain, domain),
    outcome === null ? undefined : sql`${cases.body} ->> 'outcome' = ${outcome}`,
    from === null ? undefined : sql`${cases.body} ->> 'occurredOn' >= ${from}`,
    to === null ? undefined : sql`${cases.body} ->> 'occurredOn' <= ${to}`,
  )
}

/** The question itself, bound once: a vector of 512 numbers costs more to read than a small base to search. */
const questionOf = (query: KnowledgeQuery): SQL => sql`with question as materialized (select
  ${query.vector ? vectorLiteral(query.vector) : null}::halfvec as vector, ${tokensQuery(query.tokens)} as words)`

function legsOf(query: KnowledgeQuery): SQL[] {
  const legs: SQL[] = []
  const kinds = [
    { kind: 'case', items: cases, vectors: caseVectors, limit: query.cases, also: undefined },
    {
      kind: 'script',
      items: scripts,
      vectors: scriptVectors,
      limit: query.scripts,
      also: query.scriptCodes
        ? or(arrayOverlaps(scripts.codes, [...query.scriptCodes, '']), sql`cardinality(${scripts.codes}) = 0`)
        : undefined,
    },
  ] as const
  for (const { kind, items, vectors, limit, also } of kinds) {
    if (limit === 0) continue
    const visible = and(
      kind === 'case' ? filtered(query.filter) : undefined,
      eq(items.status, 'published'),
      lte(items.audience, audienceRank(query.audience)),
      or(isNull(items.validFrom), lte(items.validFrom, query.day)),
      or(isNull(items.validTo), gte(items.validTo, query.day)),
      also,
    )
    // Changes whenever an item is written.
    const version = sql`extract(epoch from ${items.updatedAt})::text as version`
    if (query.vector && query.model) {
      legs.push(sql`(select ${kind}::text as kind, 'dense'::text as leg, ${items.id} as id, ${version},
        ${vectors.vector} <=> (select vector from question) as distance
        from ${vectors} join ${items} on ${items.id} = ${vectors.itemId}
        where ${and(eq(vectors.model, query.model), visible)} order by distance limit ${limit})`)
    }
    // Scripts are picked by code and emotion first; their words are asked for only where no vector speaks.
    if (query.tokens.length > 0 && (kind === 'case' || query.scriptCodes === null || !query.vector)) {
      const words = sql`(select words from question)`
      // Asked of the few that the words brought, after the limit; one without a vector of this model has none.
      const distance =
        query.vector && query.model
          ? sql`(select ${vectors.vector} <=> (select vector from question) from ${vectors}
              where ${vectors.itemId} = found.id and ${eq(vectors.model, query.model)})`
          : sql`null::float8`
      legs.push(sql`(select ${kind}::text as kind, 'words'::text as leg, found.id, found.version, ${distance} as distance
        from (select matching.id, matching.version from (select ${items.id} as id, ${items.tokens} as tokens, ${version}
            from ${items} where ${and(sql`${items.tokens} @@ ${words}`, visible)} limit ${MOST_RANKED}) as matching
          order by ts_rank(matching.tokens, ${words}, 1) desc, matching.id limit ${limit}) as found)`)
    }
  }
  return legs
}

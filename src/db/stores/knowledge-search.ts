import { and, arrayOverlaps, eq, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { CaseWriteUp, Script } from '../../domain/knowledge.ts'
import { audienceRank } from '../../domain/labels.ts'
import type { CaseFilter, Hit, KnowledgeQuery, KnowledgeStore } from '../../ports/knowledge-store.ts'
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
  /** Of cases alone. */
  codes: string | null
  domain: string | null
  tokens: string | null
}

interface Found extends Hit {
  row: LegRow
}

/**
 * Both legs over both kinds in one statement, for a round trip to the embedded database is dear; or, where `apart`, in a
 * statement each, which a server works at side by side. The dense
 * leg is ordered by the distance operator itself and the question stands in a sub-select that is worked out first: both
 * are what lets an index serve. What the words bring has its distance too, near or not: the score needs both.
 */
export function createKnowledgeSearch(db: Database, apart = false): Pick<KnowledgeStore, 'search' | 'cases'> {
  const caseBodies = createBodyCache<CaseWriteUp>(db, 'case')
  const scriptBodies = createBodyCache<Script>(db, 'script')

  return {
    async search(query) {
      const legs = legsOf(query)
      if (legs.length === 0) return { cases: [], scripts: [] }
      const statements = apart ? legs : [sql.join(legs, sql` union all `)]
      const answers = await Promise.all(statements.map((s) => db.execute(sql`${questionOf(query)} ${s}`)))
      const rows = answers.flatMap((answer) => rowsOf<LegRow>(answer))
      const scripts = joined(rows, 'script')
      const bodies = await scriptBodies.get(scripts.map(({ row }) => row))
      return {
        cases: joined(rows, 'case').map(({ row, ...hit }) => ({
          id: row.id,
          version: row.version,
          codes: codesIn(row.codes),
          domain: row.domain,
          tokens: tokensIn(row.tokens),
          ...hit,
        })),
        scripts: scripts.flatMap(({ row, ...hit }) => {
          const item = bodies.get(row.id)
          return item ? [{ item, ...hit }] : []
        }),
      }
    },
    cases: (found) => caseBodies.get(found),
  }
}

const codesIn = (list: string | null) => (list ? list.split(' ') : [])
/** The words of a `tsvector` as text, `'ab' 'cd'`; ours hold neither quotes nor spaces (domain/tokens). */
const tokensIn = (list: string | null) => (list ? list.slice(1, -1).split("' '") : [])

/** The rows of one kind, each item once with what either leg says of it. */
function joined(rows: readonly LegRow[], kind: LegRow['kind']): Found[] {
  const found = new Map<string, Found>()
  for (const leg of ['dense', 'words'] as const) {
    rows
      .filter((r) => r.kind === kind && r.leg === leg)
      .forEach((row, rank) => {
        const hit = found.get(row.id) ?? { row, similarity: null, denseRank: null, wordRank: null }
        found.set(
          row.id,
          leg === 'dense'
            ? { ...hit, similarity: similarityOf(row), denseRank: rank }
            : { ...hit, similarity: hit.similarity ?? similarityOf(row), wordRank: rank },
        )
      })
  }
  return [...found.values()]
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

/**
 * The question itself, bound once: a vector of 512 numbers costs more to read than a small base to search. As `vector`,
 * which becomes a `halfvec` by itself where the base keeps such (node/database.ts).
 */
const questionOf = (query: KnowledgeQuery): SQL => sql`with question as materialized (select
  ${query.vector ? vectorLiteral(query.vector) : null}::vector as vector, ${tokensQuery(query.tokens)} as words)`

const RANKED_BY = sql.raw("array_to_string(found.codes, ' ') as codes, found.domain, found.tokens::text as tokens")
const NOTHING = sql.raw('null::text as codes, null::text as domain, null::text as tokens')

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
    const columns = sql`${items.id} as id, ${version}, ${items.codes} as codes, ${items.domain} as domain, ${items.tokens} as tokens`
    /** One leg's rows, with what they are ranked by; asked of the few that are left after the limit. */
    const leg = (
      name: LegRow['leg'],
      distance: SQL,
      rows: SQL,
    ) => sql`(select ${kind}::text as kind, ${name}::text as leg,
      found.id, found.version, ${distance} as distance, ${kind === 'case' ? RANKED_BY : NOTHING} from (${rows}) as found)`
    if (query.vector && query.model) {
      legs.push(
        leg(
          'dense',
          sql`found.distance`,
          sql`select ${columns}, ${vectors.vector} <=> (select vector from question) as distance
            from ${vectors} join ${items} on ${items.id} = ${vectors.itemId}
            where ${and(eq(vectors.model, query.model), visible)} order by distance limit ${limit}`,
        ),
      )
    }
    // Scripts are picked by code and emotion first; their words are asked for only where no vector speaks.
    if (query.tokens.length > 0 && (kind === 'case' || query.scriptCodes === null || !query.vector)) {
      const words = sql`(select words from question)`
      // One without a vector of this model has none.
      const distance =
        query.vector && query.model
          ? sql`(select ${vectors.vector} <=> (select vector from question) from ${vectors}
              where ${vectors.itemId} = found.id and ${eq(vectors.model, query.model)})`
          : sql`null::float8`
      legs.push(
        leg(
          'words',
          distance,
          sql`select matching.* from (select ${columns}
              from ${items} where ${and(sql`${items.tokens} @@ ${words}`, visible)} limit ${MOST_RANKED}) as matching
            order by ts_rank(matching.tokens, ${words}, 1) desc, matching.id limit ${limit}`,
        ),
      )
    }
  }
  return legs
}

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { createLocalAssessor } from '../../src/assess/local/local-assessor.ts'
import { readConfig } from '../../src/config.ts'
import { type Database, rowsOf } from '../../src/db/database.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createRarityStore } from '../../src/db/stores/rarity-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import { type CaseWriteUp, caseSchema } from '../../src/domain/knowledge.ts'
import { rarityOf, SAMPLE } from '../../src/knowledge/rarity.ts'
import { LEAST_HELD } from '../../src/knowledge/score.ts'
import { openEmbedded, openPostgres } from '../../src/node/database.ts'
import { readHeads } from '../../src/node/heads-files.ts'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { openEmbedder } from '../../src/node/parts.ts'
import { packagePath } from '../../src/node/paths.ts'
import { readPolicy } from '../../src/node/policy-files.ts'
import { embedKnowledge, seedKnowledge } from '../../src/node/seed.ts'
import { renewStatistics } from '../../src/node/statistics.ts'
import { freshPgDatabase, hasRealPostgres } from '../../test/harness/databases.ts'
import { createBase, type Embedded } from './base.ts'
import { drawGrowth } from './draw-growth.ts'
import { type GrowthPoint, growth } from './growth.ts'
import { type GrowthFigures, growthFigures } from './growth-figures.ts'
import { importing } from './import.ts'
import { ndcgOf, type Order, type Ranked, rankAll, readQueries, type Scored, shortWordsFound } from './judged.ts'
import { showings } from './threshold.ts'

/** Search of the knowledge base: what one score of meaning, words and codes gains over each and over ranks, what is shown and what is not, how recall and time grow. Prints figures; checks nothing. */
const { embedder, close } = await openEmbedder(readConfig(process.env))
if (!embedder) throw new Error('the embedding model is needed: npm run suzhen model fetch')
const say = (line: string) => void process.stdout.write(`${line}\n`)
const percent = (x: number) => `${(100 * x).toFixed(1)}%`

async function ranking(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
  const database = await openEmbedded(folder)
  await database.migrate()
  const store = createKnowledgeStore(database.db)
  await seedKnowledge(store)
  await embedKnowledge(createVectorStore(database.db), embedder!, { alone: true })
  const policy = await readPolicy([])
  const ranked = await rankAll(readQueries(), {
    store,
    embedder: embedder!,
    rarity: rarityOf(await createRarityStore(database.db).sampleTokens(SAMPLE)),
    assessor: createLocalAssessor({
      policy,
      heads: await readHeads(),
      embedder: () => ({ embedder: embedder!, reason: null }),
    }),
  })
  for (const split of ['dev', 'test'] as const) {
    const here = ranked.filter((r) => r.query.split === split)
    orders(`${split}, all`, here, ['dense', 'words', 'rrf', 'ours'], 'ours')
    const complaints = here.filter((r) => r.query.kind === 'complaint')
    orders(`${split}, complaints`, complaints, ['dense', 'words', 'rrf', 'ours', 'coded'], 'coded')
    const short = shortWordsFound(here)
    say(`  words of two characters whose every case is found: ${short.found} of ${short.of}`)
    const [low, high] = [
      [0.5, 0.54, 0.58, 0.6, 0.62, 0.64, 0.66],
      [0.6, 0.62, 0.64, 0.66, 0.68, 0.7, 0.72],
    ]
    shown('a search', here, low!, (s) => s.by.ours)
    shown('a search by words alone', here, low!, (s) => (s.wordsOnly.held > 0 ? s.wordsOnly.ours : null))
    shown('a triage', here, high!, (s) => s.by.coded)
    shown('a triage by words alone', here, low!, (s) => (s.wordsOnly.held >= LEAST_HELD ? s.wordsOnly.coded : null))
  }
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}

function orders(name: string, ranked: readonly Ranked[], names: readonly Order[], best: Order): void {
  const { n, mean, gain } = ndcgOf(ranked)
  say(`\n${name}, n = ${n}: nDCG@10 ${names.map((o) => `${o} ${mean(o).toFixed(3)}`).join(', ')}`)
  const pairs = [...names.filter((o) => o !== best).map((o) => [best, o] as const), ['rrf', 'dense'] as const]
  for (const [order, over] of pairs) {
    const g = gain(order, over)
    say(`  ${order} over ${over} ${g.mean.toFixed(3)} [${g.low.toFixed(3)}, ${g.high.toFixed(3)}]`)
  }
}

function shown(
  name: string,
  ranked: readonly Ranked[],
  leasts: readonly number[],
  scoreOf: (s: Scored) => number | null,
): void {
  say(
    `  ${name}: least | complaints with a case near that see one | of what is shown, judged near | those without any that see none`,
  )
  for (const s of showings(ranked, leasts, scoreOf))
    say(`    ${s.least.toFixed(2)} | ${percent(s.served)} | ${percent(s.right)} | ${percent(s.honest)}`)
}

async function embedded(set: string, n: number): Promise<Embedded[]> {
  const cases = (await readLabelled(set)).filter((c) => c.primary && c.text.length >= 20).slice(0, n)
  const vectors = await embedder!.embedMany(cases.map((c) => c.text))
  return cases.map((c, i) => ({ text: c.text, code: c.primary!, vector: vectors[i]! }))
}

function print(name: string, points: readonly GrowthPoint[]): void {
  say(`\n${name}\n  cases | recall@10 against one by one | p50 | p95 | filled in`)
  for (const p of points)
    say(
      `  ${p.cases} | ${percent(p.recall)} (${p.queries} queries) | ${p.p50.toFixed(1)} ms | ${p.p95.toFixed(1)} ms | ${p.loadSeconds.toFixed(0)} s`,
    )
}

/** Where `--growth` says that the figures go; the drawing goes beside them. */
const kept = process.argv.includes('--growth') ? process.argv[process.argv.indexOf('--growth') + 1] : undefined
const SIZES = [1000, 3000, 10_000, 30_000, 100_000]
const figures: GrowthFigures['rows'] = []

/** Writes the figures of this run, and draws them. Those of a database that this run did not measure stay as they were. */
function keepGrowth(file: string): void {
  const before = existsSync(file) ? growthFigures.parse(JSON.parse(readFileSync(file, 'utf8'))).rows : []
  const measured = new Set(figures.map((f) => f.database))
  const whole = growthFigures.parse({
    when: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} × CPU, ${Math.round(totalmem() / 2 ** 30)} GB`,
    rows: [...before.filter((f) => !measured.has(f.database)), ...figures],
  })
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`)
  writeFileSync(file.replace(/(\.json)?$/, '.svg'), `${drawGrowth(whole)}\n`)
}

/** One more database's growth: printed, and kept for the file of `--growth`. */
async function measured(name: string, db: Database, work: () => Promise<GrowthPoint[]>): Promise<void> {
  const points = await work()
  print(name, points)
  const [set] = rowsOf<{ ef: string }>(await db.execute(sql`select current_setting('hnsw.ef_search') as ef`))
  const candidates = Number(set!.ef)
  figures.push(
    ...points.map(({ cases, recall, p50, p95 }) => ({ database: name, cases, candidates, recall, p50, p95 })),
  )
}

/** Of so many imported cases the vectors are made too: by the real model they take the longest. */
const EMBEDDED = 1_000

async function imports(name: string, like: CaseWriteUp, fresh?: typeof freshPgDatabase): Promise<void> {
  const texts = (await readLabelled('train')).filter((c) => c.primary && c.text.length >= 20).map((c) => c.text)
  say(
    `\nOne XLSX into ${name}\n  rows | read, written as drafts: a second | memory at its peak, of it the database's own, kept | published, vectors: a second`,
  )
  for (const rows of upTo([1000, 5000, 10_000, 20_000])) {
    const t = await importing(rows, texts, like, rows <= EMBEDDED ? EMBEDDED : 0, fresh)
    const whole = `${(rows / (t.read + t.written)).toFixed(0)} (${t.read.toFixed(1)} s + ${t.written.toFixed(1)} s)`
    const shown = t.embedded === 0 ? '' : (t.embedded / (t.shown + t.vectors)).toFixed(0)
    say(
      `  ${rows} | ${whole} | +${t.grownMb.toFixed(0)} MB, +${t.databaseMb.toFixed(0)} MB, +${t.keptMb.toFixed(0)} MB | ${shown}`,
    )
  }
}

const firstCase = (): CaseWriteUp =>
  caseSchema.parse(JSON.parse(readFileSync(packagePath('fixtures/cases.jsonl'), 'utf8').split('\n')[0]!))
const only = (name: string) => process.argv.includes(`--${name}`)
const most = Number(process.argv[process.argv.indexOf('--most') + 1]) || Number.POSITIVE_INFINITY
// `--most 10000`: no larger base.
const upTo = (sizes: number[]) => sizes.filter((n) => n <= most)
// `--ranking`, `--embedded`, `--postgres`, `--import`: that part alone; with `--import --postgres` into that database.
const all = !only('ranking') && !only('embedded') && !only('postgres') && !only('import')
if (all || only('ranking')) await ranking()
const like = firstCase()
const growing = all || (!only('import') && (only('embedded') || only('postgres')))
const [texts, queries] = growing ? [await embedded('train', 2000), await embedded('dev', 200)] : [[], []]
if (all || (growing && only('embedded'))) {
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
  const small = await openEmbedded(folder)
  await small.migrate()
  const base = createBase(small.db, texts, like)
  const settle = () => renewStatistics((small.db as unknown as { $client: PGlite }).$client)
  await measured('PGlite', small.db, () => growth(small.db, upTo(SIZES), base, queries, { legsApart: false, settle }))
  await small.close()
  rmSync(folder, { recursive: true, force: true })
}
if (all || (growing && only('postgres'))) {
  if (hasRealPostgres) {
    const fresh = await freshPgDatabase()
    const real = openPostgres(fresh.url)
    await real.migrate()
    const base = createBase(real.db, texts, like)
    const settle = () => real.db.execute(sql`analyze`)
    const [row] = rowsOf<{ name: string }>(await real.db.execute(sql`select split_part(version(), '.', 1) as name`))
    await measured(row!.name, real.db, () => growth(real.db, upTo(SIZES), base, queries, { legsApart: true, settle }))
    await real.close()
    await fresh.drop()
  } else say('\nPostgreSQL: not measured; TEST_DATABASE_URL is not set')
}
if (kept && figures.length > 0) keepGrowth(kept)
if (all || only('import')) {
  if (!only('postgres')) await imports('PGlite', like)
  if (hasRealPostgres && (all || only('postgres'))) await imports('PostgreSQL', like, freshPgDatabase)
}
await close()

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { openEmbedded, openPostgres } from '../../src/node/database.ts'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { openEmbedder } from '../../src/node/parts.ts'
import { embedKnowledge, seedKnowledge } from '../../src/node/seed.ts'
import { freshPgDatabase, hasRealPostgres } from '../../test/harness/databases.ts'
import { type Embedded, type GrowthPoint, growth } from './growth.ts'
import { ndcgOfLegs, rankAll, readQueries, shortWordsFound } from './judged.ts'
import { showings } from './threshold.ts'

/** Search of the knowledge base: what fusing gains, what is shown and what is not, how recall and time grow. Prints figures; checks nothing. */
const { embedder, close } = await openEmbedder(readConfig(process.env))
if (!embedder) throw new Error('the embedding model is needed: npm run suzhen model fetch')
const say = (line: string) => void process.stdout.write(`${line}\n`)
const percent = (x: number) => `${(100 * x).toFixed(1)}%`

async function ranking(): Promise<CaseWriteUp> {
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
  const database = await openEmbedded(folder)
  await database.migrate()
  const store = createKnowledgeStore(database.db)
  await seedKnowledge(store)
  await embedKnowledge(store, embedder!)
  const ranked = await rankAll(readQueries(), store, embedder!)
  for (const split of ['dev', 'test'] as const) {
    const here = ranked.filter((r) => r.query.split === split)
    const { n, dense, words, hybrid, overDense, overWords } = ndcgOfLegs(here)
    const gain = (g: typeof overDense) => `${g.mean.toFixed(3)} [${g.low.toFixed(3)}, ${g.high.toFixed(3)}]`
    say(
      `\n${split}, n = ${n}: nDCG@10 by meaning ${dense.toFixed(3)}, by words ${words.toFixed(3)}, both ${hybrid.toFixed(3)}`,
    )
    say(`  both over meaning ${gain(overDense)}, over words ${gain(overWords)}`)
    const short = shortWordsFound(here)
    say(`  words of two characters whose every case is found: ${short.found} of ${short.of}`)
    say(
      '  least score | queries with a case near that see one | of what is shown, judged near | queries without any that see none',
    )
    for (const s of showings(here, [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6]))
      say(`  ${s.least.toFixed(2)} | ${percent(s.served)} | ${percent(s.right)} | ${percent(s.honest)}`)
  }
  const like = ranked[0]!.hits[0]!.item
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  return like
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

const like = await ranking()
if (!process.argv.includes('--ranking')) {
  const [texts, queries] = [await embedded('train', 2000), await embedded('dev', 200)]
  const folder = mkdtempSync(join(tmpdir(), 'suzhen-bench-'))
  const small = await openEmbedded(folder)
  await small.migrate()
  print('PGlite', await growth(small.db, [1000, 3000, 10_000], texts, queries, like))
  await small.close()
  rmSync(folder, { recursive: true, force: true })
  if (hasRealPostgres) {
    const fresh = await freshPgDatabase()
    const real = openPostgres(fresh.url)
    await real.migrate()
    print('PostgreSQL', await growth(real.db, [1000, 10_000, 100_000], texts, queries, like))
    await real.close()
    await fresh.drop()
  } else say('\nPostgreSQL: not measured; TEST_DATABASE_URL is not set')
}
await close()

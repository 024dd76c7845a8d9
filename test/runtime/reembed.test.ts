import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { caseVectors } from '../../src/db/schema/knowledge.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import { caseSearchText } from '../../src/domain/knowledge.ts'
import { reEmbed } from '../../src/knowledge/re-embed.ts'
import { createKnowledgeService } from '../../src/knowledge/search.ts'
import { createSearchModel } from '../../src/knowledge/search-model.ts'
import { type OpenDatabase, openEmbedded } from '../../src/node/database.ts'
import { readPolicy } from '../../src/node/policy-files.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { runCli } from '../harness/process.ts'
import { aCase, NOW } from '../harness/records.ts'
import { ok, startUpstream, type Upstream, vectorOf } from '../harness/upstream/index.ts'

const TOTAL = 120
const WORDS = ['洗衣机不脱水', '快递晚到五天', '退款没有到账', '客服态度恶劣', '账单多扣一笔']
const CASES = Array.from({ length: TOTAL }, (_, i) =>
  aCase({
    id: `case-r${String(i).padStart(3, '0')}`,
    title: `第${i}件`,
    summary: `${WORDS[i % 5]},第${i}次来电`,
  }),
)
/** Texts of a call: as many as are made and written together. */
const BATCH = 32

const unit = (text: string) => Float32Array.from(vectorOf(text, 512))
/** The new one reads texts as the endpoint does, the old one back to front: no vector of the two is alike. */
const reader = (model: string, at: (text: string) => Float32Array): Embedder => ({
  model,
  dimensions: 512,
  embed: async (text) => at(text),
  encode: async (text) => ({ vector: at(text), state: null }),
  embedMany: async (texts) => texts.map(at),
})
const old = reader('old', (text) => unit([...text].reverse().join('')))
const fresh = reader('fresh@512', unit)

const { calendar } = await readPolicy([])
const folder = mkdtempSync(join(tmpdir(), 'suzhen-reembed-'))
const dataDir = join(folder, 'data')
let upstream: Upstream
let before: Awaited<ReturnType<typeof look>>

beforeAll(async () => {
  upstream = await startUpstream()
  await withDatabase(async (database) => {
    await database.migrate()
    await createKnowledgeStore(database.db).put({ cases: CASES, scripts: [] })
    const store = createVectorStore(database.db)
    expect(await reEmbed({ store, embedder: old, builder: 'first' })).toMatchObject({ end: 'done', made: TOTAL })
    before = await look(database)
  })
})
afterAll(async () => {
  await upstream.close()
  rmSync(folder, { recursive: true, force: true })
})

async function withDatabase<T>(work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openEmbedded(dataDir)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

/** The model in force, the vectors that the new one has, and what questions are answered. */
async function look({ db }: OpenDatabase) {
  const store = createVectorStore(db)
  const clock = { now: () => NOW }
  const search = createSearchModel({
    store,
    wanted: () => ({ embedder: fresh, reason: null }),
    others: () => [old],
    clock,
  })
  const knowledge = createKnowledgeStore(db)
  const { search: ask } = createKnowledgeService({
    store: knowledge,
    embedder: search.now,
    clock,
    calendar,
    least: 0.3,
  })
  const answers = []
  for (const q of WORDS) answers.push(await ask({ q, kind: 'case', audience: 'frontline', limit: 5 }))
  const vectors = await db
    .select({ id: caseVectors.itemId, vector: caseVectors.vector })
    .from(caseVectors)
    .where(eq(caseVectors.model, fresh.model))
  return { inForce: await store.inForce(), vectors, answers }
}
const lookAgain = () =>
  withDatabase(async (database) => {
    await database.migrate()
    return look(database)
  })

const reembed = (started?: (child: ChildProcess) => void) =>
  runCli(
    ['knowledge', 'reembed'],
    { DATA_DIR: dataDir, OPENAI_API_KEY: 'sk-x', OPENAI_BASE_URL: upstream.baseUrl, EMBEDDING_MODEL: 'fresh' },
    '',
    started,
  )

it('a re-embedding ended by kill -9 goes on where it was, and search is by the old vectors until all are there', async () => {
  expect(before).toMatchObject({ inForce: 'old', vectors: [] })
  expect(before.answers.map((a) => [a.mode, a.cases.length])).toEqual(WORDS.map(() => ['hybrid', 5]))

  // Killed as it has the answer to its third call, while it writes what that brought.
  let child: ChildProcess | undefined
  upstream.behave((seen) => {
    if (upstream.seen.length === 3) void seen.over.then(() => child?.kill('SIGKILL'))
    return ok()(seen)
  })
  const killed = await reembed((c) => {
    child = c
  })
  expect([killed.code, killed.stdout, upstream.seen.length]).toEqual([null, '', 3])
  const meanwhile = await lookAgain()
  expect(meanwhile.inForce).toBe('old')
  expect(meanwhile.answers).toEqual(before.answers)
  const made = meanwhile.vectors.length
  expect(made).toBeGreaterThanOrEqual(2 * BATCH)
  expect(made).toBeLessThan(TOTAL)

  upstream.forget()
  upstream.behave(ok())
  const rest = await reembed()
  expect([rest.code, rest.stdout]).toEqual([0, expect.stringContaining(`${TOTAL - made} vectors made by fresh@512`)])
  // What was there is not made again.
  expect(upstream.seen.flatMap((s) => s.body!.input)).toHaveLength(TOTAL - made)

  const { inForce, vectors, answers } = await lookAgain()
  expect(inForce).toBe('fresh@512')
  expect(vectors.map((v) => v.id).sort()).toEqual(CASES.map((c) => c.id))
  for (const { id, vector } of vectors) {
    const wanted = unit(caseSearchText(CASES.find((c) => c.id === id)!))
    const cosine = vector.reduce((sum, x, i) => sum + x * wanted[i]!, 0) / Math.hypot(...vector)
    expect([id, cosine]).toEqual([id, expect.closeTo(1, 3)])
  }
  expect(answers).not.toEqual(before.answers)
  expect(answers[0]!.cases[0]!.item.summary).toContain(WORDS[0])
}, 120_000)

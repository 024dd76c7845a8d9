import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { caseVectors } from '../../src/db/schema/knowledge.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import { caseSearchText } from '../../src/domain/knowledge.ts'
import { createVectorKeeper } from '../../src/knowledge/keep-vectors.ts'
import { reEmbed } from '../../src/knowledge/re-embed.ts'
import { createKnowledgeService } from '../../src/knowledge/search.ts'
import { createSearchModel, type SearchModel } from '../../src/knowledge/search-model.ts'
import { readPolicy } from '../../src/node/policy-files.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import type { KnowledgeStore } from '../../src/ports/knowledge-store.ts'
import { noopLogger } from '../../src/ports/logger.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { aCase, aScript, axisVector, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

const { calendar } = await readPolicy([])
const CASES = 90
const SCRIPTS = 6
const ALL = CASES + SCRIPTS
const WORDS = ['洗衣机不脱水', '快递晚到五天', '退款没有到账', '客服态度恶劣', '账单多扣一笔']
const idOf = (i: number) => `case-v${String(i).padStart(3, '0')}`
const seen = { day: '2026-11-20', audience: 'frontline' as const }

/** A model that puts texts where their first words say, each model elsewhere. `before` runs ahead of each batch. */
function model(name: string, shift: number, before: (texts: readonly string[]) => unknown = () => {}) {
  const asked: string[] = []
  const at = (text: string) => axisVector(shift + WORDS.findIndex((w) => text.includes(w)) * 7 + 7, 0.1)
  const embedder: Embedder = {
    model: name,
    dimensions: 512,
    embed: async (text) => at(text),
    encode: async (text) => ({ vector: at(text), state: null }),
    async embedMany(texts) {
      await before(texts)
      asked.push(...texts)
      return texts.map(at)
    },
  }
  return { embedder, asked }
}

onBothDatabases('re-embedding', (open) => {
  let database: TestDatabase
  let store: VectorStore
  let knowledge: KnowledgeStore
  const old = model('m-old', 0)
  const clock = { now: () => NOW }

  beforeAll(async () => {
    database = await open()
    store = createVectorStore(database.db)
    knowledge = createKnowledgeStore(database.db)
    const item = (i: number) => ({ title: `第${i}件`, summary: `${WORDS[i % WORDS.length]},第${i}次来电` })
    await knowledge.put({
      cases: Array.from({ length: CASES }, (_, i) => aCase({ id: idOf(i), ...item(i) })),
      scripts: Array.from({ length: SCRIPTS }, (_, i) => aScript({ id: `script-v${i}`, scene: WORDS[i % 5]! })),
    })
  })
  afterAll(() => database.close())

  const searchBy = (wanted: Embedder, ...others: Embedder[]) =>
    createSearchModel({ store, wanted: () => ({ embedder: wanted, reason: null }), others: () => others, clock })
  const ask = (search: SearchModel, q: string) =>
    createKnowledgeService({ store: knowledge, embedder: search.now, clock, calendar, least: 0.3 }).search({
      q,
      kind: 'case',
      audience: 'frontline',
      limit: 8,
    })
  const run = (embedder: Embedder, over: Partial<Parameters<typeof reEmbed>[0]> = {}) =>
    reEmbed({ store, embedder, builder: 'b1', ...over })
  const vectorsOf = async (name: string) =>
    (await database.db.select({ id: caseVectors.itemId }).from(caseVectors).where(eq(caseVectors.model, name))).length

  it('gives an empty base its vectors and puts the model in force; until then the search goes by words', async () => {
    const search = searchBy(old.embedder)
    expect(await store.inForce()).toBeNull()
    expect(await ask(search, WORDS[0]!)).toMatchObject({ mode: 'words' })
    expect(await run(old.embedder)).toEqual({ end: 'done', made: ALL, unreadable: 0 })
    expect(await search.refresh()).toBe('m-old')
    expect(await ask(search, WORDS[0]!)).toMatchObject({ mode: 'hybrid' })
    expect(await run(old.embedder)).toEqual({ end: 'done', made: 0, unreadable: 0 })
    expect(old.asked).toHaveLength(ALL)
  })

  it('stops in the middle, goes on where it stopped, and every search meanwhile answers as before', async () => {
    const before = await Promise.all(WORDS.map((q) => ask(searchBy(old.embedder), q)))
    expect(before[0]!.cases.length).toBeGreaterThan(0)
    const stop = new AbortController()
    const fresh = model('m-new', 100, async () => {
      // As the service has it: the new model is wanted, the old one is at hand beside it.
      const search = searchBy(fresh.embedder, old.embedder)
      expect(await Promise.all(WORDS.map((q) => ask(search, q)))).toEqual(before)
      // With the new one alone: words, never half the vectors.
      const alone = await ask(searchBy(fresh.embedder), WORDS[0]!)
      expect(alone).toMatchObject({ mode: 'words', reason: expect.stringMatching(/words only|按词/) })
      if (fresh.asked.length >= 32) stop.abort()
    })
    const told: number[] = []
    const first = await run(fresh.embedder, { signal: stop.signal, onProgress: (done) => void told.push(done) })
    expect(first).toMatchObject({ end: 'stopped', made: 64 })
    expect(told).toEqual([0, 32, 64])
    expect(await store.models(60_000)).toMatchObject([
      { model: 'm-old', inForce: true, building: false, total: ALL, missing: 0 },
      { model: 'm-new', inForce: false, building: false, total: ALL, missing: ALL - 64, readyAt: null },
    ])

    const rest = model('m-new', 100, async () => {
      expect(await store.inForce()).toBe('m-old')
      expect((await store.models(60_000))[1]).toMatchObject({ model: 'm-new', building: true })
    })
    expect(await run(rest.embedder, { builder: 'b2' })).toMatchObject({ end: 'done', made: ALL - 64 })
    expect(rest.asked.filter((text) => fresh.asked.includes(text))).toEqual([])
    expect(await store.inForce()).toBe('m-new')
    const after = await ask(searchBy(rest.embedder, old.embedder), WORDS[0]!)
    expect(after).toMatchObject({ mode: 'hybrid' })
    expect(after.cases.map((c) => c.item.summary.slice(0, 6))).toEqual(after.cases.map(() => WORDS[0]))
  })

  it('takes over from a builder that was killed, and leaves one alone that lives', async () => {
    const third = model('m-third', 200)
    expect(await store.begin({ model: 'm-third', builder: 'killed', silentMs: 60_000 })).toBe(true)
    expect(await run(third.embedder)).toMatchObject({ end: 'elsewhere', made: 0 })
    expect(third.asked).toEqual([])
    // Its turn is taken; should it live after all, it writes nothing more and puts nothing in force.
    const gone = { model: 'm-third', builder: 'killed', silentMs: 60_000 }
    const taking = model('m-third', 200, async () => {
      expect([await store.goOn(gone), await store.end(gone, true)]).toEqual([false, false])
    })
    expect(await run(taking.embedder, { silentMs: 0 })).toMatchObject({ end: 'done', made: ALL })
    expect(await store.inForce()).toBe('m-third')
  })

  it('sees what is published, changed and retired while it runs', async () => {
    const items = createItemStore(database.db)
    let once = true
    const fourth = model('m-fourth', 300, async (texts) => {
      if (!once) return
      once = false
      expect(texts[0]).toContain('第0件')
      await knowledge.put({
        cases: [
          aCase({ id: idOf(0), title: '改了', summary: `${WORDS[3]},另一件事` }),
          aCase({ id: 'case-a-new', title: '新来', summary: `${WORDS[1]},刚刚发布` }),
        ],
        scripts: [],
      })
      await items.change('case', idOf(89), { step: 'evt_rs', audit: 'evt_ra' }, (held) => ({
        actor: 'a',
        at: NOW,
        action: 'retire',
        why: 'x',
        status: 'retired',
        body: null,
        show: held ? 'nothing' : 'as before',
      }))
    })
    expect(await run(fourth.embedder)).toMatchObject({ end: 'done', made: ALL })
    expect(await store.count('m-fourth')).toEqual({ total: ALL, missing: 0 })
    const found = await knowledge.search({
      ...{ tokens: [], vector: axisVector(300 + 3 * 7 + 7, 0.1), model: 'm-fourth', ...seen },
      ...{ filter: { code: null, level: null, domain: null, outcome: null, from: null, to: null } },
      ...{ cases: 50, scripts: 0, scriptCodes: null },
    })
    const near = await knowledge.cases(found.cases.filter((c) => c.similarity! > 0.9))
    expect(near.get(idOf(0))?.summary).toContain('另一件事')
    expect([...near.keys()]).not.toContain(idOf(89))
    // The old words were read first, and written nowhere.
    expect(fourth.asked.filter((text) => text.includes('第0件'))).toHaveLength(1)
    expect(fourth.asked).toContain(caseSearchText({ title: '改了', summary: `${WORDS[3]},另一件事` }))
  })

  it('gives a published item its vector by the model in force and by the one to be', async () => {
    const fifth = model('m-fifth', 400).embedder
    const keeper = createVectorKeeper({
      store,
      search: searchBy(fifth, model('m-fourth', 300).embedder),
      wanted: () => ({ embedder: fifth, reason: null }),
      builder: 'b5',
      alone: false,
      clock,
      logger: noopLogger,
    })
    await knowledge.put({ cases: [aCase({ id: 'case-both', summary: WORDS[2]! })], scripts: [] })
    await keeper.shown('case', 'case-both')
    for (const name of ['m-fourth', 'm-fifth'])
      expect([name, await store.missing('case', name, { id: 'case-both' })]).toEqual([name, []])
    expect(await vectorsOf('m-fifth')).toBe(1)
  })

  it('is not held up by a text that the model cannot take, and gives up when it takes none', async () => {
    const picky = (cannot: (text: string) => boolean) =>
      model('m-picky', 450, (texts) => {
        if (texts.some(cannot)) throw new Error('too long')
      })
    await expect(run(picky(() => true).embedder)).rejects.toThrow('too long')
    expect(await store.models(60_000)).toContainEqual(expect.objectContaining({ model: 'm-picky', building: false }))
    expect(await store.inForce()).toBe('m-fourth')
    const most = picky((text) => text.startsWith('第7件'))
    expect(await run(most.embedder)).toEqual({ end: 'done', made: ALL, unreadable: 1 })
    expect(await store.inForce()).toBe('m-picky')
  })

  it('prunes every model but the one in force and the one being made', async () => {
    await store.begin({ model: 'm-sixth', builder: 'b6', silentMs: 60_000 })
    const [item] = await store.missing('case', 'm-sixth', { id: idOf(1) })
    await store.put('case', 'm-sixth', [{ ...item!, vector: axisVector(1) }])
    const gone = await store.prune(60_000)
    expect(gone.map((g) => g.model).sort()).toEqual(['m-fifth', 'm-fourth', 'm-new', 'm-old', 'm-third'])
    expect((await store.models(60_000)).map((m) => m.model)).toEqual(['m-picky', 'm-sixth'])
    expect(await vectorsOf('m-sixth')).toBe(1)
    expect(await store.prune(0)).toEqual([{ model: 'm-sixth', vectors: 1 }])
    expect(await vectorsOf('m-old')).toBe(0)
  })

  it('starts at once and changes over in the background; stopped, it keeps what is made', async () => {
    await database.db.delete(caseVectors)
    const extra = Array.from({ length: 240 }, (_, i) =>
      aCase({ id: `case-x${i}`, title: `又${i}`, summary: WORDS[i % 5]! }),
    )
    await knowledge.put({ cases: extra, scripts: [] })
    let stopped: Promise<void> | undefined
    const last = model('m-last', 470, () => {
      if (last.asked.length !== 64 || stopped) return
      expect(keeper.progress()).toEqual({ model: 'm-last', done: 64, total: ALL + 241 })
      stopped = keeper.stop()
    })
    const search = searchBy(last.embedder)
    const parts = { store, search, wanted: () => ({ embedder: last.embedder, reason: null }) as const, builder: 'b7' }
    const keeper = createVectorKeeper({ ...parts, alone: false, clock, logger: noopLogger })
    await keeper.start()
    expect(last.asked.length).toBeLessThan(ALL + 241)
    expect((await search.now()).embedder).toBeNull()
    await expect.poll(() => stopped !== undefined, { timeout: 30_000 }).toBe(true)
    await stopped
    // The batch that was under way is written too.
    expect([last.asked.length, await vectorsOf('m-last'), keeper.progress()]).toEqual([96, 96, null])
    const again = createVectorKeeper({ ...parts, builder: 'b8', alone: false, clock, logger: noopLogger })
    await again.start()
    await expect.poll(() => store.inForce(), { timeout: 30_000 }).toBe('m-last')
    expect(await search.refresh()).toBe('m-last')
    expect(last.asked.length).toBe(ALL + 241)
    await again.stop()
  }, 120_000)
})

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import type { KnowledgeItem } from '../../src/domain/knowledge-item.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import type { ItemChange, ItemQuery, ItemStore } from '../../src/ports/item-store.ts'
import { NO_FILTER } from '../../src/ports/knowledge-store.ts'
import { aCase, aScript, axisVector, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('item store', (open) => {
  let database: TestDatabase
  let items: ItemStore
  let n = 0
  beforeAll(async () => {
    database = await open()
    items = createItemStore(database.db)
  })
  afterAll(() => database.close())

  const ids = () => ({ step: `evt_s${++n}`, audit: `evt_a${n}` })
  const change = (over: Partial<ItemChange>): ItemChange => ({
    actor: 'key_a',
    at: NOW + n * 1000,
    action: 'edit',
    why: null,
    status: 'draft',
    body: null,
    show: 'as before',
    ...over,
  })
  const create = (id: string, over: Parameters<typeof aCase>[0] | object = {}) =>
    items.change('case', id, ids(), () => change({ action: 'create', body: aCase({ id, ...over }) }))
  const shown = async (words: string) => {
    const found = await createKnowledgeStore(database.db).search({
      tokens: searchTokens(words),
      vector: null,
      model: null,
      audience: 'management',
      day: '2026-11-22',
      filter: NO_FILTER,
      cases: 50,
      scripts: 50,
      scriptCodes: null,
    })
    return [...found.cases.map((h) => h.id), ...found.scripts.map((h) => h.item.id)]
  }
  const query: ItemQuery = {
    kind: null,
    status: null,
    code: null,
    domain: null,
    title: null,
    audience: 'management',
    after: null,
    limit: 50,
  }

  it('keeps every version with its author, its reason and the fields that changed', async () => {
    await create('case-versions')
    await items.change('case', 'case-versions', ids(), (held) =>
      change({ actor: 'key_b', why: '补充教训', body: { ...held!.body, lessons: '先回电', level: 2 } as never }),
    )
    const { versions, steps } = await items.history('case', 'case-versions')
    expect(versions.map((v) => [v.version, v.author, v.why, v.changed])).toEqual([
      [1, 'key_a', null, []],
      [2, 'key_b', '补充教训', ['level', 'lessons']],
    ])
    expect(steps.map((s) => [s.action, s.actor, s.version])).toEqual([
      ['create', 'key_a', 1],
      ['edit', 'key_b', 2],
    ])
    expect(await items.find('case', 'case-versions')).toMatchObject({
      status: 'draft',
      revision: 2,
      version: 2,
      author: 'key_b',
      publishedVersion: null,
      body: { lessons: '先回电' },
    })
  })

  it('shows what is published, keeps showing it while a draft is worked on, and hides what is retired', async () => {
    await create('case-life', { summary: '咖啡机漏水三次' })
    expect(await shown('咖啡机漏水')).toEqual([])
    await items.change('case', 'case-life', ids(), () => change({ status: 'published', show: 'latest' }))
    expect(await shown('咖啡机漏水')).toEqual(['case-life'])
    await items.change('case', 'case-life', ids(), (held) =>
      change({ body: { ...held!.body, summary: '榨汁机漏水' } as never }),
    )
    expect(await shown('咖啡机')).toEqual(['case-life'])
    expect(await shown('榨汁机')).toEqual([])
    expect(await items.find('case', 'case-life')).toMatchObject({ version: 2, publishedVersion: 1 })
    await items.change('case', 'case-life', ids(), () => change({ status: 'published', show: 'latest' }))
    expect(await shown('榨汁机')).toEqual(['case-life'])
    await items.change('case', 'case-life', ids(), () =>
      change({ action: 'retire', status: 'retired', show: 'nothing' }),
    )
    expect(await shown('榨汁机')).toEqual([])
    expect(await items.find('case', 'case-life')).toMatchObject({ status: 'retired', publishedVersion: null })
  })

  it('drops a vector when the words change and keeps it when they do not', async () => {
    const knowledge = createKnowledgeStore(database.db)
    await create('case-vector')
    await items.change('case', 'case-vector', ids(), () => change({ status: 'published', show: 'latest' }))
    await knowledge.putVectors('case', 'm', [{ id: 'case-vector', vector: axisVector(1) }])
    const missing = async () =>
      (await createVectorStore(database.db).missing('case', 'm', { id: 'case-vector' })).length > 0
    const publish = (over: object) =>
      items.change('case', 'case-vector', ids(), (held) =>
        change({ body: { ...held!.body, ...over } as never, status: 'published', show: 'latest' }),
      )
    await publish({ lessons: '改了教训' })
    expect(await missing()).toBe(false)
    await publish({ summary: '改了经过' })
    expect(await missing()).toBe(true)
  })

  it('writes nothing when the decision throws, and tells two writers apart', async () => {
    await create('case-race')
    await expect(
      items.change('case', 'case-race', ids(), () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const bump = () =>
      items.change('case', 'case-race', ids(), (held) =>
        change({ body: { ...held!.body, lessons: `第${held!.revision}次` } as never }),
      )
    const done: KnowledgeItem[] = await Promise.all([bump(), bump(), bump(), bump()])
    expect(done.map((d) => d.version).sort()).toEqual([2, 3, 4, 5])
    expect((await items.history('case', 'case-race')).versions).toHaveLength(5)
    const [a, b] = await Promise.allSettled(
      [1, 2].map(() =>
        items.change('script', 'script-first', ids(), (held) => {
          if (held) throw new Error('taken')
          return change({ action: 'create', body: aScript({ id: 'script-first' }) })
        }),
      ),
    )
    expect([a!.status, b!.status].sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('lists by kind, state, code or family, trade and title, newest first, page by page, for those eyes only', async () => {
    const mine = { domain: 'hotel' }
    for (const [id, over] of [
      ['case-l1', { ...mine, title: '客房_空调', codes: ['SP-10'], code: 'SP-10' }],
      ['case-l2', { ...mine, title: '客房%早餐', codes: ['PQ-06', 'SP-01'], code: 'PQ-06' }],
      ['case-l3', { ...mine, title: '前台', audience: 'management' }],
    ] as const)
      await create(id, over)
    const list = async (over: Partial<ItemQuery>) =>
      (await items.list({ ...query, domain: 'hotel', ...over })).map((i) => i.id)
    expect(await list({})).toEqual(['case-l3', 'case-l2', 'case-l1'])
    expect(await list({ audience: 'frontline' })).toEqual(['case-l2', 'case-l1'])
    expect(await list({ code: 'SP-01' })).toEqual(['case-l2'])
    expect(await list({ code: 'SP' })).toEqual(['case-l3', 'case-l2', 'case-l1'])
    expect(await list({ code: 'PQ' })).toEqual(['case-l2'])
    expect(await list({ title: '客房_' })).toEqual(['case-l1'])
    expect(await list({ title: '%早' })).toEqual(['case-l2'])
    expect(await list({ kind: 'script' })).toEqual([])
    expect(await list({ status: 'published' })).toEqual([])
    const first = await items.list({ ...query, domain: 'hotel', limit: 2 })
    expect(await list({ after: { updatedAt: first[1]!.updatedAt, id: first[1]!.id } })).toEqual(['case-l1'])
  })

  it('pages from a case to the script of the same id and moment', async () => {
    const at = NOW + 5_000_000
    const both = [
      ['case', aCase({ id: 'twin-1', domain: 'harbour' })],
      ['script', aScript({ id: 'twin-1', domain: 'harbour' })],
      ['case', aCase({ id: 'twin-2', domain: 'harbour' })],
    ] as const
    for (const [kind, body] of both)
      await items.change(kind, body.id, ids(), () => change({ action: 'create', body, at }))
    const seen: string[] = []
    for (let after: ItemQuery['after'] = null, turn = 0; turn < 5; turn++) {
      const [item] = await items.list({ ...query, domain: 'harbour', after, limit: 1 })
      if (!item) break
      seen.push(`${item.kind} ${item.id}`)
      after = { updatedAt: item.updatedAt, id: item.id, kind: item.kind }
    }
    expect(seen).toEqual(['case twin-1', 'script twin-1', 'case twin-2'])
    // A cursor of an earlier version knows no kind and goes on with the next id, as it did.
    const rest = await items.list({ ...query, domain: 'harbour', after: { updatedAt: at, id: 'twin-1' } })
    expect(rest.map((i) => i.id)).toEqual(['twin-2'])
  })

  it('pages through items whose rows were written to the microsecond and loses none', async () => {
    const micro = { b: '.000900', a: '.000100', c: '.000500', d: '.001000' }
    for (const [name, fraction] of Object.entries(micro)) {
      await create(`case-micro-${name}`, { domain: 'museum' })
      await database.db.execute(
        sql`update knowledge_items set updated_at = ${`2026-11-22T08:00:00${fraction}Z`}::timestamptz where id = ${`case-micro-${name}`}`,
      )
    }
    const seen: string[] = []
    let after: ItemQuery['after'] = null
    for (let turn = 0; turn < 6; turn++) {
      const [item] = await items.list({ ...query, domain: 'museum', after, limit: 1 })
      if (!item) break
      seen.push(item.id)
      after = { updatedAt: item.updatedAt, id: item.id, kind: item.kind }
    }
    // The database keeps milliseconds, rounded: three of them in one, the fourth in the one before.
    expect(seen).toEqual(['case-micro-b', 'case-micro-c', 'case-micro-d', 'case-micro-a'])
  })

  it('finds titles of wildcards alone by those very characters', async () => {
    for (const [id, title] of [
      ['case-wild-1', '涨价100%_'],
      ['case-wild-2', '没有通配符'],
      ['case-wild-3', '反斜杠\\在此'],
    ])
      await create(id!, { domain: 'zoo', title })
    const list = async (title: string) => (await items.list({ ...query, domain: 'zoo', title })).map((i) => i.id)
    for (const title of ['%', '_', '%_']) expect(await list(title)).toEqual(['case-wild-1'])
    expect(await list('\\')).toEqual(['case-wild-3'])
    for (const title of ['%%', '__', '_%', '\\%']) expect(await list(title)).toEqual([])
  })

  it('knows what was seeded as published by the house', async () => {
    await createKnowledgeStore(database.db).put({
      cases: [aCase({ id: 'case-seeded' })],
      scripts: [aScript({ id: 'script-seeded' })],
    })
    expect(await items.find('case', 'case-seeded')).toMatchObject({
      status: 'published',
      version: 1,
      publishedVersion: 1,
      author: 'seed',
    })
    expect((await items.find('script', 'script-seeded'))?.body).toEqual(aScript({ id: 'script-seeded' }))
  })
})

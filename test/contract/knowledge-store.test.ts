import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import {
  type CaseFilter,
  type KnowledgeQuery,
  type KnowledgeStore,
  NO_FILTER,
} from '../../src/ports/knowledge-store.ts'
import { aCase, aScript, axisVector } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('knowledge store', (open) => {
  let database: TestDatabase
  let store: KnowledgeStore
  beforeAll(async () => {
    database = await open()
    store = createKnowledgeStore(database.db)
    await store.put({
      cases: [
        aCase({ id: 'case-late' }),
        aCase({
          id: 'case-leak',
          title: '个人信息泄露',
          code: 'RL-08',
          codes: ['RL-08'],
          summary: '客户的号码被卖给装修公司',
          audience: 'management',
        }),
        aCase({ id: 'case-mid', title: "引号 'n' 反斜杠 \\", summary: '客服主管可见的案例', audience: 'supervisor' }),
      ],
      scripts: [
        aScript({ id: 'script-late' }),
        aScript({ id: 'script-any', codes: [], families: ['SP'], scene: '通用致歉' }),
        aScript({ id: 'script-other', codes: ['TD-06'], scene: '退款未到账' }),
      ],
    })
    await store.putVectors('case', 'm1', [
      { id: 'case-late', vector: axisVector(0) },
      { id: 'case-leak', vector: axisVector(0, 0.1) },
      { id: 'case-mid', vector: axisVector(9) },
    ])
  })
  afterAll(() => database.close())
  const cases = async (over: Partial<KnowledgeQuery>) =>
    (
      await store.search({
        tokens: [],
        vector: null,
        model: null,
        audience: 'management',
        day: '2026-11-20',
        filter: NO_FILTER,
        cases: 10,
        scripts: 0,
        scriptCodes: null,
        ...over,
      })
    ).cases

  it('finds by meaning, nearest first, and never with another model’s vectors', async () => {
    const hits = await cases({ vector: axisVector(0), model: 'm1' })
    expect(hits.map((h) => h.id)).toEqual(['case-late', 'case-leak', 'case-mid'])
    expect(hits[0]).toMatchObject({ denseRank: 0, wordRank: null })
    expect(hits[0]!.similarity).toBeCloseTo(1, 2)
    expect(await cases({ vector: axisVector(0), model: 'm2' })).toEqual([])
  })

  it('finds two-character words, and words with quotes or backslashes', async () => {
    for (const [q, id] of [
      ['泄露', 'case-leak'],
      ['包裹', 'case-late'],
      ['主管', 'case-mid'],
    ] as const) {
      const hits = await cases({ tokens: searchTokens(q) })
      expect(hits.map((h) => h.id)).toContain(id)
      expect(hits[0]!.wordRank).toBe(0)
    }
    expect(await cases({ tokens: ["it's", 'a\\b', "';--", '&|!:*'] })).toEqual([])
  })

  it('says how near in meaning a case is that only its words brought up, by the model that asks alone', async () => {
    const asked = { tokens: searchTokens('主管'), vector: axisVector(0), model: 'm1', cases: 1 }
    const hits = await cases(asked)
    expect(hits.map((h) => h.id)).toEqual(['case-late', 'case-mid'])
    expect(hits[1]).toMatchObject({ denseRank: null, wordRank: 0 })
    expect(hits[1]!.similarity).toBeCloseTo(0, 2)
    const [near] = await cases({ ...asked, vector: axisVector(9, 0.6), tokens: searchTokens('泄露') })
    expect(near!.similarity).toBeCloseTo(0.8, 2)
    for (const over of [{ model: 'm2' }, { vector: null, model: null }])
      expect(await cases({ ...asked, ...over })).toMatchObject([{ similarity: null, denseRank: null, wordRank: 0 }])
  })

  it('shows nobody what is not for them', async () => {
    for (const [audience, ids] of [
      ['frontline', ['case-late']],
      ['supervisor', ['case-late', 'case-mid']],
      ['management', ['case-late', 'case-leak', 'case-mid']],
    ] as const) {
      const hits = await cases({ audience, vector: axisVector(0), model: 'm1', tokens: searchTokens('泄露 主管 包裹') })
      expect(hits.map((h) => h.id).sort()).toEqual([...ids].sort())
    }
  })

  it('shows an item only from its first day to its last', async () => {
    const only = aCase({ id: 'case-days', summary: '限期公示的案例', validFrom: '2026-11-01', validTo: '2026-11-30' })
    await store.put({ cases: [only], scripts: [] })
    for (const [day, shown] of [
      ['2026-10-31', false],
      ['2026-11-01', true],
      ['2026-11-30', true],
      ['2026-12-01', false],
    ] as const) {
      const hits = await cases({ day, tokens: searchTokens('限期公示') })
      expect(hits.map((h) => h.id).includes('case-days')).toBe(shown)
    }
  })

  it('keeps to what is asked for: code, family, level, trade, outcome, days', async () => {
    const bank = aCase({ id: 'case-bank', code: 'TD-06', codes: ['TD-06', 'SP-02'], level: 2, domain: 'bank' })
    await store.put({ cases: [{ ...bank, outcome: 'failed', occurredOn: '2024-06-30' }], scripts: [] })
    const found = async (filter: Partial<CaseFilter>) => {
      const hits = await cases({ filter: { ...NO_FILTER, ...filter }, tokens: searchTokens('包裹晚到') })
      return hits.map((h) => h.id).includes('case-bank')
    }
    for (const [filter, other] of [
      [{ code: 'SP-02' }, { code: 'SP-07' }],
      [{ code: 'TD' }, { code: 'RL' }],
      [{ level: 2 }, { level: 3 }],
      [{ domain: 'bank' }, { domain: 'logistics' }],
      [{ outcome: 'failed' }, { outcome: 'resolved' }],
      [{ from: '2024-06-30' }, { from: '2024-07-01' }],
      [{ to: '2024-06-30' }, { to: '2024-06-29' }],
    ] as const)
      expect([await found(filter), await found(other)]).toEqual([true, false])
  })

  it('offers scripts of the code and general ones, not those of other codes', async () => {
    const found = await store.search({
      tokens: searchTokens('致歉 延误 退款'),
      vector: null,
      model: null,
      audience: 'frontline',
      day: '2026-11-20',
      filter: NO_FILTER,
      cases: 0,
      scripts: 10,
      scriptCodes: ['SP-07'],
    })
    expect(found.cases).toEqual([])
    expect(found.scripts.map((h) => h.item.id).sort()).toEqual(['script-any', 'script-late'])
  })

  it('a case that both legs bring has one cosine, and one without a vector has none', async () => {
    await store.put({ cases: [aCase({ id: 'case-bare', title: '无向量' })], scripts: [] })
    const hits = await cases({ tokens: searchTokens('无向量 延误补偿'), vector: axisVector(0), model: 'm1' })
    const of = (id: string) => hits.find((h) => h.id === id)
    expect(of('case-late')).toMatchObject({ denseRank: 0 })
    expect(of('case-late')!.wordRank).not.toBeNull()
    expect(of('case-late')!.similarity).toBeCloseTo(1, 2)
    expect(of('case-bare')).toMatchObject({ similarity: null, denseRank: null })
  })

  it('replaces by id and forgets the old vector', async () => {
    await store.put({ cases: [aCase({ id: 'case-new', summary: '旧的写法' })], scripts: [] })
    await store.putVectors('case', 'm3', [{ id: 'case-new', vector: axisVector(3) }])
    const missing = () => createVectorStore(database.db).missing('case', 'm3', { id: 'case-new' })
    expect(await missing()).toEqual([])
    await store.put({ cases: [aCase({ id: 'case-new', summary: '新的写法' })], scripts: [] })
    expect((await missing())[0]?.text).toContain('新的写法')
    expect(await store.count()).toEqual({ cases: 7, scripts: 3 })
  })
})

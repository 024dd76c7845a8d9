import { afterAll, beforeAll, expect, it } from 'vitest'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createVectorStore } from '../../src/db/stores/vector-store.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { createKnowledgeDesk } from '../../src/knowledge/desk.ts'
import { createVectorKeeper } from '../../src/knowledge/keep-vectors.ts'
import { createKnowledgeService } from '../../src/knowledge/search.ts'
import { createSearchModel } from '../../src/knowledge/search-model.ts'
import { readKnowledgeRules, readPolicy } from '../../src/node/policy-files.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { noopLogger } from '../../src/ports/logger.ts'
import { aCase, axisVector, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

const SOON_MS = 2_000
const [policy, rules] = await Promise.all([readPolicy([]), readKnowledgeRules()])

/** Water near water, fire near fire, whatever the words. */
const at = (text: string) => axisVector(/漏水|渗水|滴水/.test(text) ? 1 : /起火|冒烟/.test(text) ? 20 : 40)
const embedder: Embedder = {
  model: 'm1',
  dimensions: 512,
  embed: async (text) => at(text),
  encode: async (text) => ({ vector: at(text), state: null }),
  embedMany: async (texts) => texts.map(at),
}

onBothDatabases('from publishing to search', (open) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  it('a new item, and one whose words changed, is found by words and by meaning within two seconds (issue 4)', async () => {
    const clock = { now: () => NOW }
    const store = createVectorStore(database.db)
    const wanted = () => ({ embedder, reason: null }) as const
    const search = createSearchModel({ store, wanted, clock })
    const vectors = createVectorKeeper({
      ...{ store, search, wanted, clock, builder: 'b', alone: true, logger: noopLogger },
    })
    await vectors.start()
    let n = 0
    const desk = createKnowledgeDesk({
      ...{ items: createItemStore(database.db), policy, rules: { ...rules, twoPeople: false }, clock },
      ids: { next: (prefix) => `${prefix}_${++n}` },
      onShown: (kind, { id }) => vectors.shown(kind, id),
    })
    const { search: ask } = createKnowledgeService({
      ...{ store: createKnowledgeStore(database.db), embedder: search.now, clock },
      ...{ calendar: policy.calendar, least: rules.search.least },
    })
    const worker = { actor: 'key_a', audience: null, keyed: false }
    const ids = async (q: string) => {
      const { mode, cases } = await ask({ q, kind: 'case', audience: 'frontline', limit: 5 })
      return [mode, ...cases.map((c) => c.item.id)]
    }
    const publish = async (seen: number) => {
      await desk.move('case', 'case-soon', 'submit', { why: null }, seen, worker)
      const started = performance.now()
      await desk.move('case', 'case-soon', 'approve', { why: null }, seen + 1, worker)
      return () => expect(performance.now() - started).toBeLessThan(SOON_MS)
    }

    const body: CaseWriteUp = aCase({ id: 'case-soon', title: '洗碗机漏水', summary: '厨房地板全是水' })
    await desk.create('case', body, null, worker)
    expect(await ids('洗碗机漏水')).toEqual(['hybrid'])
    const first = await publish(1)
    expect(await ids('洗碗机')).toEqual(['hybrid', 'case-soon'])
    // Not one word of it.
    expect(await ids('阀门渗水')).toEqual(['hybrid', 'case-soon'])
    first()

    await desk.edit('case', 'case-soon', { ...body, title: '烤箱冒烟', summary: '门缝里有焦味' }, null, 3, worker)
    const second = await publish(4)
    expect(await ids('起火了')).toEqual(['hybrid', 'case-soon'])
    expect(await ids('阀门渗水')).toEqual(['hybrid'])
    second()
    await vectors.stop()
  })
})

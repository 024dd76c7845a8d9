import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createRarityStore } from '../../src/db/stores/rarity-store.ts'
import { hideItem } from '../../src/db/stores/shown-items.ts'
import { caseSearchText } from '../../src/domain/knowledge.ts'
import { searchTokens } from '../../src/domain/tokens.ts'
import type { RarityStore } from '../../src/ports/rarity-store.ts'
import { aCase, aScript } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('rarity store', (open) => {
  let database: TestDatabase
  let store: RarityStore
  const shown = [
    aCase({ id: 'case-plain' }),
    aCase({ id: 'case-quotes', title: "it's a\\b, C-3.5", summary: '押金,不退' }),
    aCase({ id: 'case-boss', title: '仅管理层', audience: 'management' }),
  ]
  beforeAll(async () => {
    database = await open()
    store = createRarityStore(database.db)
  })
  afterAll(() => database.close())
  const sorted = (samples: readonly (readonly string[])[]) => samples.map((s) => [...s].sort().join(' ')).sort()

  it('has nothing to say of an empty base', async () => {
    expect(await store.sampleTokens(10)).toEqual([])
    expect(await store.countCases()).toBe(0)
  })

  it('gives the tokens of every published case, as search reads them, and of nothing else', async () => {
    await createKnowledgeStore(database.db).put({
      cases: [...shown, aCase({ id: 'case-gone', title: '已下架' })],
      scripts: [aScript({ id: 'script-late' })],
    })
    await hideItem(database.db, 'case', 'case-gone')
    expect(sorted(await store.sampleTokens(10))).toEqual(sorted(shown.map((c) => searchTokens(caseSearchText(c)))))
    expect(await store.countCases()).toBe(shown.length)
  })

  it('takes no more than asked, and the same ones again', async () => {
    const two = await store.sampleTokens(2)
    expect(two).toHaveLength(2)
    expect(await store.sampleTokens(2)).toEqual(two)
  })
})

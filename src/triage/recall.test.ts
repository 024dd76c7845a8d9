import { inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anAssessment } from '../../test/harness/assessments.ts'
import { aCase, axisVector } from '../../test/harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../../test/harness/stores.ts'
import { cases } from '../db/schema/knowledge.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { triageRequestSchema } from '../domain/complaint.ts'
import { readText } from '../domain/text/reading.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { KnowledgeStore } from '../ports/knowledge-store.ts'
import { recall } from './recall.ts'

const policy = await readPolicy([])
const TEXT = '耳机只有一边响'
const IDS = ['case-one', 'case-two']
let database: TestDatabase
beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database?.close())
beforeEach(async () => {
  const { put, putVectors } = createKnowledgeStore(database.db)
  await put({ cases: IDS.map((id) => aCase({ id })), scripts: [] })
  await putVectors(
    'case',
    'm',
    IDS.map((id) => ({ id, vector: axisVector(0) })),
  )
})

/** A store, from whose base these cases are deleted once they have been found and before their bodies are fetched. */
function losing(...ids: string[]): Pick<KnowledgeStore, 'search' | 'cases'> {
  // One of its own: an older one would still know the bodies.
  const store = createKnowledgeStore(database.db)
  return {
    async search(query) {
      const found = await store.search(query)
      expect(found.cases.map((c) => c.id).sort()).toEqual(IDS)
      await database.db.delete(cases).where(inArray(cases.id, ids))
      return found
    },
    cases: store.cases,
  }
}
const recalled = (from: Pick<KnowledgeStore, 'search' | 'cases'>, towards = 0, similar = 3) => {
  const request = triageRequestSchema.parse({ text: TEXT, options: { similar, scripts: 0 } })
  const assessment = anAssessment({ vector: axisVector(towards), types: [] })
  return recall(from, assessment, 'm', readText(TEXT), request, 'frontline', '2026-11-20', policy)
}
const shown = async (...asked: Parameters<typeof recalled>) => {
  const { similarCases, recall } = await recalled(...asked)
  return [similarCases.map((c) => c.id), recall.cases]
}

describe('the cases of a complaint', () => {
  it('have no reason while one of them is shown', async () => {
    expect(await shown(losing())).toEqual([IDS, null])
    expect(await shown(losing('case-one'))).toEqual([['case-two'], null])
  })

  it('say why there are none where all that were near are gone before their bodies are fetched', async () => {
    expect(await shown(losing(...IDS))).toEqual([[], '没有足够相近的案例 no case is near enough'])
  })

  it('say how near the best was where none is near enough, and that they were not asked for', async () => {
    const store = createKnowledgeStore(database.db)
    const far = expect.stringMatching(/^没有足够相近的案例 no case is near enough \(best [\d.]+ < [\d.]+\)$/)
    expect(await shown(store, 300)).toEqual([[], far])
    expect(await shown(store, 0, 0)).toEqual([[], '未请求 not asked for'])
  })
})

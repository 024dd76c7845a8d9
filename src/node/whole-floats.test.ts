import { drizzle } from 'drizzle-orm/pglite'
import { expect, it } from 'vitest'
import { emptyDatabase } from '../../test/harness/empty-database.ts'
import { aCase, axisVector } from '../../test/harness/records.ts'
import type { Database } from '../db/database.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { NO_FILTER } from '../ports/knowledge-store.ts'
import { wholeFloats } from './whole-floats.ts'

it('changes a base of before, with what is in it, and leaves one that is changed as it is', async () => {
  const client = await emptyDatabase()
  const store = createKnowledgeStore(drizzle({ client }) as unknown as Database)
  await client.exec(`drop index case_vectors_hnsw;
    alter table case_vectors alter column vector type halfvec(512) using vector::halfvec(512);
    create index case_vectors_hnsw on case_vectors using hnsw (vector halfvec_cosine_ops)`)
  await store.put({ cases: [aCase({ id: 'case-near' }), aCase({ id: 'case-far' })], scripts: [] })
  await store.putVectors('case', 'm1', [
    { id: 'case-near', vector: axisVector(3, 0.1) },
    { id: 'case-far', vector: axisVector(9) },
  ])
  const found = async () => {
    const { cases } = await store.search({
      ...{ tokens: [], vector: axisVector(3), model: 'm1', audience: 'management', day: '2026-11-22' },
      ...{ filter: NO_FILTER, cases: 5, scripts: 0, scriptCodes: null },
    })
    return cases.map((c) => [c.id, Math.round(c.similarity! * 1000)])
  }
  const before = await found()
  expect(before.map(([id]) => id)).toEqual(['case-near', 'case-far'])
  const definitions = async () =>
    (
      await client.query(
        "select oid, pg_get_indexdef(indexrelid) as def from pg_class join pg_index on indexrelid = oid where relname like '%_vectors_hnsw' order by relname",
      )
    ).rows

  await wholeFloats(client)
  expect(await found()).toEqual(before)
  const changed = await definitions()
  expect(changed).toHaveLength(2)
  for (const { def } of changed as { def: string }[]) expect(def).toMatch(/hnsw \(vector vector_cosine_ops\)/)
  await wholeFloats(client)
  expect(await definitions()).toEqual(changed)
  await client.close()
})

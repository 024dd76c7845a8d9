import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { expect, it } from 'vitest'
import { packagePath } from '../../src/node/paths.ts'
import { aCase, aScript, axisVector } from '../harness/records.ts'

const migration = (name: string) => readFileSync(packagePath(`drizzle/${name}.sql`), 'utf8')

it('takes over what an earlier version seeded, to the millisecond, and the model of most vectors as the one in force', async () => {
  const db = await PGlite.create({ extensions: { vector } })
  for (const name of ['0000_extensions', '0001_first', '0002_feedback']) await db.exec(migration(name))
  const at = '2026-11-20 08:00:00.123456+00'
  for (const [table, body] of [
    ['cases', aCase({ id: 'case-old' })],
    ['scripts', aScript({ id: 'script-old' })],
  ] as const) {
    const { validFrom: _, validTo: __, ...old } = body
    const level = table === 'cases' ? [3] : []
    await db.query(
      `insert into ${table} (id, body, codes, domain, audience, tokens, updated_at${level.length ? ', level' : ''})
       values ($1, $2, $3, $4, 0, '', $5${level.length ? ', $6' : ''})`,
      [body.id, JSON.stringify(old), body.codes, body.domain, at, ...level],
    )
  }
  for (const [model, id] of [
    ['m-few', 'case-old'],
    ['m-all', 'case-old'],
    ['m-all', 'case-gone'],
  ])
    await db.query('insert into case_vectors (item_id, model, vector) values ($1, $2, $3)', [
      id,
      model,
      JSON.stringify([...axisVector(1)]),
    ])
  await db.exec(migration('0003_knowledge_life'))
  const { rows } = await db.query<{ id: string; at: string }>(
    `select id, to_char(updated_at at time zone 'utc', 'HH24:MI:SS.US') as at from knowledge_items
     union all select id, to_char(at at time zone 'utc', 'HH24:MI:SS.US') from knowledge_versions order by id`,
  )
  expect(rows.map((r) => [r.id, r.at])).toEqual([
    ['case-old', '08:00:00.123000'],
    ['case-old', '08:00:00.123000'],
    ['script-old', '08:00:00.123000'],
    ['script-old', '08:00:00.123000'],
  ])
  // Microseconds that another hand wrote are cut off, not rounded: a page that is open loses nothing.
  await db.query(`update knowledge_items set updated_at = '2026-11-20 08:00:00.123900+00' where id = 'case-old'`)
  await db.exec(migration('0004_vector_models'))
  const after = await db.query(`select to_char(updated_at at time zone 'utc', 'SS.US') as at from knowledge_items`)
  expect(after.rows).toEqual([{ at: '00.123000' }, { at: '00.123000' }])
  const models = await db.query('select model, ready_at is not null as ready, builder from knowledge_models')
  expect(models.rows).toEqual([{ model: 'm-all', ready: true, builder: null }])
  await db.close()
})

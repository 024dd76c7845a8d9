import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { renewStatistics } from './statistics.ts'

let client: PGlite
beforeAll(async () => {
  client = await PGlite.create()
  await client.exec('create table items (id int, model text); create table small (id int)')
})
afterAll(() => client.close())

const add = (n: number) => client.exec(`insert into items select i, 'one' from generate_series(1, ${n}) as i`)
/** How many rows the planner thinks have this model. */
async function expected(): Promise<number> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select id from items where model = 'one'`,
  )
  return rows[0]!['QUERY PLAN'][0].Plan['Plan Rows']
}

it('makes statistics of what has grown, and of that alone', async () => {
  await client.exec('insert into small values (1)')
  await add(10_000)
  expect(await expected()).toBeLessThan(200)
  expect(await renewStatistics(client)).toEqual(['items'])
  expect(await expected()).toBe(10_000)
  await add(500)
  expect(await renewStatistics(client)).toEqual([])
  await add(5_000)
  expect(await renewStatistics(client)).toEqual(['items'])
  expect(await renewStatistics(client)).toEqual([])
})

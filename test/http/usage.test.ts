import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createUsageStore } from '../../src/db/stores/usage-store.ts'
import { itemUsageSchema } from '../../src/http/routes/usage.ts'
import { createUsageService } from '../../src/knowledge/usage.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { aCase, aScript } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, post } from './fakes.ts'

let database: TestDatabase
let now = Date.parse('2026-11-22T08:00:00Z')
beforeAll(async () => {
  database = await memoryDatabase()
  await createKnowledgeStore(database.db).put({
    cases: [aCase({ id: 'case-one' })],
    scripts: [aScript({ id: 'script-one' }), aScript({ id: 'script-boss', audience: 'management' })],
  })
})
afterAll(() => database.close())

const KEYS = { ...allKeys(), 'hash:key:second-key': apiKey('agent', { id: 'key_second' }) }

async function service() {
  const clock = { now: () => (now += 1000) }
  const usage = createUsageService({ usage: createUsageStore(database.db), ids: createIds(), clock })
  const { app, logs } = await fakeApp({ auth: { required: true }, keys: fakeKeys(KEYS), usage })
  const ask = async (key: string, path: string, init: RequestInit = {}) => {
    const headers = { ...(init.headers as Record<string, string>), 'x-api-key': key }
    const response = await app.request(`/v1/knowledge/items/${path}`, { ...init, headers })
    return { status: response.status, json: (await response.json()) as Record<string, never> }
  }
  return { ask, logs }
}
const AGENT = 'suzhen-key-agent'

describe('use and ratings over HTTP (issue 4, item 4)', () => {
  it('counts uses and ratings, and shows them to whoever may see the item', async () => {
    const { ask, logs } = await service()
    const triageId = 'tri_0123456789'
    expect((await ask(AGENT, 'script/script-one/used', { method: 'POST' })).status).toBe(200)
    await ask(AGENT, 'script/script-one/used', post({ triageId }))
    await ask(AGENT, 'script/script-one/used', post({ triageId }))
    await ask('second-key', 'script/script-one/rating', post({ stars: 5 }))
    await ask(AGENT, 'script/script-one/rating', post({ stars: 1 }))
    expect((await ask(AGENT, 'script/script-one/rating', post({ stars: 4 }))).json).toMatchObject({ own: 4, mean: 4.5 })
    const { json } = await ask('suzhen-key-knowledge', 'script/script-one/usage')
    expect(itemUsageSchema.strict().parse(json)).toEqual({
      kind: 'script',
      id: 'script-one',
      uses: 2,
      lastUsedAt: expect.stringMatching(/^2026-11-22T08:00:\d\d\.000Z$/),
      ratings: 2,
      mean: 4.5,
      stars: [0, 0, 0, 1, 1],
      own: null,
      recent: { days: 30, uses: 2, ratings: 2 },
    })
    expect(logs.at(-1)?.fields).toMatchObject({ kind: 'script', uses: 2, ratings: 2, status: 200 })
    expect((await ask(AGENT, 'case/case-one/usage')).json).toMatchObject({ uses: 0, ratings: 0, mean: null, own: null })
  })

  it('is not for what the key may not see, nor for what is not there', async () => {
    const { ask } = await service()
    for (const id of ['script/script-boss', 'script/script-none', 'case/script-one', 'word/script-one', 'script/A'])
      for (const [path, init] of [
        ['used', post({})],
        ['rating', post({ stars: 3 })],
        ['usage', {}],
      ] as const)
        expect([id, path, (await ask(AGENT, `${id}/${path}`, init)).status]).toEqual([id, path, 404])
  })

  it('says what is wrong with a use or a rating, and keeps nothing of it', async () => {
    const { ask } = await service()
    const before = (await ask(AGENT, 'script/script-one/usage')).json
    for (const body of [{ stars: 0 }, { stars: 6 }, { stars: 4.5 }, { stars: '4' }, {}, { stars: 4, why: 'x' }])
      expect((await ask(AGENT, 'script/script-one/rating', post(body))).json).toMatchObject({ code: 'invalid_request' })
    for (const body of [{ triageId: 'x' }, { triageId: null }, { text: '话术' }])
      expect((await ask(AGENT, 'script/script-one/used', post(body))).json).toMatchObject({ code: 'invalid_request' })
    expect((await ask(AGENT, 'script/script-one/rating', { method: 'POST' })).json).toMatchObject({
      code: 'missing_body',
    })
    expect((await ask(AGENT, 'script/script-one/used', post('{'))).json).toMatchObject({ code: 'malformed_json' })
    expect((await ask(AGENT, 'script/script-one/usage')).json).toEqual(before)
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createReviewStore } from '../../src/db/stores/review-store.ts'
import { reviewPageSchema } from '../../src/http/routes/review-list.ts'
import { createReviewList } from '../../src/knowledge/review-list.ts'
import { readKnowledgeRules } from '../../src/node/policy-files.ts'
import { aCase, DAY, NOW } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, realPolicy } from './fakes.ts'

let database: TestDatabase
let n = 0
beforeAll(async () => {
  database = await memoryDatabase()
  await publish('case-both', 200, { validTo: '2026-11-01' })
  for (const id of ['case-c', 'case-a', 'case-b']) await publish(id, 200)
  await publish('case-secret', 200, { audience: 'management' })
  await publish('case-fresh', 3)
  await publish('case-law', 100, { sources: ['个人信息保护法第十三条'] })
})
afterAll(() => database.close())

async function publish(id: string, days: number, over: object = {}) {
  for (const action of ['create', 'approve'] as const) {
    n++
    await createItemStore(database.db).change('case', id, { step: `evt_s${n}`, audit: `evt_a${n}` }, () => ({
      actor: 'key_a',
      at: NOW - days * DAY,
      action,
      why: null,
      status: action === 'create' ? 'draft' : 'published',
      body: action === 'create' ? aCase({ id, ...over }) : null,
      show: action === 'create' ? 'as before' : 'latest',
    }))
  }
}

/** The real list by the shipped rules, on a day given. */
async function service(now = NOW) {
  const { review } = await readKnowledgeRules()
  const { calendar } = await realPolicy()
  const reviewList = createReviewList({
    store: createReviewStore(database.db),
    rules: { ...review, lawChanges: [...review.lawChanges, { source: '个人信息保护法', changed: '2026-12-01' }] },
    calendar,
    clock: { now: () => now },
  })
  const keys = fakeKeys({ ...allKeys(), 'hash:key:narrow-key': apiKey('knowledge', { audience: 'frontline' }) })
  const { app, logs } = await fakeApp({ auth: { required: true }, keys, reviewList })
  const ask = async (query = '', key = 'narrow-key') => {
    const response = await app.request(`/v1/knowledge/review-list${query}`, { headers: { 'x-api-key': key } })
    return { status: response.status, json: (await response.json()) as Record<string, never> }
  }
  return { ask, logs }
}
const ids = (json: object) => reviewPageSchema.parse(json).items.map((item) => item.id)

describe('GET /v1/knowledge/review-list (G1)', () => {
  it('lists by the shipped rules, most reasons first, only what the key may see', async () => {
    const { ask, logs } = await service()
    const { json } = await ask()
    expect(ids(json)).toEqual(['case-both', 'case-a', 'case-b', 'case-c'])
    expect(reviewPageSchema.parse(json).items[0]).toEqual({
      kind: 'case',
      id: 'case-both',
      title: '快递延误补偿',
      status: 'published',
      codes: ['SP-07'],
      domain: 'logistics',
      reasons: ['unused', 'over'],
      publishedVersion: 1,
      approvedAt: new Date(NOW - 200 * DAY).toISOString(),
      lastUsedAt: null,
      rating: { stars: null, count: 0 },
      validTo: '2026-11-01',
      waitingSince: null,
      laws: [],
    })
    expect(JSON.stringify(logs)).not.toContain('快递延误')
  })

  it('turns pages by next', async () => {
    const { ask } = await service()
    const first = (await ask('?limit=2')).json
    expect([ids(first), first.next]).toEqual([['case-both', 'case-a'], '1.case.case-a'])
    const second = (await ask(`?limit=2&cursor=${first.next}`)).json
    expect([ids(second), second.next]).toEqual([['case-b', 'case-c'], null])
  })

  it('lists what has one reason', async () => {
    const { ask } = await service()
    expect(ids((await ask('?reason=over')).json)).toEqual(['case-both'])
    expect(ids((await ask('?reason=unused&limit=2&cursor=2.case.case-both')).json)).toEqual(['case-a', 'case-b'])
    expect(ids((await ask('?reason=waiting')).json)).toEqual([])
  })

  it('lists a law’s change from the day on which it comes, and not when it is announced', async () => {
    const reasonsOn = async (day: string) => {
      const { json } = await (await service(Date.parse(`${day}T12:00:00+08:00`))).ask()
      return reviewPageSchema.parse(json).items.find((item) => item.id === 'case-law')
    }
    expect(await reasonsOn('2026-11-30')).toBeUndefined()
    expect(await reasonsOn('2026-12-01')).toMatchObject({ reasons: ['lawChanged'], laws: ['个人信息保护法'] })
  })

  it.each([
    '?cursor=2.case',
    '?cursor=2.thing.case-a',
    '?limit=51',
    '?status=draft',
    '?reason=tired',
  ])('refuses %s', async (query) => {
    const { ask } = await service()
    expect(await ask(query)).toMatchObject({ status: 422, json: { code: 'invalid_request' } })
  })
})

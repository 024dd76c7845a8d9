import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from '../../src/db/schema/triage.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createUsageStore } from '../../src/db/stores/usage-store.ts'
import type { Audience } from '../../src/domain/labels.ts'
import type { UsageStore } from '../../src/ports/usage-store.ts'
import { aCase, aScript, DAY, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('usage store', (open) => {
  let database: TestDatabase
  let usage: UsageStore
  let n = 0
  beforeAll(async () => {
    database = await open()
    usage = createUsageStore(database.db)
    await createKnowledgeStore(database.db).put({
      cases: [aCase({ id: 'case-one' })],
      scripts: ['script-used', 'script-rated', 'script-quiet', 'script-gone']
        .map((id) => aScript({ id }))
        .concat(aScript({ id: 'script-boss', audience: 'management' })),
    })
    await createItemStore(database.db).change('script', 'script-draft', { step: 'evt_s', audit: 'evt_d' }, () => ({
      actor: 'key_a',
      at: NOW,
      action: 'create',
      why: null,
      status: 'draft',
      body: aScript({ id: 'script-draft' }),
      show: 'as before',
    }))
    await createItemStore(database.db).change('script', 'script-gone', { step: 'evt_t', audit: 'evt_e' }, () => ({
      actor: 'key_a',
      at: NOW,
      action: 'retire',
      why: null,
      status: 'retired',
      body: null,
      show: 'nothing',
    }))
  })
  afterAll(() => database.close())

  const use = (id: string, over: { actor?: string; at?: number; triageId?: string; audience?: Audience } = {}) => {
    const { audience = 'frontline', ...entry } = over
    return usage.use(
      { kind: 'script', id, actor: 'key_a', at: NOW, triageId: null, useId: `evt_u${++n}`, ...entry },
      audience,
    )
  }
  const rate = (id: string, actor: string, stars: number, at = NOW, audience: Audience = 'frontline') =>
    usage.rate({ kind: 'script', id, actor, stars, at, auditId: `evt_r${++n}` }, audience)
  const find = (id: string, actor = 'key_a') => usage.find({ kind: 'script', id }, actor, NOW - 30 * DAY, 'frontline')

  it('counts uses, one person’s for one complaint once, and the last 30 days apart', async () => {
    await use('script-used', { at: NOW - 40 * DAY })
    await use('script-used', { triageId: 'tri_0000000001', at: NOW - 2 * DAY })
    await use('script-used', { triageId: 'tri_0000000001', at: NOW - DAY })
    await use('script-used', { triageId: 'tri_0000000001', actor: 'key_b' })
    await use('script-used', { at: NOW - 3 * DAY })
    expect(await find('script-used')).toEqual({
      uses: 4,
      recentUses: 3,
      lastUsedAt: NOW,
      stars: [0, 0, 0, 0, 0],
      recentRatings: 0,
      own: null,
    })
  })

  it('keeps one rating a person, the latest, and leaves a trace of each', async () => {
    await rate('script-rated', 'key_a', 2, NOW - 40 * DAY)
    await rate('script-rated', 'key_b', 5, NOW - 40 * DAY)
    await rate('script-rated', 'key_a', 4)
    expect(await find('script-rated')).toMatchObject({ stars: [0, 0, 0, 1, 1], recentRatings: 1, own: 4 })
    expect((await find('script-rated', 'key_z'))!.own).toBeNull()
    const traces = await database.db.select().from(audit).where(eq(audit.subject, 'script:script-rated'))
    expect(traces.map((t) => [t.actor, t.action]).sort()).toEqual([
      ['key_a', 'knowledge.rate'],
      ['key_a', 'knowledge.rate'],
      ['key_b', 'knowledge.rate'],
    ])
  })

  it('is only for what is published and for those eyes; nothing else is kept', async () => {
    for (const id of ['script-draft', 'script-gone', 'script-boss', 'script-none', 'case-one']) {
      expect([id, await use(id), await rate(id, 'key_a', 5), await find(id)]).toEqual([id, false, false, null])
    }
    expect(await use('script-boss', { audience: 'management' })).toBe(true)
    expect(await rate('script-boss', 'key_a', 1, NOW, 'management')).toBe(true)
    expect(await usage.find({ kind: 'case', id: 'case-one' }, 'key_a', 0, 'frontline')).toMatchObject({ uses: 0 })
  })

  it('counts for the ranking what was used lately or ever rated, of one kind', async () => {
    await usage.use(
      { kind: 'case', id: 'case-one', actor: 'key_a', at: NOW, triageId: null, useId: 'evt_case' },
      'frontline',
    )
    const counts = await usage.counts('script', NOW - 30 * DAY)
    expect(counts.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'script-boss', recentUses: 1, ratings: 1, stars: 1 },
      { id: 'script-rated', recentUses: 0, ratings: 2, stars: 9 },
      { id: 'script-used', recentUses: 3, ratings: 0, stars: 0 },
    ])
    expect(await usage.counts('case', NOW - DAY)).toEqual([{ id: 'case-one', recentUses: 1, ratings: 0, stars: 0 }])
  })

  it('loses none of many at once', async () => {
    await Promise.all([
      ...Array.from({ length: 12 }, (_, i) => use('script-quiet', { actor: `key_${i}` })),
      ...Array.from({ length: 12 }, (_, i) => rate('script-quiet', `key_${i % 3}`, 1 + (i % 5))),
    ])
    const found = (await find('script-quiet'))!
    expect([found.uses, found.stars.reduce((a, b) => a + b)]).toEqual([12, 3])
  })
})

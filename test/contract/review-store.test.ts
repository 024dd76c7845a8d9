import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { knowledgeRatings, knowledgeUses } from '../../src/db/schema/knowledge.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createReviewStore } from '../../src/db/stores/review-store.ts'
import type { CaseWriteUp, Kind, Script } from '../../src/domain/knowledge.ts'
import type { ReviewItem, ReviewQuery, ReviewStore } from '../../src/ports/review-store.ts'
import { aCase, aScript, DAY, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

const ago = (days: number) => NOW - days * DAY

onBothDatabases('review store', (open) => {
  let database: TestDatabase
  let store: ReviewStore
  let n = 0
  beforeAll(async () => {
    database = await open()
    store = createReviewStore(database.db)
    await fill()
  })
  afterAll(() => database.close())

  const query: ReviewQuery = {
    unusedBefore: ago(180),
    oldBefore: ago(540),
    lowStars: 2.5,
    lowStarsFrom: 3,
    today: '2026-11-20',
    endsBy: '2026-12-20',
    waitingBefore: ago(7),
    laws: [{ source: '快递市场管理办法', changed: ago(100) }],
    audience: 'management',
    after: null,
    limit: 50,
  }
  const list = (over: Partial<ReviewQuery> = {}) => store.list({ ...query, ...over })
  const reasons = async (over: Partial<ReviewQuery> = {}) =>
    Object.fromEntries((await list(over)).map((item) => [item.id, item.reasons]))
  const one = async (id: string): Promise<ReviewItem | undefined> => (await list()).find((item) => item.id === id)

  async function step(body: CaseWriteUp | Script, action: 'create' | 'submit' | 'approve' | 'retire', days: number) {
    const kind: Kind = 'title' in body ? 'case' : 'script'
    n++
    const status = { create: 'draft', submit: 'in_review', approve: 'published', retire: 'retired' } as const
    await createItemStore(database.db).change(kind, body.id, { step: `evt_s${n}`, audit: `evt_a${n}` }, () => ({
      actor: 'key_a',
      at: ago(days),
      action,
      why: null,
      status: status[action],
      body: action === 'create' ? body : null,
      show: action === 'approve' ? 'latest' : action === 'retire' ? 'nothing' : 'as before',
    }))
  }
  async function publish(body: CaseWriteUp | Script, days: number) {
    for (const action of ['create', 'submit', 'approve'] as const) await step(body, action, days)
  }
  const use = (id: string, days: number) =>
    database.db
      .insert(knowledgeUses)
      .values({ useId: `u${++n}`, kind: 'case', id, actor: 'a', at: new Date(ago(days)) })
  const rate = (id: string, ...stars: number[]) =>
    database.db
      .insert(knowledgeRatings)
      .values(stars.map((s, i) => ({ kind: 'case', id, actor: `a${i}`, stars: s, at: new Date(NOW) })))

  async function fill() {
    await publish(aCase({ id: 'case-fresh' }), 10)
    await publish(aCase({ id: 'case-unused' }), 181)
    await publish(aCase({ id: 'case-used' }), 300)
    await use('case-used', 400)
    await use('case-used', 5)
    await publish(aCase({ id: 'case-used-long-ago' }), 500)
    await use('case-used-long-ago', 200)
    await publish(aCase({ id: 'case-old' }), 541)
    await use('case-old', 1)
    await publish(aCase({ id: 'case-disliked' }), 20)
    await rate('case-disliked', 1, 3, 3)
    await publish(aCase({ id: 'case-disliked-by-two' }), 20)
    await rate('case-disliked-by-two', 1, 1)
    await publish(aCase({ id: 'case-liked' }), 20)
    await rate('case-liked', 2, 3, 3)
    const law = ['《快递市场管理办法》第二十八条', '《民法典》']
    await publish(aCase({ id: 'case-law-before', sources: law }), 101)
    await publish(aCase({ id: 'case-law-after', sources: law }), 99)
    await publish(aCase({ id: 'case-ending', validTo: '2026-12-20' }), 10)
    await publish(aCase({ id: 'case-ends-later', validTo: '2026-12-21' }), 10)
    await publish(aCase({ id: 'case-over', validTo: '2026-11-19' }), 10)
    await publish(aScript({ id: 'script-ends-today', validTo: '2026-11-20' }), 10)
    for (const [id, days] of [
      ['case-waiting', 8],
      ['case-just-sent', 6],
    ] as const) {
      await step(aCase({ id }), 'create', 30)
      await step(aCase({ id }), 'submit', days)
    }
    await publish(aCase({ id: 'case-secret', audience: 'management', validTo: '2026-11-01' }), 10)
    await publish(aCase({ id: 'case-retired', validTo: '2026-11-01' }), 600)
    await step(aCase({ id: 'case-retired' }), 'retire', 1)
    await publish(aCase({ id: 'case-many', sources: law, validTo: '2026-11-01' }), 600)
    // Taken up again, and not yet approved: what is shown is still the old one.
    await step(aCase({ id: 'case-many', title: '写到一半' }), 'create', 9)
    await step(aCase({ id: 'case-many' }), 'submit', 8)
  }

  it('gives every reason that holds, and lists nothing that has none', async () => {
    expect(await reasons()).toEqual({
      'case-many': ['unused', 'old', 'lawChanged', 'over', 'waiting'],
      'case-disliked': ['lowRated'],
      'case-ending': ['ending'],
      'case-law-before': ['lawChanged'],
      'case-old': ['old'],
      'case-over': ['over'],
      'case-secret': ['over'],
      'case-unused': ['unused'],
      'case-used-long-ago': ['unused'],
      'case-waiting': ['waiting'],
      'script-ends-today': ['ending'],
    })
  })

  it('lists those with one reason, each with all of its own, page by page', async () => {
    expect(await reasons({ reason: 'lawChanged' })).toEqual({
      'case-many': ['unused', 'old', 'lawChanged', 'over', 'waiting'],
      'case-law-before': ['lawChanged'],
    })
    const after = { reasons: 5, kind: 'case', id: 'case-many' } as const
    expect(await reasons({ reason: 'lawChanged', after })).toEqual({ 'case-law-before': ['lawChanged'] })
  })

  it('says what the reasons rest on', async () => {
    expect(await one('case-many')).toEqual({
      kind: 'case',
      id: 'case-many',
      title: '写到一半',
      status: 'in_review',
      codes: ['SP-07'],
      domain: 'logistics',
      reasons: ['unused', 'old', 'lawChanged', 'over', 'waiting'],
      publishedVersion: 1,
      approvedAt: ago(600),
      lastUsedAt: null,
      stars: null,
      ratings: 0,
      validTo: '2026-11-01',
      waitingSince: ago(8),
      laws: ['快递市场管理办法'],
    })
    expect(await one('case-disliked')).toMatchObject({ stars: 7 / 3, ratings: 3 })
    expect(await one('case-used-long-ago')).toMatchObject({ lastUsedAt: ago(200) })
    expect(await one('case-waiting')).toMatchObject({ publishedVersion: null, approvedAt: null, validTo: null })
  })

  it('goes by the rules it is handed', async () => {
    expect((await reasons({ laws: [] }))['case-law-before']).toBeUndefined()
    expect((await reasons({ lowStarsFrom: 2 }))['case-disliked-by-two']).toEqual(['lowRated'])
    expect((await reasons({ lowStars: 2 }))['case-disliked']).toBeUndefined()
    expect((await reasons({ waitingBefore: ago(5) }))['case-just-sent']).toEqual(['waiting'])
    expect((await reasons({ endsBy: '2026-12-21' }))['case-ends-later']).toEqual(['ending'])
  })

  it('turns pages in one order, most reasons first, without a gap or a double', async () => {
    const whole = await list()
    const ids = whole.map((item) => item.id)
    expect(ids[0]).toBe('case-many')
    const rest = whole.slice(1).map(({ kind, id }) => `${kind} ${id}`)
    expect(rest).toEqual([...rest].sort())
    const turned: string[] = []
    for (let after: ReviewQuery['after'] = null; ; ) {
      const page: ReviewItem[] = await list({ after, limit: 4 })
      turned.push(...page.map((item) => item.id))
      if (page.length < 4) break
      const last = page.at(-1)!
      after = { reasons: last.reasons.length, kind: last.kind, id: last.id }
    }
    expect(turned).toEqual(ids)
  })

  it('leaves out what is for other eyes, in what is shown and in what is being written', async () => {
    expect(Object.keys(await reasons({ audience: 'frontline' }))).not.toContain('case-secret')
    expect(Object.keys(await reasons({ audience: 'frontline' }))).toContain('case-many')
    await step(aCase({ id: 'case-secret', audience: 'frontline' }), 'create', 1)
    expect(Object.keys(await reasons({ audience: 'frontline' }))).not.toContain('case-secret')
    await step(aCase({ id: 'case-over', audience: 'management' }), 'create', 1)
    expect(Object.keys(await reasons({ audience: 'supervisor' }))).not.toContain('case-over')
  })

  it('counts what ships as approved when it came', async () => {
    await createKnowledgeStore(database.db).put({ cases: [aCase({ id: 'case-seeded' })], scripts: [] })
    await database.db.execute(
      sql`update knowledge_versions set at = ${new Date(ago(200)).toISOString()}::timestamptz where id = 'case-seeded'`,
    )
    expect(await one('case-seeded')).toMatchObject({ reasons: ['unused'], approvedAt: ago(200) })
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import type { TriageStore } from '../../src/ports/triage-store.ts'
import { aRecord, axisVector, DAY, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('triage store', (open) => {
  let database: TestDatabase
  let store: TriageStore
  let n = 0
  const context = (claim: { caller: string; keyHash: string; bodyHash: string } | null = null) => {
    n++
    return { actor: 'open', eventId: `evt_${n}`, auditId: `aud_${n}`, claim }
  }
  beforeAll(async () => {
    database = await open()
    store = createTriageStore(database.db)
  })
  afterAll(() => database.close())

  it('gives back what it kept, and null for what it never had', async () => {
    const record = aRecord({ id: 'tri_keep' })
    expect(await store.save(record, context())).toEqual({ saved: true })
    expect(await store.find('tri_keep')).toEqual({
      id: record.id,
      maskedText: record.maskedText,
      maskedSpans: record.maskedSpans,
      decision: record.decision,
      channel: record.channel,
      domain: record.domain,
      product: record.product,
    })
    expect(await store.find('tri_none')).toBeNull()
  })

  it('keeps nothing when the idempotency claim is taken, and names its holder', async () => {
    const claim = { caller: 'k1', keyHash: 'h1', bodyHash: 'b1' }
    expect(await store.save(aRecord({ id: 'tri_first' }), context(claim))).toEqual({ saved: true })
    expect(await store.save(aRecord({ id: 'tri_second' }), context({ ...claim, bodyHash: 'b2' }))).toEqual({
      saved: false,
      triageId: 'tri_first',
      bodyHash: 'b1',
    })
    expect(await store.find('tri_second')).toBeNull()
    expect(await store.findClaim('k1', 'h1')).toEqual({ triageId: 'tri_first', bodyHash: 'b1' })
    expect(await store.findClaim('k2', 'h1')).toBeNull()
  })

  it('lets exactly one of many with one claim through', async () => {
    const claim = { caller: 'k3', keyHash: 'h3', bodyHash: 'b' }
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => store.save(aRecord({ id: `tri_race${i}` }), context(claim))),
    )
    expect(results.filter((r) => r.saved)).toHaveLength(1)
    const holders = new Set(results.flatMap((r) => (r.saved ? [] : [r.triageId])))
    expect(holders.size).toBe(1)
  })

  it('keeps all of a record or nothing', async () => {
    const c = context()
    await store.save(aRecord({ id: 'tri_whole' }), c)
    // The event id is taken: the second record must not be half there.
    await expect(store.save(aRecord({ id: 'tri_half' }), { ...context(), eventId: c.eventId })).rejects.toThrow(
      /storage failed \(23505\)/,
    )
    expect(await store.find('tri_half')).toBeNull()
  })

  it('finds the history of a customer or a call-back number: complaints only, newest first, inside the window', async () => {
    const keys = (customer: string | null, phone: string | null) => ({ customer, phone, order: null })
    const at = (id: string, days: number, over = {}) =>
      store.save(aRecord({ id, receivedAt: NOW - days * DAY, keys: keys('hist', null), ...over }), context())
    await at('tri_h1', 1)
    await at('tri_h2', 89)
    await at('tri_h3', 91)
    await at('tri_h4', 2, { nature: 'praise' })
    await at('tri_h5', 3, { keys: keys(null, 'p-hist'), outside: true, vector: axisVector(0, 0.6) })
    await at('tri_h6', 4, { keys: keys('someone-else', 'p-else') })
    const found = await store.history({
      keys: keys('hist', 'p-hist'),
      since: NOW - 90 * DAY,
      before: NOW,
      vector: axisVector(0),
      model: 'm1',
    })
    expect(found.map((f) => f.id)).toEqual(['tri_h1', 'tri_h5', 'tri_h2'])
    expect(found[1]).toMatchObject({
      outside: true,
      keys: { customer: null, phone: 'p-hist' },
      receivedAt: NOW - 3 * DAY,
    })
    expect(found[0]!.similarity).toBeCloseTo(1, 2)
    expect(found[1]!.similarity).toBeCloseTo(0.8, 2)
    expect(await store.history({ keys: keys(null, null), since: 0, before: NOW, vector: null, model: null })).toEqual(
      [],
    )
  })

  it('never compares vectors of two models', async () => {
    await store.save(
      aRecord({ id: 'tri_m2', keys: { customer: 'two-models', phone: null, order: null }, receivedAt: NOW - DAY }),
      context(),
    )
    const ask = (model: string | null, vector: Float32Array | null) =>
      store.history({
        keys: { customer: 'two-models', phone: null, order: null },
        since: NOW - 9 * DAY,
        before: NOW,
        vector,
        model,
      })
    expect((await ask('m1', axisVector(0)))[0]!.similarity).toBeCloseTo(1, 2)
    expect((await ask('m2', axisVector(0)))[0]!.similarity).toBeNull()
    expect((await ask(null, null))[0]!.similarity).toBeNull()
  })

  it('finds recent complaints by code from customers who are known', async () => {
    const keys = (customer: string | null) => ({ customer, phone: null, order: null })
    await store.save(
      aRecord({ id: 'tri_r1', codes: ['PQ-08', 'SP-04'], keys: keys('r1'), product: '电饭煲' }),
      context(),
    )
    await store.save(aRecord({ id: 'tri_r2', codes: ['PQ-08'], keys: keys(null) }), context())
    await store.save(aRecord({ id: 'tri_r3', codes: ['TD-01'], keys: keys('r3') }), context())
    const ask = (over: object) =>
      store.recent({
        codes: ['SP-04'],
        product: null,
        near: 0.8,
        since: NOW - DAY,
        before: NOW + 1,
        vector: axisVector(0),
        model: 'm1',
        ...over,
      })
    expect((await ask({})).map((f) => f.id)).toEqual(['tri_r1'])
    expect(await ask({ codes: [] })).toEqual([])
    // Neither near in meaning nor of the same product: another matter.
    expect(await ask({ vector: axisVector(5) })).toEqual([])
    expect(await ask({ vector: null, model: null })).toEqual([])
    expect((await ask({ vector: null, model: null, product: '电饭煲' })).map((f) => f.id)).toEqual(['tri_r1'])
  })
})

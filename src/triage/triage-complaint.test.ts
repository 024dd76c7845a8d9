import { describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../test/harness/stores.ts'
import { CARD, ID, MODEL, open, PHONE, TEXT, triageRoad, withKey } from '../../test/harness/triage-road.ts'
import { audit, events, idempotency, triages } from '../db/schema/triage.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import { decisionSchema } from '../domain/decision.ts'
import type { SuzhenError } from '../domain/errors.ts'
import type { TriageContext } from './service.ts'

const { ground, service, rows, grown } = triageRoad()

describe('the main road', () => {
  it('judges one complaint from door to door and keeps it with its event and its audit entry', async () => {
    const before = await rows()
    const { ask, asked } = service()
    const { decision, replayed } = await ask({ text: TEXT, channel: 'phone', customer: { id: 'door' } })
    expect(() => decisionSchema.parse(decision)).not.toThrow()
    expect(replayed).toBe(false)
    expect(decision).toMatchObject({
      stored: true,
      receivedAt: '2026-11-20T10:20:00+08:00',
      severity: { level: 2, floor: 'threatened' },
      flags: { mediaEscalation: true },
      similarCases: [{ id: 'case-frontline' }],
      scripts: [{ id: 'script-late' }],
      engine: { name: 'local', models: { embedder: MODEL }, latencyMs: { embed: 1.3 } },
    })
    for (const e of decision.emotion.evidence) expect(TEXT.slice(e.start, e.end)).toBe(e.quote)
    expect(await rows()).toEqual(grown({ triages: 1, events: 1, audit: 1 }, before))
    // F3: what may leave the process has no personal data in it.
    expect(asked[0]).not.toMatch(/\d{5}/)
  })

  it('F3: nothing kept holds a quote or personal data', async () => {
    const { ask } = service()
    const { decision } = await ask({
      text: TEXT,
      customer: { id: 'secret-id', phone: PHONE, email: 'li@example.com', name: '李雷' },
      order: { id: 'ORDER-777', product: `净水器(电话${PHONE})` },
    })
    const kept = await Promise.all(
      [triages, events, audit, idempotency].map((t) => ground.database.db.select().from(t)),
    )
    const all = JSON.stringify(kept)
    for (const secret of [PHONE, ID, CARD, 'secret-id', 'li@example.com', '李雷', 'ORDER-777'])
      expect(all).not.toContain(secret)
    // Though the answer itself said it.
    expect(decision.scripts[0]!.filled).toContain('李雷,')
    const decisions = kept[0]!.map((r) => JSON.stringify((r as { decision: unknown }).decision)).join()
    expect(decisions).not.toContain('记者')
    expect(decisions).toContain('"quote":""')
  })

  it('shows a kept decision on its masked text, and only to whom its cases are for', async () => {
    const { ask, find } = service()
    const { decision } = await ask({ text: TEXT, options: { role: 'management' } })
    expect(decision.similarCases.map((c) => c.audience).sort()).toEqual(['frontline', 'management', 'supervisor'])
    const shown = (await find(decision.id, 'open', null))!
    expect(shown.decision.similarCases).toHaveLength(3)
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`${PHONE}|${ID}|${CARD}`))
    expect(shown.decision.emotion.evidence).toEqual([{ quote: shown.text, start: 0, end: shown.text.length }])
    expect(shown.decision.threats[0]!.evidence[0]!.quote).toBe(TEXT.slice(-5))
    const low = (await find(decision.id, 'open', 'frontline'))!
    expect(low.decision.similarCases.map((c) => c.id)).toEqual(['case-frontline'])
    expect(low.decision.scripts.map((s) => s.id)).toEqual(['script-late'])
    expect(await find('tri_nobody', 'open', null)).toBeNull()
  })

  it('F3: each look at a kept decision leaves its reader’s name; a look at nothing leaves none', async () => {
    const { ask, find } = service()
    const { decision } = await ask({ text: TEXT })
    const before = await rows()
    await find(decision.id, 'key_reader', 'frontline')
    await find('tri_nobody', 'key_reader', null)
    expect(await rows()).toEqual(grown({ audit: 1 }, before))
    expect(await ground.database.db.select().from(audit)).toContainEqual(
      expect.objectContaining({ actor: 'key_reader', action: 'read', subject: decision.id }),
    )
  })

  it('G2: fills the slots of a script from this complaint, says from where, and shows a kept one without the name', async () => {
    const { ask, find } = service()
    const { decision } = await ask({ text: TEXT, customer: { name: '李雷' } })
    expect(decision.scripts[0]).toMatchObject({
      text: '{客户称呼},让您久等了,包裹今天送达。',
      filled: '李雷,让您久等了,包裹今天送达。',
      unfilled: [],
      slotsFilled: [{ slot: '客户称呼', value: '李雷', from: 'customer.name', at: null }],
    })
    const [shown] = (await find(decision.id, 'open', null))!.decision.scripts
    expect(shown).toMatchObject({ filled: shown!.text, unfilled: ['客户称呼'], slotsFilled: [] })
    const [open] = (await ask({ text: TEXT, options: { store: false } })).decision.scripts
    expect(open).toMatchObject({ filled: open!.text, unfilled: ['客户称呼'] })
  })

  it('what agents think of a script moves it, and `why` says so', async () => {
    const { ask, usage } = service()
    const score = async () => (await ask({ text: TEXT, options: { store: false } })).decision.scripts[0]!
    const before = await score()
    await usage.rate('script', 'script-late', 1, { actor: 'key_rater', audience: 'frontline' })
    const after = await score()
    expect(after.score).toBeLessThan(before.score)
    expect(after.why.at(-1)).toBe('评分偏低 1.0(1) rated -0.008')
  })

  it('G1: `options.role` is never raised above what the key may see, and may be lowered', async () => {
    const { ask } = service()
    const audiences = async (role: 'frontline' | 'supervisor' | 'management', audience: TriageContext['audience']) => {
      const { decision } = await ask({ text: TEXT, options: { role, store: false } }, open({ audience }))
      return [decision.routing.approval.role, ...decision.similarCases.map((c) => c.audience).sort()]
    }
    expect(await audiences('management', 'frontline')).toEqual(['frontline', 'frontline'])
    expect(await audiences('management', 'supervisor')).toEqual(['supervisor', 'frontline', 'supervisor'])
    expect(await audiences('frontline', 'management')).toEqual(['frontline', 'frontline'])
    expect((await audiences('management', null))[0]).toBe('management')
  })

  it('store:false answers the same and writes nothing, Idempotency-Key or not', async () => {
    const before = await rows()
    const { ask } = service()
    const options = { store: false }
    const { decision } = await ask({ text: TEXT, customer: { id: 'ghost' }, options }, withKey('ghost-key'))
    expect(decision).toMatchObject({ stored: false, severity: { level: 2 }, similarCases: [{ id: 'case-frontline' }] })
    expect(await rows()).toEqual(before)
    // It is no history either.
    const again = await ask({ text: TEXT, customer: { id: 'ghost' }, options })
    expect(again.decision.repeat.priorCount).toBe(0)
  })

  it('refuses the language model while there is none, and keeps nothing', async () => {
    const before = await rows()
    const { ask, asked } = service()
    await expect(ask({ text: TEXT, options: { engine: 'llm' } }, withKey('llm'))).rejects.toMatchObject({
      code: 'invalid_request',
      issues: [{ path: 'options.engine' }],
    })
    expect(asked).toEqual([])
    expect(await rows()).toEqual(before)
  })

  it('an engine that fails leaves nothing behind, and its key can be used again', async () => {
    const before = await rows()
    const broken = service(() => {
      throw new Error('engine')
    })
    await expect(broken.ask({ text: TEXT }, withKey('retry'))).rejects.toThrow('engine')
    expect(await rows()).toEqual(before)
    expect((await service().ask({ text: TEXT }, withKey('retry'))).replayed).toBe(false)
  })
})

describe('an Idempotency-Key', () => {
  it('gives the same answer again, quotes and all, without judging or keeping twice', async () => {
    const { ask, asked } = service()
    const request = { text: TEXT, customer: { id: 'idem', name: '韩梅' }, options: { explain: true } }
    const first = await ask(request, withKey('k1'))
    expect(first.decision.scripts[0]!.slotsFilled).toMatchObject([{ value: '韩梅', from: 'customer.name' }])
    const before = await rows()
    const second = await ask(request, withKey('k1'))
    expect(second).toEqual({ decision: first.decision, replayed: true })
    expect(asked).toHaveLength(1)
    expect(await rows()).toEqual(before)
  })

  it('is refused with another body, and is each caller’s own', async () => {
    const { ask } = service()
    const { decision } = await ask({ text: TEXT }, withKey('k2', 'b1'))
    const conflict = await ask({ text: '另一件事' }, withKey('k2', 'b2')).catch((e: SuzhenError) => e)
    expect(conflict).toMatchObject({ name: 'SuzhenError', code: 'idempotency_conflict' })
    const other = await ask({ text: TEXT }, withKey('k2', 'b2', 'key_2'))
    expect(other.replayed).toBe(false)
    expect(other.decision.id).not.toBe(decision.id)
  })

  it('is never kept in clear', async () => {
    await service().ask({ text: TEXT }, withKey('very-own-key'))
    expect(JSON.stringify(await ground.database.db.select().from(idempotency))).not.toContain('very-own-key')
  })

  it('of eight at once one is kept, and all answer alike', async () => {
    const before = await rows()
    const { ask } = service()
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask({ text: TEXT }, withKey('race'))))
    expect(answers.filter((a) => !a.replayed)).toHaveLength(1)
    const winner = answers.find((a) => !a.replayed)!.decision
    for (const a of answers) expect(a.decision).toEqual(winner)
    expect(await rows()).toEqual(grown({ triages: 1, events: 1, audit: 1, idempotency: 1 }, before))
  })
})

describe('storage that fails', () => {
  it('in save: storage_unavailable with a time to try again, nothing of SQL or text, and nothing kept', async () => {
    const before = await rows()
    const away = Object.assign(new Error(`Failed query: insert … params: ${TEXT}`), {
      cause: Object.assign(new Error('terminating connection'), { code: '57P01' }),
    })
    // Reads go on; the one statement that writes is cut off, within the transaction of the claim or without.
    const cut = (db: object): object =>
      new Proxy(db, {
        get(target, key) {
          const own = Reflect.get(target, key)
          if (key === 'execute') return () => Promise.reject(away)
          if (key === 'transaction')
            return (work: (tx: object) => unknown) => own.call(target, (tx: object) => work(cut(tx)))
          return typeof own === 'function' ? own.bind(target) : own
        },
      })
    const real = ground.database
    ground.database = { ...real, db: cut(real.db) as TestDatabase['db'] }
    try {
      for (const context of [open(), withKey('lost')]) {
        const error = await service()
          .ask({ text: TEXT }, context)
          .catch((e: SuzhenError) => e)
        expect(error).toMatchObject({ name: 'SuzhenError', code: 'storage_unavailable', retryAfterSeconds: 5 })
        expect(JSON.stringify({ ...error, message: (error as Error).message })).not.toMatch(/insert|记者|57P01/)
      }
    } finally {
      ground.database = real
    }
    expect(await rows()).toEqual(before)
    expect((await service().ask({ text: TEXT }, withKey('lost'))).replayed).toBe(false)
  })

  it('a database that was closed is unavailable, for reading and for writing', async () => {
    const gone = createTriageStore(ground.database.db)
    const { ask, find } = service()
    await ground.database.close()
    ground.database = { ...ground.database, close: async () => {} }
    const unavailable = { name: 'SuzhenError', code: 'storage_unavailable' }
    await expect(gone.findClaim('a', 'b')).rejects.toMatchObject(unavailable)
    await expect(find('tri_1', 'open', null)).rejects.toMatchObject(unavailable)
    await expect(ask({ text: TEXT })).rejects.toMatchObject(unavailable)
    await expect(ask({ text: TEXT, options: { store: false } })).rejects.toMatchObject(unavailable)
  })
})

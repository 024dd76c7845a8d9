import { count } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anAssessment, evidenceOf } from '../../test/harness/assessments.ts'
import { aCase, aScript, axisVector, DAY } from '../../test/harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../../test/harness/stores.ts'
import { audit, events, idempotency, triages } from '../db/schema/triage.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import { createUsageStore } from '../db/stores/usage-store.ts'
import type { Assessment } from '../domain/assessment.ts'
import { type TriageRequestInput, triageRequestSchema } from '../domain/complaint.ts'
import { type Decision, decisionSchema } from '../domain/decision.ts'
import type { SuzhenError } from '../domain/errors.ts'
import { createUsageService } from '../knowledge/usage.ts'
import { readKnowledgeRules, readPolicy } from '../node/policy-files.ts'
import type { Assessor } from '../ports/assessor.ts'
import { NOTHING_SPENT } from '../ports/language-model.ts'
import type { TriageContext } from './service.ts'
import { createTriageService } from './triage-complaint.ts'

const policy = await readPolicy([])
const { slots } = await readKnowledgeRules()
const NOW = Date.parse('2026-11-20T10:20:00+08:00')
const MODEL = 'm1'
const PHONE = '13812345678'
const ID = '11010519491231002X'
const CARD = '4111111111111111'
const TEXT = `包裹五天没到,身份证${ID},卡号${CARD},回电${PHONE},再拖我就找记者曝光`

const open = (over: Partial<TriageContext> = {}): TriageContext => ({
  actor: 'open',
  audience: null,
  idempotency: null,
  ...over,
})
const withKey = (key: string, bodyHash = 'b1', actor = 'key_1') => open({ actor, idempotency: { key, bodyHash } })

/** Quotes the threat and the whole of the text, personal data among it. */
const judged = (text: string): Partial<Assessment> => ({
  vector: axisVector(0),
  threats: [{ channel: 'media', stance: 'threatened', evidence: [evidenceOf(text, text.slice(-5))] }],
  emotion: { ...anAssessment().emotion, evidence: [{ quote: text, start: 0, end: text.length }] },
})

let database: TestDatabase
let n = 0

function service(think: (text: string) => Partial<Assessment> = judged) {
  const asked: string[] = []
  const assessor: Assessor = {
    name: 'local',
    async assess({ reading, masked }) {
      asked.push(masked)
      const assessment = anAssessment(think(reading.original))
      return { assessment, degraded: false, reasons: [], models: { embedder: MODEL }, latencyMs: { embed: 1.26 } }
    },
  }
  const ids = { next: (prefix: string) => `${prefix}_${String(++n).padStart(6, '0')}` }
  const usage = createUsageService({ usage: createUsageStore(database.db), ids, clock: { now: () => NOW } })
  const road = createTriageService({
    policy,
    assessor,
    triages: createTriageStore(database.db),
    knowledge: createKnowledgeStore(database.db),
    pseudonyms: { of: (kind, value) => `h(${kind}:${[...value].reverse().join('')})` },
    ids,
    clock: { now: () => NOW },
    slots,
    lifts: usage.lifts,
  })
  const ask = (request: TriageRequestInput, context = open()) =>
    road.triage(triageRequestSchema.parse(request), context)
  return { ...road, ask, asked, usage }
}

const rows = async () => {
  const [t, e, a, i] = await Promise.all(
    [triages, events, audit, idempotency].map(async (table) => {
      const [row] = await database.db.select({ n: count() }).from(table)
      return row!.n
    }),
  )
  return { triages: t!, events: e!, audit: a!, idempotency: i! }
}
const grown = (by: Partial<Awaited<ReturnType<typeof rows>>>, from: Awaited<ReturnType<typeof rows>>) => ({
  triages: from.triages + (by.triages ?? 0),
  events: from.events + (by.events ?? 0),
  audit: from.audit + (by.audit ?? 0),
  idempotency: from.idempotency + (by.idempotency ?? 0),
})

beforeAll(async () => {
  database = await memoryDatabase()
  const knowledge = createKnowledgeStore(database.db)
  const cases = (['frontline', 'supervisor', 'management'] as const).map((audience) =>
    aCase({ id: `case-${audience}`, audience }),
  )
  await knowledge.put({
    cases,
    scripts: [aScript({ id: 'script-late' }), aScript({ id: 'script-boss', audience: 'management' })],
  })
  const vectors = (items: string[]) => items.map((id) => ({ id, vector: axisVector(0) }))
  await knowledge.putVectors('case', MODEL, vectors(cases.map((c) => c.id)))
  await knowledge.putVectors('script', MODEL, vectors(['script-late', 'script-boss']))
})
afterAll(() => database.close())

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
    const kept = await Promise.all([triages, events, audit, idempotency].map((t) => database.db.select().from(t)))
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
    expect(await database.db.select().from(audit)).toContainEqual(
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
    expect(JSON.stringify(await database.db.select().from(idempotency))).not.toContain('very-own-key')
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

describe('history (guide 9)', () => {
  const at = (days: number) => new Date(NOW - days * DAY).toISOString()
  const late = (vector = axisVector(0)): Partial<Assessment> => ({ vector })

  it('D2: rises from none to medium to high on one order; 91 days ago is forgotten', async () => {
    const { ask } = service(() => late())
    const complain = (days: number) =>
      ask({ text: '还没到', customer: { id: 'riser' }, order: { id: 'o-rise' }, receivedAt: at(days) })
    expect((await complain(91)).decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
    expect((await complain(0.5)).decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
    expect((await complain(0.4)).decision).toMatchObject({
      repeat: { risk: 'medium', priorCount: 1, sameIssue: true },
      flags: { repeatComplainant: true },
    })
    expect((await complain(0.3)).decision).toMatchObject({
      repeat: { risk: 'high', priorCount: 2 },
      routing: { collaborators: ['process'], senior: true },
    })
  })

  it('through a regulator with none before it raises nothing; after one on the same matter it is high', async () => {
    const { ask } = service(() => late())
    const complain = (customer: string, channel: 'regulator' | 'phone') =>
      ask({
        text: '还没到',
        channel,
        customer: { id: customer },
        order: { id: `o-${customer}` },
        receivedAt: at(1 - ++n / 1e6),
      })
    expect((await complain('reg-1', 'regulator')).decision.repeat).toMatchObject({ risk: 'none', score: 0 })
    await complain('reg-2', 'phone')
    expect((await complain('reg-2', 'regulator')).decision.repeat).toMatchObject({ risk: 'high', priorCount: 1 })
  })

  it('praise and enquiries never count', async () => {
    const nice = service(() => ({ nature: { value: 'praise', confidence: 0.9 }, types: [] }))
    const asks = service(() => ({ nature: { value: 'enquiry', confidence: 0.9 } }))
    for (const s of [nice, asks]) await s.ask({ text: '很好', customer: { id: 'fan' }, receivedAt: at(2) })
    const { decision } = await service(() => late()).ask({ text: '还没到', customer: { id: 'fan' } })
    expect(decision.repeat).toMatchObject({ risk: 'none', priorCount: 0 })
  })

  it('D5: the third household within 7 days makes a group; one call-back number is one, two extensions are two', async () => {
    const ill: Partial<Assessment> = {
      types: [{ code: 'PQ-05', role: 'primary', confidence: 0.9, evidence: [] }],
      vector: axisVector(9),
    }
    const { ask } = service(() => ill)
    const complain = (id: string, phone: string, days: number) =>
      ask({ text: '吃坏了', customer: { id, phone }, order: { product: '盒饭' }, receivedAt: at(days) })
    await complain('g0', '13900000000', 9.6)
    await complain('g1', '13900000001', 3)
    const wife = await complain('g2', '139 0000 0001', 2)
    expect(wife.decision).toMatchObject({ group: { distinctCustomers: 1 }, flags: { group: false } })
    const first = await complain('g3', '010-62345678转801', 1)
    expect(first.decision.group.distinctCustomers).toBe(2)
    const second = await complain('g4', '010-62345678转802', 0.5)
    expect(second.decision).toMatchObject({
      group: { distinctCustomers: 3, related: expect.arrayContaining([first.decision.id]) },
      flags: { group: true },
      routing: { senior: true },
    })
  })
})

describe('a language model beside the local engine', () => {
  /** An engine whose model fails, or says what it is told; how often the knowledge base was searched. */
  function beside(said: Partial<Assessment> | null) {
    let searched = 0
    const store = createKnowledgeStore(database.db)
    const since: (number | undefined)[] = []
    const assessor: Assessor = {
      name: 'hybrid',
      asks: true,
      async assess(input, onFirst) {
        since.push(input.since)
        const local = { assessment: anAssessment(), degraded: false, reasons: [], models: {}, latencyMs: { heads: 1 } }
        onFirst?.(local)
        if (said) return { ...local, assessment: anAssessment(said) }
        const asked = {
          engine: 'local' as const,
          prompts: ['triage@1#0'],
          spent: { ...NOTHING_SPENT, inputTokens: 9 },
          review: [],
        }
        return { ...local, degraded: true, reasons: ['llm-timeout'], latencyMs: { heads: 1, llm: 7 }, asked }
      },
    }
    const road = createTriageService({
      policy,
      assessor,
      triages: createTriageStore(database.db),
      knowledge: { search: (query) => store.search(query).finally(() => searched++) },
      pseudonyms: { of: (_, value) => value },
      ids: { next: (prefix: string) => `${prefix}_${String(++n).padStart(6, '0')}` },
      clock: { now: () => NOW },
    })
    const request = triageRequestSchema.parse({ text: TEXT, options: { store: false } })
    const ask = (over: Partial<TriageContext> = {}) => road.triage(request, open(over))
    return { ask, since, searches: () => searched }
  }

  it('that fails changes the engine and the reasons of what was told first, and nothing is worked out twice', async () => {
    const { ask, searches } = beside(null)
    let first: Decision | undefined
    const { decision } = await ask({ onFirst: (d) => (first = d) })
    expect(searches()).toBe(1)
    expect(decision.engine).toMatchObject({
      degraded: true,
      reasons: ['llm-timeout'],
      promptVersion: 'triage@1#0',
      tokens: { input: 9 },
      latencyMs: { llm: 7, recall: expect.any(Number), total: expect.any(Number) },
    })
    expect(decision.review.reasons).toContain('degraded 引擎降级运行')
    const { engine: _, review: __, ...rest } = decision
    expect(first).toMatchObject(rest)
    const plain = await ask()
    expect(plain.decision).toMatchObject({ engine: { reasons: ['llm-timeout'] }, review: decision.review })
  })

  it('that says otherwise is worked out anew', async () => {
    const { ask, searches } = beside({ severity: { ...anAssessment().severity, level: 2 } })
    const { decision } = await ask({ onFirst: () => {} })
    expect([decision.severity.level, searches()]).toEqual([2, 2])
  })

  it('has its time from the request on', async () => {
    const { ask, since } = beside(null)
    const before = performance.now()
    await ask()
    expect(since[0]).toBeGreaterThanOrEqual(before)
    expect(since[0]).toBeLessThan(performance.now())
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
    const real = database
    database = { ...real, db: cut(real.db) as TestDatabase['db'] }
    try {
      for (const context of [open(), withKey('lost')]) {
        const error = await service()
          .ask({ text: TEXT }, context)
          .catch((e: SuzhenError) => e)
        expect(error).toMatchObject({ name: 'SuzhenError', code: 'storage_unavailable', retryAfterSeconds: 5 })
        expect(JSON.stringify({ ...error, message: (error as Error).message })).not.toMatch(/insert|记者|57P01/)
      }
    } finally {
      database = real
    }
    expect(await rows()).toEqual(before)
    expect((await service().ask({ text: TEXT }, withKey('lost'))).replayed).toBe(false)
  })

  it('a database that was closed is unavailable, for reading and for writing', async () => {
    const gone = createTriageStore(database.db)
    const { ask, find } = service()
    await database.close()
    database = { ...database, close: async () => {} }
    const unavailable = { name: 'SuzhenError', code: 'storage_unavailable' }
    await expect(gone.findClaim('a', 'b')).rejects.toMatchObject(unavailable)
    await expect(find('tri_1', 'open', null)).rejects.toMatchObject(unavailable)
    await expect(ask({ text: TEXT })).rejects.toMatchObject(unavailable)
    await expect(ask({ text: TEXT, options: { store: false } })).rejects.toMatchObject(unavailable)
  })
})

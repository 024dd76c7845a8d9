import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import { decisionSchema } from '../../src/domain/decision.ts'
import type { Asked, Assessor, AssessorResult } from '../../src/ports/assessor.ts'
import { NOTHING_SPENT } from '../../src/ports/language-model.ts'
import { createTriageService } from '../../src/triage/triage-complaint.ts'
import { anAssessment, atLevel } from '../harness/assessments.ts'
import { eventsOf } from '../harness/read-events.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { fakeApp, keyFor, post, realPolicy } from './fakes.ts'

const TEXT = '包裹五天没到,再不处理我就找记者曝光'
const asked: Asked = {
  engine: 'hybrid',
  prompts: ['triage@1#0123456789ab'],
  spent: { ...NOTHING_SPENT, calls: 1, inputTokens: 900, cachedTokens: 800, outputTokens: 60, costUsd: 0.0002 },
  review: ['engines-differ 引擎判断不一,须人工确认'],
}
const resultOf = (assessment: Partial<Assessment>, more: Partial<AssessorResult> = {}): AssessorResult => ({
  assessment: anAssessment(assessment),
  degraded: false,
  reasons: [],
  models: {},
  latencyMs: {},
  ...more,
})

let database: TestDatabase
beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database.close())

/** An engine whose language model answers when `answer` is called. */
function twoPhases() {
  let answer: (result: AssessorResult) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const seen: { engine: string | undefined; aborted: Promise<void> }[] = []
  const assessor: Assessor = {
    name: 'hybrid',
    asks: true,
    assess(input, onFirst) {
      const aborted = new Promise<void>((resolve) => input.signal?.addEventListener('abort', () => resolve()))
      seen.push({ engine: input.engine, aborted })
      if (input.engine === 'local') return Promise.resolve(resultOf({}))
      onFirst?.(resultOf({}))
      return new Promise((resolve, reject) => {
        answer = resolve
        fail = reject
      })
    },
  }
  return { assessor, seen, answer: (r: AssessorResult) => answer(r), fail: (e: Error) => fail(e) }
}

async function appWith(assessor: Assessor, more: Parameters<typeof fakeApp>[0] = {}) {
  let n = 0
  const triage = createTriageService({
    policy: await realPolicy(),
    assessor,
    triages: createTriageStore(database.db),
    knowledge: createKnowledgeStore(database.db),
    pseudonyms: { of: (kind, value) => `h(${kind}:${[...value].reverse().join('')})` },
    ids: { next: (prefix) => `${prefix}_${assessor.name}${Math.random().toString(36).slice(2)}${n++}` },
    clock: { now: () => Date.parse('2026-11-20T10:20:00+08:00') },
  })
  return fakeApp({ triage, ...more })
}

const events = { accept: 'text/event-stream' }

describe('an answer in two phases', () => {
  it('gives the local decision before the language model has answered, then what differs, then done', async () => {
    const engine = twoPhases()
    const { app, logs } = await appWith(engine.assessor)
    const response = await app.request('/v1/triage', post({ text: TEXT }, events))
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const stream = eventsOf(response)
    const first = (await stream.next())!
    expect(first.event).toBe('assessment')
    const local = decisionSchema.parse(first.data)
    expect([local.severity.level, local.engine.costUsd, local.engine.tokens]).toEqual([3, 0, null])
    engine.answer(resultOf({ severity: atLevel(2, ['2b']) }, { asked }))
    const refined = (await stream.next())!
    expect(refined.event).toBe('refined')
    const decision = decisionSchema.parse(refined.data.decision)
    expect(decision).toMatchObject({
      id: local.id,
      severity: { level: 2 },
      engine: {
        name: 'hybrid',
        costUsd: 0.0002,
        promptVersion: 'triage@1#0123456789ab',
        tokens: { input: 900, cached: 800, output: 60 },
      },
    })
    expect(decision.review.reasons).toContain('engines-differ 引擎判断不一,须人工确认')
    expect(refined.data.differences).toContainEqual({ field: 'severity.level', before: 3, after: 2 })
    expect(await stream.next()).toMatchObject({ event: 'done', data: { id: local.id, stored: true, replayed: false } })
    expect(await stream.next()).toBeNull()
    expect(JSON.stringify(logs)).not.toContain('包裹')
    const kept = await app.request(`/v1/triage/${local.id}`)
    expect(await kept.json()).toMatchObject({ decision: { severity: { level: 2 } } })
  })

  it('gives one phase where no language model is asked', async () => {
    const { app } = await appWith(twoPhases().assessor)
    const response = await app.request('/v1/triage', post({ text: TEXT, options: { engine: 'local' } }, events))
    const stream = eventsOf(response)
    expect([(await stream.next())?.event, (await stream.next())?.event, await stream.next()]).toEqual([
      'assessment',
      'done',
      null,
    ])
  })

  it('waits in plain JSON, and answers what both engines made of it', async () => {
    const engine = twoPhases()
    const { app } = await appWith(engine.assessor)
    const response = app.request('/v1/triage', post({ text: TEXT, options: { store: false } }))
    while (engine.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    engine.answer(resultOf({ severity: atLevel(1, ['1a']) }, { asked }))
    expect(await (await response).json()).toMatchObject({ severity: { level: 1 }, engine: { name: 'hybrid' } })
  })

  it('stops asking when the client goes away', async () => {
    const engine = twoPhases()
    const { app } = await appWith(engine.assessor)
    const stream = eventsOf(await app.request('/v1/triage', post({ text: TEXT }, events)))
    await stream.next()
    await stream.cancel()
    await engine.seen[0]!.aborted
    engine.fail(new DOMException('gone', 'AbortError'))
  })

  it('ends with the code of a failure after the first phase, and says nothing of its insides', async () => {
    const engine = twoPhases()
    const { app } = await appWith(engine.assessor)
    const stream = eventsOf(await app.request('/v1/triage', post({ text: TEXT }, events)))
    await stream.next()
    engine.fail(new Error('secret insides'))
    expect(await stream.next()).toEqual({ event: 'error', data: { code: 'internal' } })
    expect(await stream.next()).toBeNull()
  })

  it('answers a bad request as a problem, not as a stream', async () => {
    const { app } = await appWith(twoPhases().assessor)
    const response = await app.request('/v1/triage', post({ text: '' }, events))
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
  })
})

describe('who may have a language model asked', () => {
  const byRole = {
    auth: { required: true },
    mayAsk: (role: string | null) => (role === 'agent' ? ('auto' as const) : ('always' as const)),
  }
  const as = (role: string, engine: string) =>
    post({ text: TEXT, options: { engine, store: false } }, { authorization: `Bearer ${keyFor(role)}` })

  it('refuses a key that may not ask for it alone', async () => {
    const { app } = await appWith(twoPhases().assessor, byRole)
    const response = await app.request('/v1/triage', as('agent', 'llm'))
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, 'forbidden'])
  })

  it('asks none for a key that may cost nothing', async () => {
    const engine = twoPhases()
    const { app } = await appWith(engine.assessor, { ...byRole, mayAsk: () => 'never' })
    expect((await app.request('/v1/triage', as('agent', 'auto'))).status).toBe(200)
    expect(engine.seen.map((s) => s.engine)).toEqual(['local'])
  })

  it('says that none is configured', async () => {
    const { app } = await appWith({ ...twoPhases().assessor, asks: false }, byRole)
    const response = await app.request('/v1/triage', as('admin', 'llm'))
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([422, 'invalid_request'])
  })
})

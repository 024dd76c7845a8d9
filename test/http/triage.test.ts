import { describe, expect, it } from 'vitest'
import { decisionSchema } from '../../src/domain/decision.ts'
import { suzhenError } from '../../src/domain/errors.ts'
import { storedTriageSchema } from '../../src/http/routes/triage.ts'
import { decision, fakeApp, keyFor, post, STORED_ID } from './fakes.ts'

async function answering(more: Parameters<typeof fakeApp>[0] = {}) {
  const fakes = await fakeApp(more)
  fakes.triage.on.triage = async (request) => ({
    decision: { ...decision, stored: request.options.store },
    replayed: false,
  })
  return fakes
}

describe('POST /v1/triage', () => {
  it('hands the whole request over, defaults filled in, and answers the decision', async () => {
    const { app, triage } = await answering()
    const response = await app.request(
      '/v1/triage',
      post({ text: '退款一直没到', customer: { id: 'c1' }, options: { similar: 2 } }),
    )
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(decisionSchema.parse(await response.json())).toEqual(decision)
    expect(triage.calls).toEqual([
      {
        request: {
          text: '退款一直没到',
          channel: 'other',
          customer: { id: 'c1', tier: 'ordinary' },
          options: { engine: 'auto', store: true, explain: false, similar: 2, scripts: 3, role: 'frontline' },
        },
        context: { actor: 'open', audience: null, idempotency: null, signal: expect.any(AbortSignal) },
      },
    ])
  })

  it('tells the service who asks', async () => {
    const { app, triage } = await answering({ auth: { required: true } })
    await app.request('/v1/triage', post({ text: 'x' }, { authorization: `Bearer ${keyFor('agent')}` }))
    expect(triage.calls[0]?.context).toMatchObject({ actor: 'key_agent', audience: 'frontline' })
  })

  it('hands over the Idempotency-Key with a hash of the very text that came', async () => {
    const { app, triage } = await answering()
    const raw = '{ "text": "退款", "text": "退款没到" }'
    const response = await app.request('/v1/triage', post(raw, { 'idempotency-key': 'order-1!~' }))
    expect(triage.calls[0]?.context.idempotency).toEqual({ key: 'order-1!~', bodyHash: `hash:body:${raw}` })
    expect(response.headers.get('idempotency-status')).toBeNull()
  })

  it('says that an answer is an earlier one', async () => {
    const { app, triage, logs } = await answering()
    triage.on.triage = async () => ({ decision, replayed: true })
    const response = await app.request('/v1/triage', post({ text: 'x' }, { 'idempotency-key': 'k' }))
    expect([response.status, response.headers.get('idempotency-status')]).toEqual([200, 'replayed'])
    expect(logs[0]?.fields).toMatchObject({ replayed: true })
  })

  it('ignores the key when nothing is kept, and says so', async () => {
    const { app, triage } = await answering()
    const response = await app.request(
      '/v1/triage',
      post({ text: 'x', options: { store: false } }, { 'idempotency-key': 'k' }),
    )
    expect(response.headers.get('idempotency-status')).toBe('ignored')
    expect(triage.calls[0]?.context.idempotency).toBeNull()
    expect(await response.json()).toMatchObject({ stored: false })
  })

  it.each([
    ['idempotency_conflict', 422, null],
    ['storage_unavailable', 503, '9'],
  ] as const)('answers %s of the service with %i', async (code, status, retryAfter) => {
    const { app, triage, logs } = await answering()
    triage.on.triage = async () => Promise.reject(suzhenError(code, '一句话 / a sentence', { retryAfterSeconds: 9 }))
    const response = await app.request('/v1/triage', post({ text: 'x' }, { 'idempotency-key': 'k' }))
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter])
    expect(await response.json()).toMatchObject({ code, detail: '一句话 / a sentence' })
    expect(logs[0]?.level).toBe(status === 503 ? 'warn' : 'info')
  })

  it('passes on that the caller has gone, and logs no error for it', async () => {
    const { app, triage, logs } = await answering()
    const caller = new AbortController()
    triage.on.triage = async (_, { signal }) => {
      caller.abort()
      signal?.throwIfAborted()
      return { decision, replayed: false }
    }
    const gone = await app.request('/v1/triage', { ...post({ text: 'x' }), signal: caller.signal })
    expect(gone.status).toBe(500)
    expect(logs).toMatchObject([{ level: 'info', fields: { aborted: true } }])
  })

  it('adds to the log line what was decided, and nothing of what was said', async () => {
    const { app, logs } = await answering()
    await app.request('/v1/triage', post({ text: decision.severity.evidence[0]!.quote }))
    expect(logs).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          method: 'POST',
          route: '/v1/triage',
          status: 200,
          ms: expect.any(Number),
          requestId: 'req_0000000001',
          actor: 'open',
          code: undefined,
          nature: 'complaint',
          complaintLevel: 1,
          codes: ['PQ-08'],
          engine: 'local',
          degraded: false,
          stored: true,
          replayed: false,
        },
      },
    ])
  })
})

describe('GET /v1/triage/{id}', () => {
  it('answers what is kept', async () => {
    const { app, triage, logs } = await fakeApp({ auth: { required: true } })
    triage.on.find = async () => ({ text: '[手机号]', decision })
    const response = await app.request(`/v1/triage/${STORED_ID}`, { headers: { 'x-api-key': keyFor('agent') } })
    expect(storedTriageSchema.parse(await response.json())).toEqual({ text: '[手机号]', decision })
    expect(triage.finds).toEqual([{ id: STORED_ID, actor: 'key_agent', audience: 'frontline' }])
    expect(logs[0]?.fields).toMatchObject({ route: '/v1/triage/{id}', status: 200, complaintLevel: 1 })
    expect(JSON.stringify(logs)).not.toContain(STORED_ID)
  })

  it('knows nothing of an id that is not there', async () => {
    const { app, triage } = await fakeApp()
    triage.on.find = async () => null
    const response = await app.request('/v1/triage/tri_0000000000')
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'not_found' }])
    expect(triage.finds).toHaveLength(1)
  })
})

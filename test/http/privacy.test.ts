import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suzhenError } from '../../src/domain/errors.ts'
import { decision, fakeApp, given, keyFor, type LogEntry, post, settled } from './fakes.ts'

const MARKER = '赵钱孙李13987654321住翡翠湾QXZWVK'
/** Every run of four of its characters. */
const PARTS = Array.from({ length: MARKER.length - 3 }, (_, i) => MARKER.slice(i, i + 4))
const leaks = (said: string) => PARTS.filter((part) => said.includes(part) || said.includes(encodeURIComponent(part)))
const saidBy = (logs: LogEntry[]) => logs.map((l) => JSON.stringify([l.level, l.fields, l.message])).join('\n')

const q = encodeURIComponent(MARKER)
const REQUESTS: [string, string, RequestInit][] = [
  [
    'a good one',
    '/v1/triage',
    post({ text: MARKER, customer: { id: MARKER, name: MARKER, phone: MARKER }, order: { id: MARKER } }),
  ],
  ['with an Idempotency-Key', '/v1/triage', post({ text: MARKER }, { 'idempotency-key': 'QXZWVK13987654321' })],
  ['not kept', '/v1/triage', post({ text: MARKER, options: { store: false } })],
  ['broken JSON', '/v1/triage', post(`{"text":"${MARKER}`)],
  ['broken JSON at the text', '/v1/triage', post(`{"text":${MARKER}}`)],
  ['broken UTF-8', '/v1/triage', post(new Uint8Array([...new TextEncoder().encode(MARKER), 0xff]))],
  ['wrong type', '/v1/triage', post(MARKER, { 'content-type': 'text/plain' })],
  ['wrong content type', '/v1/triage', post(JSON.stringify({ text: MARKER }), { 'content-type': 'x/QXZWVK' })],
  ['too long', '/v1/triage', post({ text: MARKER.repeat(400) })],
  ['too large', '/v1/triage', post({ text: MARKER.repeat(4_000) })],
  ['NUL', '/v1/triage', post({ text: `${MARKER}\u0000` })],
  ['wrong enum', '/v1/triage', post({ text: MARKER, channel: MARKER, domain: MARKER, receivedAt: MARKER })],
  ['wrong kinds', '/v1/triage', post({ text: [MARKER], order: MARKER, options: { store: MARKER, engine: MARKER } })],
  ['a string', '/v1/triage', post(JSON.stringify(MARKER))],
  ['a method', '/v1/triage', { method: 'QXZWVK' }],
  ['a path', `/v1/${q}`, {}],
  ['a bad id', `/v1/triage/${q}`, {}],
  ['a good id', '/v1/triage/tri_QXZWVK13987654321', {}],
  ['feedback', '/v1/triage/tri_0123456789/feedback', post({ agree: true, by: MARKER, why: MARKER })],
  ['feedback on a bad id', `/v1/triage/${q}/feedback`, post({ agree: true, why: MARKER })],
  [
    'feedback too long',
    '/v1/triage/tri_0123456789/feedback',
    post({ agree: true, why: MARKER.repeat(40), by: MARKER.repeat(9) }),
  ],
  [
    'wrong feedback',
    '/v1/triage/tri_0123456789/feedback',
    post({
      corrected: { primary: MARKER, nature: MARKER, demands: [MARKER], threats: [{ channel: MARKER }] },
      agree: MARKER,
    }),
  ],
  ['a queue', `/v1/feedback?status=${q}&cursor=${q}&limit=${q}`, {}],
  ['settling', '/v1/feedback/tri_0123456789/settle', post({ final: {}, why: MARKER })],
  [
    'settling wrongly',
    `/v1/feedback/${q}/settle`,
    post({ final: { also_ok: [MARKER], severity: MARKER }, why: MARKER }),
  ],
  ['a question', `/v1/knowledge/search?q=${q}`, {}],
  ['a bad parameter', `/v1/knowledge/search?q=x&kind=${q}&role=${q}&limit=${q}`, {}],
  ['a query where none is', `/v1/policy?text=${q}`, { headers: { 'if-none-match': 'QXZWVK', 'user-agent': 'QXZWVK' } }],
  ['a wrong key', '/v1/policy', { headers: { authorization: 'Bearer QXZWVK13987654321' } }],
  ['an ill-formed request id', '/health/live', { headers: { 'x-request-id': 'QXZWVK 13987654321' } }],
]
const failing = (error: unknown) => async () => Promise.reject(error)
const SERVICES: [string, unknown][] = [
  ['that answer', null],
  [
    'that throw the text',
    Object.assign(new Error(`insert ${MARKER}\n    at ${MARKER} (x.ts:1:1)`), { code: MARKER, name: MARKER }),
  ],
  [
    'that throw a cause with it',
    new TypeError(MARKER, { cause: Object.assign(new Error(MARKER), { code: '53100', query: MARKER }) }),
  ],
  ['that throw text', MARKER],
  [
    'whose storage is away because of it',
    suzhenError('storage_unavailable', '请稍后 / later', { cause: new Error(MARKER) }),
  ],
]

describe('nothing that was sent comes out of the log or a problem', () => {
  describe.each(SERVICES)('with services %s', (_, error) => {
    it.each(REQUESTS)('%s', async (_, path, init) => {
      for (const required of [false, true]) {
        const { app, triage, knowledge, feedback, keys, logs } = await fakeApp({ auth: { required } })
        triage.on.triage = error ? failing(error) : async () => ({ decision, replayed: false })
        triage.on.find = error ? failing(error) : async () => ({ text: MARKER, decision })
        feedback.on.give = error ? failing(error) : async () => given
        feedback.on.list = error ? failing(error) : async () => ({ items: [], next: null })
        feedback.on.settle = error ? failing(error) : async () => ({ ...settled, why: MARKER })
        knowledge.on.search = error
          ? failing(error)
          : async () => ({ mode: 'words', cases: [], scripts: [], reason: null })
        if (error && required) keys.on.findByHash = failing(error)
        const key: Record<string, string> = required ? { 'x-api-key': keyFor('admin') } : {}
        const response = await app.request(path, {
          ...init,
          headers: { ...key, ...(init.headers as Record<string, string>) },
        })
        const body = await response.text()
        expect(logs).toHaveLength(1)
        expect(leaks(saidBy(logs))).toEqual([])
        if (response.status >= 400) expect(leaks(body + JSON.stringify([...response.headers]))).toEqual([])
        if (error === MARKER && response.status >= 500)
          expect(body).toMatch(/"code":"(?:internal|storage_unavailable)"/)
      }
    })
  })

  it('holds for any words', async () => {
    const { app, triage, logs } = await fakeApp()
    const word = fc.stringMatching(/^[\u4e00-\u9fa5A-Z]{8,20}$/)
    await fc.assert(
      fc.asyncProperty(word, fc.boolean(), async (text, breaks) => {
        logs.length = 0
        triage.on.triage = breaks ? failing(new Error(text)) : async () => ({ decision, replayed: false })
        const bodies = [{ text }, { text, channel: text }, { text, options: { role: text } }, `{"text":"${text}",}`]
        for (const body of bodies) {
          const response = await app.request('/v1/triage', post(body))
          if (response.status !== 200) expect(await response.text()).not.toContain(text)
        }
        expect(saidBy(logs)).not.toContain(text)
      }),
      { numRuns: 50 },
    )
  })

  it('answers a well-formed request id of the caller, and one of its own for any other', async () => {
    const { app, logs } = await fakeApp()
    for (const [sent, answered] of [
      ['desk-7.A_1', 'desk-7.A_1'],
      ['x'.repeat(64), 'x'.repeat(64)],
      ['x'.repeat(65), 'req_0000000001'],
      ['', 'req_0000000002'],
      ['a b', 'req_0000000003'],
    ] as const) {
      const response = await app.request('/v1/unknown', { headers: { 'x-request-id': sent } })
      expect(response.headers.get('x-request-id')).toBe(answered)
      expect(await response.json()).toMatchObject({ requestId: answered })
      expect(logs.at(-1)?.fields.requestId).toBe(answered)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { MAX_BODY } from '../../src/http/middleware/json-body.ts'
import { PROBLEM_TYPE, problemSchema } from '../../src/http/problem.ts'
import { PROBLEMS } from '../../src/http/problem-words.ts'
import { fakeApp, post } from './fakes.ts'

const chunked = (bytes: Uint8Array) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let i = 0; i < bytes.length; i += 1000) controller.enqueue(bytes.slice(i, i + 1000))
      controller.close()
    },
  })
const TRIAGE = '/v1/triage'
const big = new TextEncoder().encode(JSON.stringify({ text: '投诉', pad: 'x'.repeat(MAX_BODY) }))

/** What is wrong, the path, the request, the status, the code, and what the sentence or the issues must say. */
const LINES: [string, string, RequestInit, keyof typeof PROBLEMS, RegExp][] = [
  ['no body', TRIAGE, { method: 'POST' }, 'missing_body', /没有正文/],
  ['no body, typed', TRIAGE, post(null), 'missing_body', /no body/],
  ['an empty body', TRIAGE, post(''), 'missing_body', /没有正文/],
  [
    'no content type',
    TRIAGE,
    { method: 'POST', body: new TextEncoder().encode('{"text":"x"}') },
    'unsupported_media_type',
    /application\/json/,
  ],
  [
    'text/plain',
    TRIAGE,
    post('{"text":"x"}', { 'content-type': 'text/plain' }),
    'unsupported_media_type',
    /application\/json/,
  ],
  [
    'a form',
    TRIAGE,
    post('text=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    'unsupported_media_type',
    /JSON|json/,
  ],
  ['gzip', TRIAGE, post('{"text":"x"}', { 'content-encoding': 'gzip' }), 'unsupported_media_type', /不压缩/],
  ['broken JSON', TRIAGE, post('{"text":"x"'), 'malformed_json', /第 1 行第 12 列.*offset 11/],
  ['JSON that is no object', TRIAGE, post('"x"'), 'invalid_request', /对象/],
  ['broken UTF-8', TRIAGE, post(Uint8Array.of(0x7b, 0xff, 0x7d)), 'invalid_encoding', /UTF-8/],
  ['GBK', TRIAGE, post(Uint8Array.of(0x22, 0xc4, 0xe3, 0xba, 0xc3, 0x22)), 'invalid_encoding', /GBK/],
  ['no text', TRIAGE, post({}), 'invalid_request', /text: 必填/],
  ['empty text', TRIAGE, post({ text: '' }), 'invalid_request', /text: .*请填写投诉内容/],
  ['blank text', TRIAGE, post({ text: ' \t\u3000\u200b\n' }), 'invalid_request', /内容为空/],
  ['over 8,000 characters', TRIAGE, post({ text: '投'.repeat(8_001) }), 'invalid_request', /8000/],
  ['a body over 64 KB', TRIAGE, post(big), 'payload_too_large', /64 KB/],
  ['the same, chunked', TRIAGE, post(chunked(big)), 'payload_too_large', /64 KB/],
  [
    'the same, with a length that lies',
    TRIAGE,
    post(chunked(big), { 'content-length': '20' }),
    'payload_too_large',
    /64 KB/,
  ],
  [
    'unknown fields',
    TRIAGE,
    post({ text: 'x', txet: 1, options: { stroe: 1 } }),
    'invalid_request',
    /txet.*没有这个字段|stroe/,
  ],
  [
    'wrong types',
    TRIAGE,
    post({ text: 1, options: { store: 'no' }, order: { amount: '1' } }),
    'invalid_request',
    /字符串/,
  ],
  [
    'a wrong time',
    TRIAGE,
    post({ text: 'x', receivedAt: '2026-11-20' }),
    'invalid_request',
    /2026-11-20T10:20:00\+08:00/,
  ],
  ['half a surrogate pair', TRIAGE, post('{"text":"\\ud800x"}'), 'invalid_request', /代理对/],
  [
    'the other half',
    TRIAGE,
    post('{"text":"x","customer":{"name":"\\udc00"}}'),
    'invalid_request',
    /customer\.name: .*代理对/,
  ],
  ['NUL', TRIAGE, post('{"text":"x\\u0000"}'), 'invalid_request', /NUL/],
  ['NUL elsewhere', TRIAGE, post('{"text":"x","order":{"id":"\\u0000"}}'), 'invalid_request', /order\.id: .*NUL/],
  ['a duplicate key, the last one wrong', TRIAGE, post('{"text":"x","text":7}'), 'invalid_request', /字符串/],
  ['__proto__', TRIAGE, post('{"text":"x","__proto__":{"store":false}}'), 'invalid_request', /__proto__/],
  ['depth', TRIAGE, post(`{"text":${'['.repeat(20_000)}${']'.repeat(20_000)}}`), 'invalid_request', /字符串/],
  [
    'an empty Idempotency-Key',
    TRIAGE,
    post({ text: 'x' }, { 'idempotency-key': '' }),
    'invalid_request',
    /Idempotency-Key/,
  ],
  ['one of 256', TRIAGE, post({ text: 'x' }, { 'idempotency-key': 'k'.repeat(256) }), 'invalid_request', /255/],
  ['one with a space', TRIAGE, post({ text: 'x' }, { 'idempotency-key': 'a b' }), 'invalid_request', /ASCII/],
  ['one outside ASCII', TRIAGE, post({ text: 'x' }, { 'idempotency-key': 'é' }), 'invalid_request', /ASCII/],
  ['GET where POST is meant', TRIAGE, {}, 'method_not_allowed', /POST/],
  ['a method of one’s own', TRIAGE, { method: 'BREW' }, 'method_not_allowed', /POST/],
  ['DELETE of a decision', '/v1/triage/tri_0123456789', { method: 'DELETE' }, 'method_not_allowed', /GET, HEAD/],
  ['an unknown path', '/v1/complaints', {}, 'unknown_route', /\/docs/],
  ['a slash too many', '/v1/triage/', post({ text: 'x' }), 'unknown_route', /\/docs/],
  ['a path that cannot be decoded', '/%ff%00', {}, 'unknown_route', /\/docs/],
  ['an id of another kind', '/v1/triage/7', {}, 'not_found', /编号/],
  ['an id that cannot be decoded', '/v1/triage/%ff', {}, 'not_found', /编号/],
  ['an id that climbs', '/v1/triage/..%2f..%2fetc', {}, 'not_found', /编号/],
  ['no question', '/v1/knowledge/search', {}, 'invalid_request', /q: 必填/],
  ['a blank question', '/v1/knowledge/search?q=%20%E3%80%80', {}, 'invalid_request', /q: .*内容为空/],
  ['a question over 500', `/v1/knowledge/search?q=${'x'.repeat(501)}`, {}, 'invalid_request', /500/],
  ['a question with NUL', '/v1/knowledge/search?q=x%00', {}, 'invalid_request', /NUL/],
  ['a question in GBK', '/v1/knowledge/search?q=%C4%E3', {}, 'invalid_encoding', /UTF-8/],
  ['two questions', '/v1/knowledge/search?q=x&q=y', {}, 'invalid_request', /只能出现一次/],
  ['an unknown parameter', '/v1/knowledge/search?q=x&page=2', {}, 'invalid_request', /page: 没有这个字段/],
  ['a limit of none', '/v1/knowledge/search?q=x&limit=0', {}, 'invalid_request', /limit: 最小 1/],
  ['a limit that is no number', '/v1/knowledge/search?q=x&limit=ten', {}, 'invalid_request', /limit: 应为数字/],
]

describe('bad input', () => {
  it.each(LINES)('%s', async (_, path, init, code, says) => {
    const { app, triage, knowledge, logs } = await fakeApp()
    const response = await app.request(path, init)
    const body = problemSchema.strict().parse(await response.json())
    expect(body).toMatchObject({ code, status: response.status, requestId: response.headers.get('x-request-id') })
    expect([response.status, response.headers.get('content-type')]).toEqual([PROBLEMS[code].status, PROBLEM_TYPE])
    expect(body.detail).toMatch(/\p{Script=Han}.*[a-z]{2}/su)
    expect(body.detail + (body.issues ?? []).map((i) => `\n${i.path}: ${i.message}`).join('')).toMatch(says)
    expect([triage.calls, triage.finds, knowledge.calls]).toEqual([[], [], []])
    expect(logs).toMatchObject([{ level: 'info', fields: { code, status: response.status } }])
  })

  it('says which methods a path takes, to OPTIONS with no error', async () => {
    const { app } = await fakeApp()
    expect((await app.request('/v1/policy', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    const options = await app.request(TRIAGE, { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('answers HEAD like GET without the body', async () => {
    const { app } = await fakeApp()
    const head = await app.request('/v1/policy', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('etag')).not.toBeNull()
    const unknown = await app.request('/v1/complaints', { method: 'HEAD' })
    expect([unknown.status, await unknown.text()]).toEqual([404, ''])
    expect((await app.request(TRIAGE, { method: 'HEAD' })).status).toBe(405)
  })
})

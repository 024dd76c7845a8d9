import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { decisionSchema } from '../../../src/domain/decision.ts'
import { as, call, eventsOf, type Problem, problemOf, sent } from './calls.ts'

const PROBLEM = 'application/problem+json'
const TEXT = '你们的快递员态度极差,包裹五天没到,再不处理我就找记者曝光'

describe.skipIf(env.HOME.database === null)('a Worker over PostgreSQL', () => {
  it('is ready, by words alone', async () => {
    const response = await call('/health/ready')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ ready: true, degraded: true, checks: { database: 'ok' } })
  })

  it('triages, keeps and shows again what it kept, masked', async () => {
    const response = await call('/v1/triage', sent({ text: `${TEXT},电话13812345678` }))
    expect(response.status).toBe(200)
    const decision = decisionSchema.parse(await response.json())
    expect(decision).toMatchObject({
      severity: { level: 2 },
      stored: true,
      engine: { name: 'local', models: { heads: expect.stringMatching(/^[0-9a-f]{12}-lexical$/) } },
    })
    expect(decision.threats.map((t) => t.channel)).toContain('media')
    expect(decision.scripts.length).toBeGreaterThan(0)
    const kept = await call(`/v1/triage/${decision.id}`, { headers: as('agent') })
    const { text } = (await kept.json()) as { text: string }
    expect(text).toContain('包裹五天没到')
    expect(text).not.toContain('13812345678')
  })

  it('drafts a write-up of what it kept', async () => {
    const { id } = (await (await call('/v1/triage', sent({ text: TEXT }))).json()) as { id: string }
    const draft = await call(`/v1/triage/${id}/summary`, sent({ outcome: 'resolved' }, as('knowledge')))
    expect(draft.status).toBe(201)
    expect(await draft.json()).toMatchObject({ made: 'created', engine: { name: 'local' } })
  })

  it('answers one Idempotency-Key once', async () => {
    const once = () => call('/v1/triage', sent({ text: TEXT }, { ...as('agent'), 'idempotency-key': 'worker-1' }))
    const [first, second] = [await once(), await once()]
    expect(second.headers.get('idempotency-status')).toBe('replayed')
    expect(((await second.json()) as { id: string }).id).toBe(((await first.json()) as { id: string }).id)
  })

  it('answers many at once, each over its own client', async () => {
    const texts = Array.from({ length: 12 }, (_, i) => `第${i}单的退款一直没到账,催了三次`)
    const answers = await Promise.all(
      texts.map(async (text) => {
        const response = await call('/v1/triage', sent({ text, options: { store: false } }))
        return decisionSchema.parse(await response.json()).types[0]?.evidence.every((e) => text.includes(e.quote))
      }),
    )
    expect(answers).toEqual(texts.map(() => true))
  })

  it('says that no language model is configured', async () => {
    const response = await call('/v1/triage', sent({ text: TEXT, options: { engine: 'llm' } }, as('analyst')))
    expect(await problemOf(response)).toEqual([422, 'invalid_request', PROBLEM])
  })

  it('shows its policy', async () => {
    const response = await call('/v1/policy', { headers: as('agent') })
    expect(response.status).toBe(200)
    expect(JSON.stringify(await response.json())).toContain('TD-06')
  })

  it('searches the knowledge base', async () => {
    const response = await call(`/v1/knowledge/search?q=${encodeURIComponent('快递丢失赔偿')}`, {
      headers: as('agent'),
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ mode: 'words' })
  })

  it('checks a reply', async () => {
    const response = await call(
      '/v1/replies/check',
      sent({ text: '亲,我们保证今天一定给您全额赔偿五万元。', role: 'frontline' }),
    )
    expect(response.status).toBe(200)
    const { ok, findings } = (await response.json()) as { ok: boolean; findings: { rule: string }[] }
    expect([ok, findings.length > 0]).toEqual([false, true])
  })

  it('imports what is uploaded, to the end, after the answer has gone out', async () => {
    const form = new FormData()
    form.append('file', new File([env.HOME.upload], 'case.md'))
    const begun = await call('/v1/knowledge/imports', { method: 'POST', headers: as('knowledge'), body: form })
    const { id } = (await begun.json()) as { id: string }
    expect([begun.status, id]).toEqual([202, expect.stringMatching(/^imp_/)])
    const headers = { ...as('knowledge'), accept: 'text/event-stream' }
    const followed = eventsOf(await call(`/v1/knowledge/imports/${id}`, { headers }))
    let last = await followed.next()
    for (let event = last; event; event = await followed.next()) last = event
    expect(last).toMatchObject({ event: 'done', data: { status: 'done', counts: { created: 1 } } })
  })

  it('counts in this isolate', async () => {
    await call('/v1/triage', sent({ text: TEXT, options: { store: false } }))
    const response = await call('/metrics', { headers: as('analyst') })
    expect(await response.text()).toMatch(/suzhen_triages_total\{[^}]*engine="local"[^}]*\} [1-9]/)
  })

  it('refuses what it cannot read', async () => {
    const json = { 'content-type': 'application/json', ...as('agent') }
    const cases: [string, RequestInit, number, string][] = [
      ['no JSON', sent('{"text": "abc"'), 400, 'malformed_json'],
      ['no UTF-8', sent(Uint8Array.of(0x7b, 0xff, 0x7d)), 400, 'invalid_encoding'],
      ['nothing', { method: 'POST', headers: json }, 400, 'missing_body'],
      ['no text', sent({}), 422, 'invalid_request'],
      ['text of blanks', sent({ text: '  ' }), 422, 'invalid_request'],
      ['another kind of text', sent({ text: 5 }), 422, 'invalid_request'],
      ['text that is too long', sent({ text: '长'.repeat(8_001) }), 422, 'invalid_request'],
      ['a body that is too long', sent({ text: 'x'.repeat(2_000_000) }), 413, 'payload_too_large'],
      ['a form', sent('text=x', { ...as('agent'), 'content-type': 'text/plain' }), 415, 'unsupported_media_type'],
      ['an engine that is none', sent({ text: TEXT, options: { engine: 'gpt' } }), 422, 'invalid_request'],
    ]
    for (const [name, init, status, code] of cases)
      expect([name, await problemOf(await call('/v1/triage', init))]).toEqual([name, [status, code, PROBLEM]])
  })

  it('refuses a wrong key and a wrong role', async () => {
    const wrong = await call('/v1/triage', sent({ text: TEXT }, { authorization: 'Bearer no-such-key-at-all' }))
    expect(await problemOf(wrong)).toEqual([401, 'unauthenticated', PROBLEM])
    const role = await call('/v1/triage', sent({ text: TEXT }, as('knowledge')))
    expect(await problemOf(role)).toEqual([403, 'forbidden', PROBLEM])
  })

  it('says nothing of the text in a problem', async () => {
    const response = await call('/v1/triage', sent({ text: '机密的话', options: { engine: 'gpt' } }))
    const problem = (await response.json()) as Problem
    expect(JSON.stringify(problem)).not.toContain('机密')
    expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  })

  it('takes a request by any host name, since it always wants a key', async () => {
    const response = await env.SUZHEN.fetch('https://other.example/health/live')
    expect(response.status).toBe(200)
  })
})

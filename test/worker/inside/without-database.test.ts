import { describe, expect, it } from 'vitest'
import { as, call, type Problem, problemOf, sent } from './calls.ts'

const PROBLEM = 'application/problem+json'
const away = (path: string, init?: RequestInit) => call(path, init, 'AWAY')

describe('a Worker whose database is away', () => {
  it('lives, and is not ready', async () => {
    // The first of the isolate, and all at once.
    const lives = await Promise.all(Array.from({ length: 4 }, () => away('/health/live')))
    expect(lives.map((r) => r.status)).toEqual([200, 200, 200, 200])
    const ready = await away('/health/ready')
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ ready: false, checks: { database: 'down' } })
  })

  it('answers 503 to a key that it cannot look up, never open by accident', async () => {
    const response = await away('/v1/triage', sent({ text: '包裹五天没到' }))
    expect(response.headers.get('retry-after')).toBe('5')
    expect(await problemOf(response)).toEqual([503, 'storage_unavailable', PROBLEM])
  })

  it('asks for a key on every route of the API', async () => {
    for (const [path, init] of [
      ['/v1/triage', sent({ text: 'x' }, {})],
      ['/v1/knowledge/search?q=x', {}],
      ['/v1/replies/check', sent({ text: 'x' }, {})],
      ['/metrics', {}],
    ] as const) {
      const response = await away(path, init)
      expect([path, await problemOf(response)]).toEqual([path, [401, 'unauthenticated', PROBLEM]])
    }
  })

  it('describes itself, and shows its pages', async () => {
    const document = (await (await away('/openapi.json')).json()) as { openapi: string; paths: object }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toContain('/v1/triage')
    for (const page of ['/console', '/docs']) {
      const response = await away(page)
      expect([page, response.status, response.headers.get('content-type')]).toEqual([
        page,
        200,
        expect.stringContaining('text/html'),
      ])
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    }
  })

  it('knows no other routes and methods, and serves no asset', async () => {
    expect(await problemOf(await away('/v1/nothing', { headers: as('agent') }))).toEqual([
      404,
      'unknown_route',
      PROBLEM,
    ])
    expect(await problemOf(await away('/lexical.bin'))).toEqual([404, 'unknown_route', PROBLEM])
    const wrong = await away('/v1/triage', { method: 'DELETE' })
    expect(wrong.headers.get('allow')).toBe('POST, OPTIONS')
    expect(await problemOf(wrong)).toEqual([405, 'method_not_allowed', PROBLEM])
  })

  it('answers HEAD without a body', async () => {
    const response = await away('/health/live', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

describe('a Worker without its secret', () => {
  it('says which, and serves nothing', async () => {
    const response = await call('/health/live', {}, 'UNSET')
    expect(response.status).toBe(503)
    const problem = (await response.json()) as Problem
    expect(problem.detail).toContain('HASH_SECRET')
    expect(problem.requestId).toMatch(/^req_/)
  })
})

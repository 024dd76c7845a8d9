import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../src/http/deps.ts'
import { problemSchema } from '../../src/http/problem.ts'
import { decision, fakeApp, post } from './fakes.ts'

const READY: Readiness = { ready: true, degraded: false, reasons: [], checks: { database: 'ok', embedder: 'ok' } }
const ready = (state: Partial<Readiness>) => ({
  health: { live: () => true, ready: async () => ({ ...READY, ...state }) },
})

describe('health', () => {
  it('is live, or is an error', async () => {
    expect((await (await fakeApp()).app.request('/health/live')).status).toBe(200)
    const { app } = await fakeApp({ health: { live: () => false, ready: async () => READY } })
    expect((await app.request('/health/live')).status).toBe(500)
  })

  it('is ready, also when degraded, and says why', async () => {
    const state = {
      degraded: true,
      reasons: ['没有模型 · no model'],
      checks: { database: 'ok', embedder: 'degraded' },
    } as const
    const { app } = await fakeApp(ready({ ...state, reasons: [...state.reasons] }))
    const response = await app.request('/health/ready')
    expect([response.status, await response.json()]).toEqual([200, { ready: true, ...state }])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('is not ready: a problem with the checks beside it', async () => {
    const { app, logs } = await fakeApp(ready({ ready: false, reasons: ['database'], checks: { database: 'down' } }))
    const response = await app.request('/health/ready')
    const body = await response.json()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(problemSchema.parse(body).code).toBe('storage_unavailable')
    expect(body).toMatchObject({ ready: false, reasons: ['database'], checks: { database: 'down' } })
    expect(logs[0]).toMatchObject({ level: 'warn', fields: { route: '/health/ready', status: 503 } })
  })

  it('is not ready when the check itself fails, and hides how', async () => {
    const { app, logs } = await fakeApp({
      health: { live: () => true, ready: async () => Promise.reject(new RangeError('SECRET')) },
    })
    const response = await app.request('/health/ready')
    expect(response.status).toBe(503)
    expect((await response.text()) + JSON.stringify(logs)).not.toContain('SECRET')
    expect(logs[0]?.fields.errorName).toBe('RangeError')
  })
})

describe('while the service stops', () => {
  it('takes nothing new, closes connections, and stays alive for its probe', async () => {
    const { app, triage, logs } = await fakeApp({ draining: () => true })
    for (const [path, init] of [
      ['/v1/triage', post({ text: 'x' })],
      ['/v1/policy', {}],
      ['/health/ready', {}],
      ['/nowhere', {}],
    ] as const) {
      const response = await app.request(path, init)
      expect([response.status, response.headers.get('connection'), response.headers.get('retry-after')]).toEqual([
        503,
        'close',
        '5',
      ])
      expect(problemSchema.parse(await response.json()).code).toBe('shutting_down')
    }
    expect(triage.calls).toEqual([])
    expect(logs).toHaveLength(4)
    const live = await app.request('/health/live')
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close'])
  })

  it('finishes what is under way', async () => {
    let stopping = false
    const { app, triage } = await fakeApp({ draining: () => stopping })
    triage.on.triage = async () => {
      stopping = true
      return { decision, replayed: false }
    }
    const response = await app.request('/v1/triage', post({ text: 'x' }))
    expect([response.status, response.headers.get('connection')]).toEqual([200, 'close'])
    expect(await response.json()).toEqual(decision)
  })
})

it('every answer has the strict headers', async () => {
  const { app } = await fakeApp()
  for (const path of ['/v1/policy', '/health/live', '/docs', '/openapi.json', '/nowhere', '/v1/triage']) {
    const { headers } = await app.request(path)
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer'])
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toMatch(path === '/v1/policy' ? /private, no-cache/ : /no-store/)
  }
})

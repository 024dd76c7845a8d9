import { describe, expect, it } from 'vitest'
import { fakeApp, keyFor, realPolicy } from '../../../test/http/fakes.ts'
import { policyFullSchema, policyView, policyViewSchema } from './policy.ts'

const keysIn = (value: unknown): string[] =>
  value !== null && typeof value === 'object' ? Object.entries(value).flatMap(([k, v]) => [k, ...keysIn(v)]) : []

describe('GET /v1/policy', () => {
  it('has a view without patterns and lexicons that still names everything', async () => {
    const policy = await realPolicy()
    const view = policyViewSchema.strict().parse(policyView(policy))
    for (const key of ['lexicons', 'scope', 'any', 'threatened', 'done', 'demands'])
      expect(keysIn(view)).not.toContain(key)
    expect(view.codes.map((c) => c.code)).toEqual(policy.codes.map((c) => c.code))
    expect(view.signals).toHaveLength(policy.signals.length)
    expect(view.hash).toBe(policy.hash)
  })

  it.each([
    ['agent', false],
    ['knowledge', false],
    ['analyst', true],
    ['admin', true],
    [null, true],
  ])('shows %s the patterns: %s', async (role, whole) => {
    const { app } = await fakeApp({ auth: { required: role !== null } })
    const response = await app.request('/v1/policy', role ? { headers: { 'x-api-key': keyFor(role) } } : {})
    const body: unknown = await response.json()
    expect(keysIn(body).includes('lexicons')).toBe(whole)
    ;(whole ? policyFullSchema : policyViewSchema).parse(body)
  })

  it('answers 304 to its own ETag, and keeps the two views apart', async () => {
    const { app } = await fakeApp({ auth: { required: true } })
    const ask = (role: string, tag?: string) =>
      app.request('/v1/policy', { headers: { 'x-api-key': keyFor(role), ...(tag ? { 'if-none-match': tag } : {}) } })
    const tag = (await ask('agent')).headers.get('etag')!
    expect(tag).toContain((await realPolicy()).hash)
    for (const sent of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const again = await ask('agent', sent)
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, tag, ''])
    }
    const admin = await ask('admin', tag)
    expect(admin.status).toBe(200)
    expect(admin.headers.get('vary')).toContain('X-Api-Key')
  })
})

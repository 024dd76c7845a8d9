import { describe, expect, it } from 'vitest'
import { apiKey, fakeKeys } from '../../../test/http/fakes.ts'
import { suzhenError } from '../../domain/errors.ts'
import { createIdentify, KEY_CACHE_MS } from './auth.ts'

const KEY = 'suzhen-key-agent'
const HASH = `hash:key:${KEY}`

function setUp(required = true) {
  const keys = fakeKeys({ [HASH]: apiKey('agent', { audience: 'supervisor' }) })
  const clock = { at: 0, now: () => clock.at }
  const pseudonyms = { of: (kind: string, value: string) => `hash:${kind}:${value}` }
  const identify = createIdentify({ keys, clock, pseudonyms, auth: { required } })
  return { keys, clock, identify: (headers: Record<string, string>) => identify(new Headers(headers)) }
}
const bearer = { authorization: `Bearer ${KEY}` }

describe('identify', () => {
  it('knows a key from either header, by its hash', async () => {
    const { identify, keys } = setUp()
    const agent = { actor: 'key_agent', role: 'agent', audience: 'supervisor' }
    expect(await identify(bearer)).toEqual(agent)
    expect(await identify({ 'x-api-key': KEY })).toEqual(agent)
    expect(await identify({ authorization: `bearer  ${KEY} ` })).toEqual(agent)
    expect(await identify({ authorization: 'Basic dTpw', 'x-api-key': KEY })).toEqual(agent)
    expect(new Set(keys.lookups)).toEqual(new Set([HASH]))
  })

  it.each([
    [{}],
    [{ authorization: 'Bearer' }],
    [{ authorization: 'Bearer ' }],
    [{ authorization: `Basic ${KEY}` }],
    [{ authorization: `Bearer ${KEY} x` }],
    [{ 'x-api-key': '' }],
    [{ 'x-api-key': 'short' }],
    [{ 'x-api-key': 'k'.repeat(257) }],
    [{ 'x-api-key': 'wrong-key-wrong-key' }],
    [{ authorization: 'Bearer wrong-key-wrong-key', 'x-api-key': KEY }],
  ] as Record<string, string>[][])('refuses %j', async (headers) => {
    await expect(setUp().identify(headers!)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('remembers a key for ten seconds and no longer', async () => {
    const { identify, keys, clock } = setUp()
    await identify(bearer)
    keys.state.held = {}
    clock.at = KEY_CACHE_MS - 1
    await identify(bearer)
    expect(keys.lookups).toHaveLength(1)
    clock.at = KEY_CACHE_MS
    await expect(identify(bearer)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('remembers no key that was not found, so that a new one works at once', async () => {
    const { identify, keys } = setUp()
    const found = keys.state.held
    keys.state.held = {}
    await expect(identify(bearer)).rejects.toMatchObject({ code: 'unauthenticated' })
    keys.state.held = found
    expect(await identify(bearer)).toMatchObject({ role: 'agent' })
  })

  it('refuses a revoked key, should a store hand one out', async () => {
    const { identify, keys } = setUp()
    keys.state.held = { [HASH]: apiKey('admin', { revokedAt: 1 }) }
    await expect(identify(bearer)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it.each([
    ['away', suzhenError('storage_unavailable', 'away', { retryAfterSeconds: 9 }), 9],
    ['broken', new Error('SECRET'), 5],
  ])('never opens when storage is %s', async (_, error, retryAfterSeconds) => {
    const { identify, keys } = setUp()
    keys.on.findByHash = async () => Promise.reject(error)
    const failure = await identify(bearer).catch((e: unknown) => e)
    expect(failure).toMatchObject({ code: 'storage_unavailable', retryAfterSeconds })
    expect((failure as Error).message).not.toContain('SECRET')
  })

  it('asks nobody when no keys are needed', async () => {
    const { identify, keys } = setUp(false)
    expect(await identify(bearer)).toEqual({ actor: 'open', role: null, audience: null })
    expect(keys.lookups).toEqual([])
  })
})

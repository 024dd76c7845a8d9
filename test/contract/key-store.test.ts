import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKeyStore } from '../../src/db/stores/key-store.ts'
import type { KeyStore } from '../../src/ports/key-store.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('key store', (open) => {
  let database: TestDatabase
  let store: KeyStore
  beforeAll(async () => {
    database = await open()
    store = createKeyStore(database.db)
  })
  afterAll(() => database.close())

  it('finds a key in force by its hash, until it is revoked', async () => {
    expect(await store.anyInForce()).toBe(false)
    await store.add({ id: 'key_1', hash: 'aaa', role: 'agent', audience: 'frontline', label: '座席' })
    expect(await store.anyInForce()).toBe(true)
    expect(await store.findByHash('aaa')).toMatchObject({
      id: 'key_1',
      role: 'agent',
      audience: 'frontline',
      label: '座席',
      revokedAt: null,
    })
    expect(await store.findByHash('bbb')).toBeNull()
    expect(await store.revoke('key_1')).toBe(true)
    expect(await store.revoke('key_1')).toBe(false)
    expect(await store.revoke('key_2')).toBe(false)
    expect(await store.findByHash('aaa')).toBeNull()
    expect(await store.anyInForce()).toBe(false)
    expect((await store.list())[0]!.revokedAt).toBeTypeOf('number')
  })

  it('refuses two keys of one hash without naming it', async () => {
    await store.add({ id: 'key_3', hash: 'same', role: 'admin', audience: 'management', label: '' })
    const failure = await store
      .add({ id: 'key_4', hash: 'same', role: 'admin', audience: 'management', label: '' })
      .catch((e: Error) => e)
    expect(failure).toBeInstanceOf(Error)
    expect((failure as Error).message).not.toContain('same')
  })
})

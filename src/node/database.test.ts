import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { afterEach, expect, it } from 'vitest'
import { createKeyStore } from '../db/stores/key-store.ts'
import { openEmbedded } from './database.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-db-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('starts a stopped engine again with everything in it', async () => {
  const database = await openEmbedded(folder)
  await database.migrate()
  const gone: string[] = []
  const keys = createKeyStore(database.db, (code) => gone.push(code))
  await keys.add({ id: 'key_1', hash: 'h', role: 'admin', audience: 'management', label: '' })
  const engine = (database.db as unknown as { $client: PGlite }).$client
  await engine.close()
  await expect(keys.list()).rejects.toMatchObject({ code: 'storage_unavailable', retryAfterSeconds: 5 })
  expect(gone).toEqual(['closed'])
  await Promise.all([database.recover(), database.recover()])
  expect((await keys.list()).map((k) => k.id)).toEqual(['key_1'])
  await database.close()
  await expect(keys.list()).rejects.toMatchObject({ code: 'storage_unavailable' })
  await database.recover()
  await expect(keys.list()).rejects.toMatchObject({ code: 'storage_unavailable' })
  const again = await openEmbedded(folder)
  await again.close()
})

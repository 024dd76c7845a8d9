import { afterAll, beforeAll, expect } from 'vitest'
import { createImportStore } from '../../src/db/stores/import-store.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { importStateSchema } from '../../src/http/routes/import-answers.ts'
import { createImportService, type ImportHead } from '../../src/knowledge/import/import-service.ts'
import { createNearFinder } from '../../src/knowledge/import/near.ts'
import { readPacked } from '../../src/knowledge/import/read-upload.ts'
import type { ImportResult } from '../../src/knowledge/import/types.ts'
import { readUploadWords } from '../../src/node/policy-files.ts'
import type { ImportStore } from '../../src/ports/import-store.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, realPolicy } from './fakes.ts'

const KEYS = {
  ...allKeys(),
  'hash:key:writer-key': apiKey('knowledge', { id: 'key_writer', audience: 'management' }),
  'hash:key:narrow-key': apiKey('knowledge', { id: 'key_narrow', audience: 'frontline' }),
}

export const lines = (...items: object[]) => items.map((i) => JSON.stringify(i)).join('\n')
export const form = (...files: [string, string][]): RequestInit => {
  const body = new FormData()
  for (const [name, text] of files) body.append('file', new File([text], name))
  return { method: 'POST', body }
}
export const raw = (body: string, type: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: new TextEncoder().encode(body),
})

/** An app that imports into a database in memory, for the tests of one file; closed at the end. Call at the top of a file. */
export function importApps() {
  const ground = {} as { database: TestDatabase }
  beforeAll(async () => {
    ground.database = await memoryDatabase()
  })
  afterAll(() => ground.database?.close())

  async function service(over: Partial<ImportStore<ImportHead, ImportResult>> = {}) {
    const [policy, words] = await Promise.all([realPolicy(), readUploadWords()])
    const store = { ...createImportStore<ImportHead, ImportResult>(ground.database.db), ...over }
    const clock = { now: () => Date.now() }
    const imports = createImportService({
      imports: store,
      readUpload: (file) => readPacked(file, words, policy),
      near: createNearFinder({
        store: createKnowledgeStore(ground.database.db),
        imports: store,
        embedder: () => ({ embedder: null, reason: 'none' }),
        clock,
        calendar: policy.calendar,
      }),
      policy,
      ids: createIds(),
      clock,
      logger: { info() {}, warn() {}, error() {} },
      alone: true,
    })
    const { app, logs } = await fakeApp({ auth: { required: true }, keys: fakeKeys(KEYS), imports })
    const ask = async (path: string, init: RequestInit = {}, key = 'writer') => {
      const headers = { ...(init.headers as Record<string, string>), 'x-api-key': `${key}-key` }
      return app.request(`/v1/knowledge/imports${path}`, { ...init, headers })
    }
    const json = async (path: string, init: RequestInit = {}, key = 'writer') => {
      const response = await ask(path, init, key)
      return {
        status: response.status,
        headers: response.headers,
        json: (await response.json()) as Record<string, never>,
      }
    }
    /** Begins an import and waits for its end by its own stream. */
    const importAll = async (init: RequestInit, query = '') => {
      const begun = await json(query, init)
      expect(begun.status).toBe(202)
      const { id } = importStateSchema.parse(begun.json)
      expect(begun.headers.get('location')).toBe(`/v1/knowledge/imports/${id}`)
      await (await ask(`/${id}`, { headers: { accept: 'text/event-stream' } })).text()
      return importStateSchema.parse((await json(`/${id}`)).json)
    }
    return { ask, json, importAll, logs, imports }
  }

  const find = (id: string, kind: 'case' | 'script' = 'case') => createItemStore(ground.database.db).find(kind, id)

  return { ground, service, find }
}

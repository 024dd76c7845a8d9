import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createImportStore } from '../../src/db/stores/import-store.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import type { Worker } from '../../src/knowledge/desk.ts'
import { createImportService, type ImportHead } from '../../src/knowledge/import/import-service.ts'
import { createNearFinder } from '../../src/knowledge/import/near.ts'
import { readPacked } from '../../src/knowledge/import/read-upload.ts'
import type { ImportResult } from '../../src/knowledge/import/types.ts'
import type { ScriptCheck } from '../../src/knowledge/import/unsayable.ts'
import { readPolicy, readUploadWords } from '../../src/node/policy-files.ts'
import type { EmbedderState } from '../../src/ports/embedder.ts'
import type { ImportStore } from '../../src/ports/import-store.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { aCase, axisVector } from './records.ts'
import { memoryDatabase, type TestDatabase } from './stores.ts'

const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])
export const MANAGER: Worker = { actor: 'key_m', audience: 'management', keyed: true }
export const CLERK: Worker = { actor: 'key_c', audience: 'frontline', keyed: true }
export const PLAIN = { submit: false, why: null }

/** A text's vector points where its first character does, so that a test can say what is near in meaning. */
export const embed = async (text: string) => axisVector((text.codePointAt(0)! * 7) % 500)
const embedder: EmbedderState = {
  embedder: {
    model: 'm',
    dimensions: 512,
    embed,
    encode: async (t) => ({ vector: await embed(t), state: null }),
    embedMany: (texts) => Promise.all(texts.map(embed)),
  },
  reason: null,
}

export const file = (items: unknown[], name = '案例.jsonl') => ({
  name,
  bytes: new TextEncoder().encode(items.map((i) => JSON.stringify(i)).join('\n')),
})
export const many = (prefix: string, count: number, over: Partial<CaseWriteUp> = {}) =>
  Array.from({ length: count }, (_, i) => aCase({ id: `${prefix}-${i}`, ...over }))

export interface ImportOver {
  store?: Partial<ImportStore<ImportHead, ImportResult>>
  alone?: boolean
  checkScript?: ScriptCheck
}

/**
 * Imports into a database in memory for the tests of one file, from its `beforeAll` on; closed at the end. The log is
 * forgotten before each test. Call at the top of a file.
 */
export function importGround() {
  const ground = {
    logs: [] as unknown[],
    /** What the clock says; each look at it is a second later. */
    now: Date.parse('2026-11-22T08:00:00Z'),
  } as { database: TestDatabase; logs: unknown[]; now: number }

  /** A service of its own, as a process of its own would have. */
  function service({ store: over = {}, alone = true, checkScript }: ImportOver = {}) {
    const imports = { ...createImportStore<ImportHead, ImportResult>(ground.database.db), ...over }
    const store = createKnowledgeStore(ground.database.db)
    const clock = { now: () => (ground.now += 1000) }
    const logger = { info() {}, warn() {}, error: (...line: unknown[]) => void ground.logs.push(line) }
    return createImportService({
      imports,
      near: createNearFinder({ store, imports, embedder: () => embedder, clock, calendar: policy.calendar }),
      readUpload: (sent) => readPacked(sent, words, policy),
      policy,
      ids: createIds(),
      clock,
      logger,
      alone,
      checkScript,
    })
  }

  async function importAll(
    imports: ReturnType<typeof service>,
    items: unknown[],
    worker = MANAGER,
    options: { submit: boolean; why: string | null } = PLAIN,
  ) {
    const { id } = await imports.start(await imports.read([file(items)]), options, worker)
    for await (const _ of await imports.follow(id, worker));
    return imports.find(id, worker)
  }

  const find = (id: string, kind: 'case' | 'script' = 'case') => createItemStore(ground.database.db).find(kind, id)

  beforeAll(async () => {
    ground.database = await memoryDatabase()
  })
  afterAll(() => ground.database?.close())
  beforeEach(() => void ground.logs.splice(0))

  return { ground, service, importAll, find }
}

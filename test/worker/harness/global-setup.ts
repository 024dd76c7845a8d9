import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { createKeyStore } from '../../../src/db/stores/key-store.ts'
import { createKnowledgeStore } from '../../../src/db/stores/knowledge-store.ts'
import { openPostgres } from '../../../src/node/database.ts'
import { seedKnowledge } from '../../../src/node/seed.ts'
import { createPseudonyms } from '../../../src/wiring/pseudonyms.ts'
import { type FreshDatabase, freshPgDatabase, hasRealPostgres } from '../../harness/databases.ts'
import { type Behaviour, never, ok, startUpstream, status } from '../../harness/upstream/index.ts'
import { buildWorker } from './build.ts'
import { HASH_SECRET, KEYS, SHADOW_MODEL, type WorkerHome } from './home.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

/** Before the tests under workerd, in Node: the bundle, a database with its keys and seeds, a language model. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'suzhen-worker-'))
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const [{ dir }, database, upstream] = await Promise.all([
    buildWorker(folder),
    hasRealPostgres ? prepared() : null,
    startUpstream((seen) => (seen.body?.model === SHADOW_MODEL ? released.then(() => ok()(seen)) : byWords(seen))),
  ])
  const sql = database ? postgres(database.url, { max: 1, onnotice: () => {} }) : null
  // A test under workerd cannot hold the upstream in its hands: it asks here, and has to wait until there is an answer.
  const ends = createServer(async (req, res) => {
    const [, what = '', words = ''] = decodeURIComponent(req.url ?? '').split('/')
    const asked = () => upstream.seen.find((s) => s.complaint.includes(words))
    const shadows = () => sql!`select model, failure, prompts from shadows where triage_id = ${words}`
    const others = () => sql!`select 1 from pg_stat_activity where datname = current_database()
      and backend_type = 'client backend' and pid <> pg_backend_pid()`
    if (what === 'release') release()
    if (what === 'models')
      return res.end(JSON.stringify(upstream.seen.flatMap((s) => (s.complaint.includes(words) ? [s.body!.model] : []))))
    if (what === 'shadows') return res.end(String((await shadows()).length))
    if (what === 'shadow') while (!res.destroyed && (await shadows()).length === 0) await pause()
    if (what === 'shadow') return res.end(JSON.stringify((await shadows())[0]))
    if (what === 'alone') while (!res.destroyed && (await others()).length > 0) await pause()
    if (what === 'asked' || what === 'end') while (!asked() && !res.destroyed) await pause()
    res.end(what === 'end' ? await asked()?.over : what)
  })
  await new Promise<void>((resolve) => ends.listen(0, '127.0.0.1', resolve))
  const home: WorkerHome = {
    bundle: dir,
    database: database?.url ?? null,
    upstream: upstream.baseUrl,
    upload: await readFile(new URL('../../../fixtures/uploads/case.md', import.meta.url), 'utf8'),
    ends: `http://127.0.0.1:${(ends.address() as AddressInfo).port}`,
  }
  project.provide('workerHome', home)
  return async () => {
    ends.closeAllConnections()
    ends.close()
    await upstream.close()
    await sql?.end()
    await database?.drop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A database of its own with the migrations, the seeds, and one key a role. */
async function prepared(): Promise<FreshDatabase> {
  const fresh = await freshPgDatabase()
  const open = openPostgres(fresh.url)
  try {
    await open.migrate()
    await seedKnowledge(createKnowledgeStore(open.db))
    const keys = createKeyStore(open.db)
    const pseudonyms = createPseudonyms(HASH_SECRET)
    for (const [role, key] of Object.entries(KEYS))
      await keys.add({
        id: `key_${role}`,
        hash: pseudonyms.of('key', key),
        role: role as keyof typeof KEYS,
        audience: role === 'agent' ? 'frontline' : 'management',
        label: role,
      })
  } finally {
    await open.close()
  }
  return fresh
}

/** The complaint says what becomes of the question. */
const byWords: Behaviour = (seen) => {
  if (seen.complaint.includes('【无人应答】')) return never()(seen)
  if (seen.complaint.includes('【接口故障】')) return status(400, { message: 'no' })(seen)
  return ok()(seen)
}

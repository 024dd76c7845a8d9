import { describe, expect, it } from 'vitest'
import { file, importGround, MANAGER, many, PLAIN } from '../../../test/harness/import-ground.ts'
import { createImportStore } from '../../db/stores/import-store.ts'
import type { ImportProgress } from '../../ports/import-store.ts'
import type { ImportHead } from './import-service.ts'
import type { ImportResult } from './types.ts'

const { ground, service, importAll } = importGround()

describe('a long import', () => {
  it('shows its progress, chunk by chunk, to its end', async () => {
    const imports = service()
    const { id, status } = await imports.start(await imports.read([file(many('case-p', 250))]), PLAIN, MANAGER)
    expect(status).toBe('running')
    const seen: ImportProgress[] = []
    for await (const progress of await imports.follow(id, MANAGER)) seen.push(progress)
    expect(seen.map((s) => s.done)).toEqual([...new Set(seen.map((s) => s.done))])
    expect(seen.at(-1)).toMatchObject({ status: 'done', done: 250 })
    expect(seen.length).toBeGreaterThan(2)
    const after: ImportProgress[] = []
    for await (const progress of await imports.follow(id, MANAGER)) after.push(progress)
    expect(after).toEqual([seen.at(-1)])
  })

  it('stops after the chunk under way when cancelled; what is done stays and is named', async () => {
    const imports = service()
    const { id } = await imports.start(await imports.read([file(many('case-c', 400))]), PLAIN, MANAGER)
    for await (const { done } of await imports.follow(id, MANAGER)) if (done >= 100) break
    const cancelled = await imports.cancel(id, MANAGER)
    await imports.stop()
    const state = await imports.find(id, MANAGER)
    expect(state).toEqual(cancelled)
    expect(state).toMatchObject({ status: 'cancelled' })
    expect(state.done % 100).toBe(0)
    expect(state.done).toBeLessThan(400)
    expect(state.results).toHaveLength(state.done)
    const there = await createImportStore(ground.database.db).held(
      many('case-c', 400).map(({ id }) => ({ kind: 'case', id })),
    )
    expect(there.size).toBe(state.done)
    await expect(service().cancel(id, MANAGER)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is interrupted when its process dies; the same file again does the rest', async () => {
    let chunks = 0
    const real = createImportStore<ImportHead, ImportResult>(ground.database.db)
    // From the third chunk on nothing comes back, as from a process that was killed.
    const dying = service({ store: { chunk: (...a) => (++chunks > 2 ? new Promise(() => {}) : real.chunk(...a)) } })
    const items = many('case-k', 350)
    const { id } = await dying.start(await dying.read([file(items)]), PLAIN, MANAGER)
    for await (const { done } of await dying.follow(id, MANAGER)) if (done >= 200) break
    const born = service()
    expect(await born.recover()).toBe(1)
    expect(await born.find(id, MANAGER)).toMatchObject({ status: 'interrupted', done: 200, total: 350 })
    expect((await importAll(born, items)).counts).toEqual({ created: 150, updated: 0, unchanged: 200, refused: 0 })
  })

  it('leaves another process’s import alone while it gives signs of life, and counts it dead after', async () => {
    const mine = service({ store: { chunk: () => new Promise(() => {}) } })
    const { id } = await mine.start(await mine.read([file(many('case-o', 2))]), PLAIN, MANAGER)
    const other = service({ alone: false })
    expect(await other.recover()).toBe(0)
    expect((await other.find(id, MANAGER)).status).toBe('running')
    ground.now += 130_000
    expect((await other.find(id, MANAGER)).status).toBe('interrupted')
    expect((await mine.find(id, MANAGER)).status).toBe('interrupted')
  })

  it('breaks off honestly when the database fails in the middle, with no words in the log', async () => {
    const real = createImportStore<ImportHead, ImportResult>(ground.database.db)
    let chunks = 0
    const chunk: typeof real.chunk = (...a) =>
      ++chunks === 2 ? Promise.reject(Object.assign(new Error('甲方机密'), { code: '53100' })) : real.chunk(...a)
    const imports = service({ store: { chunk } })
    const state = await importAll(imports, many('case-f', 300))
    expect(state).toMatchObject({ status: 'interrupted', done: 100, counts: { created: 100 } })
    expect(ground.logs).toEqual([[{ import: state.id, code: '53100' }, 'an import broke off']])
  })

  it('takes no fifth while four run, and stops tidily with its process', async () => {
    const real = createImportStore<ImportHead, ImportResult>(ground.database.db)
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const imports = service({ store: { chunk: (...a) => gate.then(() => real.chunk(...a)) } })
    const begin = async (n: number) =>
      imports.start(await imports.read([file(many(`case-q${n}`, 150))]), PLAIN, MANAGER)
    const begun = await Promise.all([1, 2, 3, 4].map(begin))
    await expect(begin(5)).rejects.toMatchObject({ code: 'conflict' })
    const stopped = imports.stop()
    release()
    await stopped
    for (const { id } of begun)
      expect(await imports.find(id, MANAGER)).toMatchObject({ status: 'interrupted', done: 100, total: 150 })
    await expect(begin(6)).rejects.toMatchObject({ code: 'shutting_down' })
  })
})

it('reads and writes 150 items a second and more', async () => {
  const imports = service()
  const items = many('case-speed', 1500, { summary: '包裹晚到五天,客户催了两次,'.repeat(12) })
  // By the processor's clock, so that a busy machine does not count.
  const began = process.cpuUsage()
  const state = await importAll(imports, items)
  const { user, system } = process.cpuUsage(began)
  const rate = items.length / ((user + system) / 1e6)
  console.log(`import: ${Math.round(rate)} items a second of processor time, reading included, on PGlite in memory`)
  expect(state.counts.created).toBe(1500)
  expect(rate).toBeGreaterThan(150)
})

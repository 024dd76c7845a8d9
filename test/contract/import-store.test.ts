import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from '../../src/db/schema/triage.ts'
import { createImportStore } from '../../src/db/stores/import-store.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import type { CaseWriteUp, Script } from '../../src/domain/knowledge.ts'
import type { ImportStore, ImportWrite } from '../../src/ports/import-store.ts'
import type { ItemStore } from '../../src/ports/item-store.ts'
import { aCase, aScript, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

onBothDatabases('import store', (open) => {
  let database: TestDatabase
  let imports: ImportStore<{ note: string }, string>
  let items: ItemStore
  let n = 0
  beforeAll(async () => {
    database = await open()
    imports = createImportStore(database.db)
    items = createItemStore(database.db)
  })
  afterAll(() => database.close())

  const by = () => ({ actor: 'key_a', at: NOW + ++n * 1000, why: '批量' })
  const start = (id: string, total: number) =>
    imports.start({ id, actor: 'key_a', at: NOW, fileHash: 'h', total, head: { note: 'x' }, audit: `evt_i${++n}` })
  const writeOf = (body: CaseWriteUp | Script, submit = false): ImportWrite => ({
    kind: 'title' in body ? 'case' : 'script',
    id: body.id,
    body,
    submit,
    ids: { write: `evt_w${++n}`, submit: `evt_s${n}`, audit: `evt_a${n}` },
  })
  const chunk = (id: string, writes: ImportWrite[]) =>
    imports.chunk(id, by(), writes, () => ({ writes, results: writes.map((w) => w.id) }))

  it('writes versions, items, steps, audit and progress of a chunk together', async () => {
    await start('imp_one', 3)
    expect(await imports.progress('imp_one')).toEqual({
      id: 'imp_one',
      actor: 'key_a',
      startedAt: NOW,
      seenAt: NOW,
      status: 'running',
      total: 3,
      done: 0,
    })
    expect(
      await chunk('imp_one', [writeOf(aCase({ id: 'case-i1' })), writeOf(aScript({ id: 'script-i1' }), true)]),
    ).toBe(true)
    expect(await imports.progress('imp_one')).toMatchObject({ status: 'running', done: 2 })
    expect(await items.find('case', 'case-i1')).toMatchObject({
      status: 'draft',
      revision: 1,
      version: 1,
      author: 'key_a',
      publishedVersion: null,
      body: aCase({ id: 'case-i1' }),
    })
    expect(await items.find('script', 'script-i1')).toMatchObject({ status: 'in_review', version: 1 })
    const { steps, versions } = await items.history('script', 'script-i1')
    expect(steps.map((s) => [s.action, s.why])).toEqual([
      ['create', '批量'],
      ['submit', null],
    ])
    expect(versions).toMatchObject([{ version: 1, author: 'key_a', why: '批量', changed: [] }])
    const entries = await database.db.select().from(audit).where(eq(audit.subject, 'case:case-i1'))
    expect(entries.map((e) => [e.actor, e.action])).toEqual([['key_a', 'knowledge.create']])
    expect(await chunk('imp_one', [writeOf(aCase({ id: 'case-i2' }))])).toBe(true)
    expect(await imports.progress('imp_one')).toMatchObject({ status: 'done', done: 3 })
    expect(await imports.said('imp_one')).toEqual({ head: { note: 'x' }, results: ['case-i1', 'script-i1', 'case-i2'] })
  })

  it('gives a published item a new draft and goes on showing what is published', async () => {
    await createKnowledgeStore(database.db).put({ cases: [aCase({ id: 'case-pub' })], scripts: [] })
    await start('imp_pub', 1)
    const next = aCase({ id: 'case-pub', lessons: '改了教训', level: 2 })
    await chunk('imp_pub', [writeOf(next)])
    expect(await items.find('case', 'case-pub')).toMatchObject({
      status: 'draft',
      version: 2,
      revision: 2,
      publishedVersion: 1,
      author: 'key_a',
      body: next,
    })
    const { versions, steps } = await items.history('case', 'case-pub')
    expect(versions.at(-1)?.changed.sort()).toEqual(['lessons', 'level'])
    expect(steps.at(-1)?.action).toBe('edit')
  })

  it('hands the decision what is there, locked, and keeps nothing when it throws', async () => {
    await start('imp_throw', 2)
    const names = [writeOf(aCase({ id: 'case-pub' })), writeOf(aCase({ id: 'case-none' }))]
    await expect(
      imports.chunk('imp_throw', by(), names, (held) => {
        expect([...held.keys()]).toEqual(['case:case-pub'])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(await imports.progress('imp_throw')).toMatchObject({ status: 'running', done: 0 })
    // The second of the two has a step id that is taken: neither is written.
    const [good, bad] = [writeOf(aCase({ id: 'case-half1' })), writeOf(aCase({ id: 'case-half2' }))]
    await expect(chunk('imp_throw', [good, { ...bad, ids: { ...bad.ids, write: good.ids.write } }])).rejects.toThrow()
    expect(await items.find('case', 'case-half1')).toBeNull()
    expect(await imports.progress('imp_throw')).toMatchObject({ done: 0 })
    expect((await imports.held([...names, good])).size).toBe(1)
  })

  it('lets chunks of the same items and single changes take turns', async () => {
    const ids = ['case-t1', 'case-t2', 'case-t3', 'case-t4']
    await start('imp_t1', 4)
    await start('imp_t2', 4)
    const all = (order: string[], lessons: string) => order.map((id) => writeOf(aCase({ id, lessons })))
    const edit = (id: string) =>
      items.change('case', id, { step: `evt_e${++n}`, audit: `evt_f${n}` }, (held) => ({
        actor: 'key_b',
        at: NOW,
        action: 'edit',
        why: null,
        status: 'draft',
        body: aCase({ id, lessons: `第${held?.revision ?? 0}次` }),
        show: 'as before',
      }))
    await Promise.all([
      chunk('imp_t1', all(ids, '甲')),
      chunk('imp_t2', all([...ids].reverse(), '乙')),
      edit('case-t2'),
      edit('case-t3'),
    ])
    for (const [id, versions] of [
      ['case-t1', 2],
      ['case-t2', 3],
      ['case-t3', 3],
      ['case-t4', 2],
    ] as const)
      expect([id, (await items.find('case', id))?.version]).toEqual([id, versions])
  })

  it('writes nothing more once it was cancelled, and an end is an end', async () => {
    await start('imp_stop', 2)
    await chunk('imp_stop', [writeOf(aCase({ id: 'case-s1' }))])
    await imports.end('imp_stop', 'cancelled', NOW + 9_000_000)
    expect(await chunk('imp_stop', [writeOf(aCase({ id: 'case-s2' }))])).toBe(false)
    expect(await items.find('case', 'case-s2')).toBeNull()
    await imports.end('imp_stop', 'done', NOW)
    expect(await imports.progress('imp_stop')).toMatchObject({ status: 'cancelled', done: 1, seenAt: NOW + 9_000_000 })
    expect(await chunk('imp_none', [])).toBe(false)
    expect(await imports.progress('imp_none')).toBeNull()
  })

  it('knows the dead by their silence', async () => {
    await imports.interruptSilent(null)
    await start('imp_quiet', 9)
    await start('imp_lively', 9)
    await chunk('imp_lively', [writeOf(aCase({ id: 'case-lively' }))])
    expect(await imports.interruptSilent(NOW + 1)).toBe(1)
    expect(await imports.progress('imp_quiet')).toMatchObject({ status: 'interrupted', done: 0 })
    expect(await imports.progress('imp_lively')).toMatchObject({ status: 'running', done: 1 })
    expect(await imports.interruptSilent(null)).toBe(1)
    expect(await imports.progress('imp_lively')).toMatchObject({ status: 'interrupted', done: 1 })
  })

  it('finds items of one title, drafts too, for those eyes only', async () => {
    await start('imp_title', 2)
    await chunk('imp_title', [
      writeOf(aCase({ id: 'case-title', title: '同名案例' })),
      writeOf(aCase({ id: 'case-title-m', title: '同名案例', audience: 'management' })),
    ])
    const ids = async (audience: 'frontline' | 'management', kind: 'case' | 'script' = 'case') =>
      (await imports.titled(kind, ['同名案例', '没有的'], audience)).map((i) => i.id).sort()
    expect(await ids('frontline')).toEqual(['case-title'])
    expect(await ids('management')).toEqual(['case-title', 'case-title-m'])
    expect(await ids('management', 'script')).toEqual([])
    expect(await imports.titled('case', [], 'management')).toEqual([])
  })

  it('notes an export in the audit trail', async () => {
    await imports.noteExport({ id: 'evt_export', actor: 'cli', subject: '2 cases, 1 script' })
    const [entry] = await database.db.select().from(audit).where(eq(audit.id, 'evt_export'))
    expect(entry).toMatchObject({ actor: 'cli', action: 'knowledge.export' })
  })
})

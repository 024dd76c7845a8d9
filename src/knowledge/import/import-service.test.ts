import { describe, expect, it } from 'vitest'
import { CLERK, file, importGround, MANAGER, PLAIN } from '../../../test/harness/import-ground.ts'
import { aCase, aScript } from '../../../test/harness/records.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'

const { ground, service, importAll, find } = importGround()

describe('an import', () => {
  it('creates, then changes nothing the second time, then updates what changed', async () => {
    const imports = service()
    const items = [aCase({ id: 'case-a' }), aScript({ id: 'script-a' })]
    const first = await importAll(imports, items)
    expect(first).toMatchObject({ status: 'done', total: 2, done: 2, counts: { created: 2, refused: 0 } })
    expect(first.results).toMatchObject([
      { file: '案例.jsonl', row: 1, kind: 'case', id: 'case-a', title: '快递延误补偿', outcome: 'created', version: 1 },
      { row: 2, kind: 'script', id: 'script-a', outcome: 'created' },
    ])
    const before = await find('case-a')
    expect((await importAll(imports, items)).counts).toEqual({ created: 0, updated: 0, unchanged: 2, refused: 0 })
    expect(await find('case-a')).toEqual(before)
    const third = await importAll(imports, [{ ...items[0]!, lessons: '先回电' }, items[1]], MANAGER, {
      submit: true,
      why: '补教训',
    })
    expect(third.results.map((r) => [r.outcome, r.version])).toEqual([
      ['updated', 2],
      ['unchanged', 1],
    ])
    expect(await find('case-a')).toMatchObject({ status: 'in_review', version: 2, body: { lessons: '先回电' } })
    expect(await find('script-a', 'script')).toMatchObject({ status: 'draft', version: 1 })
  })

  it('makes a draft of a new version and leaves what is published as it is shown', async () => {
    const published = aCase({ id: 'case-shown' })
    await createKnowledgeStore(ground.database.db).put({ cases: [published], scripts: [] })
    const state = await importAll(service(), [{ ...published, result: '补偿三十元' }])
    expect(state.counts.updated).toBe(1)
    expect(await find('case-shown')).toMatchObject({ status: 'draft', version: 2, publishedVersion: 1 })
  })

  it('names each refusal with its reason, and imports the others', async () => {
    const { outcome: _, ...without } = aCase({ id: 'case-without' })
    const state = await importAll(service(), [
      without,
      aCase({ id: 'case-code', code: 'SP-98', codes: ['SP-98'] }),
      aCase({ id: 'case-long', title: '长'.repeat(121) }),
      aCase({ id: 'case-nul', lessons: '坏\0字符' }),
      aCase({ id: 'case-half-emoji', lessons: '坏\ud83d' }),
      aCase({ id: 'case-good' }),
      aCase({ id: 'case-good', lessons: '同号不同文' }),
      aCase({ id: 'case-good' }),
    ])
    expect(state).toMatchObject({ status: 'done', done: 8, counts: { created: 1, refused: 7 } })
    expect(state.results.slice(0, 7).map((r) => r.findings.map((f) => [f.rule, f.field]))).toEqual([
      [['missing', 'outcome']],
      [
        ['unknown-code', 'code'],
        ['unknown-code', 'codes'],
      ],
      [['too-long', 'title']],
      [['bad-character', 'lessons']],
      [['bad-character', 'lessons']],
      [],
      [['same-id', 'id']],
    ])
    expect(await find('case-good')).toMatchObject({ version: 1, body: { lessons: '先给时间' } })
    expect(await find('case-nul')).toBeNull()
  })

  it('takes the same item of two files once, and refuses other words under its id', async () => {
    const imports = service()
    const item = aCase({ id: 'case-both' })
    const files = [item, item, { ...item, lessons: '别的教训' }].map((one, i) => file([one], `${i + 1}.jsonl`))
    const { id } = await imports.start(await imports.read(files), PLAIN, MANAGER)
    for await (const _ of await imports.follow(id, MANAGER));
    const { results } = await imports.find(id, MANAGER)
    expect(results.map((r) => [r.file, r.outcome])).toEqual([
      ['1.jsonl', 'created'],
      ['2.jsonl', 'unchanged'],
      ['3.jsonl', 'refused'],
    ])
    expect(results[2]!.findings.at(-1)!.problem.zh).toContain('1.jsonl:1')
    expect(await find('case-both')).toMatchObject({ version: 1, body: item })
  })

  it('writes nothing for eyes above the worker’s, and tells nothing of what is there', async () => {
    await importAll(service(), [aCase({ id: 'case-secret', audience: 'management', title: '董事会的案子' })])
    const state = await importAll(
      service(),
      [aCase({ id: 'case-secret' }), aCase({ id: 'case-above', audience: 'supervisor' }), aCase({ id: 'case-mine' })],
      CLERK,
    )
    expect(state.results.map((r) => [r.outcome, r.findings.map((f) => f.rule)])).toEqual([
      ['refused', ['id-not-free']],
      ['refused', ['audience']],
      ['created', []],
    ])
    expect(JSON.stringify(state)).not.toContain('董事会')
    expect(await find('case-secret')).toMatchObject({ version: 1, body: { title: '董事会的案子' } })
    await expect(service().find(state.id, { ...CLERK, actor: 'key_other' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await service().find(state.id, MANAGER)).done).toBe(3)
  })

  it('names a file that cannot be read beside what was imported, and refuses an upload of nothing else', async () => {
    const imports = service()
    const bad = { name: '../../etc/藏\u0000.exe', bytes: new Uint8Array([1]) }
    const { id } = await imports.start(await imports.read([bad, file([aCase({ id: 'case-beside' })])]), PLAIN, MANAGER)
    for await (const _ of await imports.follow(id, MANAGER));
    const state = await imports.find(id, MANAGER)
    expect(state.files).toMatchObject([{ file: '藏.exe', findings: [{ severity: 'error' }] }, { file: '案例.jsonl' }])
    expect(state.counts.created).toBe(1)
    await expect(imports.start(await imports.read([bad]), PLAIN, MANAGER)).rejects.toMatchObject({
      code: 'invalid_request',
      issues: [{ path: 'file' }],
    })
  })

  it('masks personal data that came in with mended items', async () => {
    const imports = service()
    const item = aCase({
      id: 'case-mended',
      title: '充值未到账',
      course: [{ at: '第0天', what: '回电13812345678', decision: null }],
    })
    const upload = await imports.readItems([{ kind: 'case', item: { ...item }, file: '原稿.xlsx', row: 7 }])
    const { items } = await imports.dryRun(upload, MANAGER)
    expect(items[0]).toMatchObject({ file: '原稿.xlsx', row: 7 })
    expect(items[0]!.findings[0]).toMatchObject({ rule: 'personal-data', field: 'course.0.what', severity: 'warning' })
    const { id } = await imports.start(upload, PLAIN, MANAGER)
    for await (const _ of await imports.follow(id, MANAGER));
    expect(JSON.stringify(await find('case-mended'))).not.toContain('13812345678')
    expect((await find('case-mended'))?.body).toMatchObject({ course: [{ what: '回电〔电话1〕' }] })
  })
})

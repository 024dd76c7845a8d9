import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aCase, aScript, axisVector } from '../../../test/harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../../../test/harness/stores.ts'
import { createImportStore } from '../../db/stores/import-store.ts'
import { createItemStore } from '../../db/stores/item-store.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'
import type { CaseWriteUp } from '../../domain/knowledge.ts'
import { readKnowledgeRules, readPolicy, readReplyRules, readUploadWords } from '../../node/policy-files.ts'
import type { EmbedderState } from '../../ports/embedder.ts'
import type { ImportProgress, ImportStore } from '../../ports/import-store.ts'
import { createIds } from '../../wiring/ids.ts'
import type { Worker } from '../desk.ts'
import { createLibraryCheck } from '../library-check.ts'
import { createReplyChecker } from '../replies/check-reply.ts'
import { createImportService, type ImportHead } from './import-service.ts'
import { createNearFinder } from './near.ts'
import { readPacked } from './read-upload.ts'
import type { ImportResult } from './types.ts'
import type { ScriptCheck } from './unsayable.ts'

const [policy, words] = await Promise.all([readPolicy([]), readUploadWords()])
const MANAGER: Worker = { actor: 'key_m', audience: 'management', keyed: true }
const CLERK: Worker = { actor: 'key_c', audience: 'frontline', keyed: true }
const PLAIN = { submit: false, why: null }
let now = Date.parse('2026-11-22T08:00:00Z')

/** A text's vector points where its first character does, so that a test can say what is near in meaning. */
const embed = async (text: string) => axisVector((text.codePointAt(0)! * 7) % 500)
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

let database: TestDatabase
const logs: unknown[] = []
/** A service of its own, as a process of its own would have. */
function service(
  over: { store?: Partial<ImportStore<ImportHead, ImportResult>>; alone?: boolean; checkScript?: ScriptCheck } = {},
) {
  const imports = { ...createImportStore<ImportHead, ImportResult>(database.db), ...over.store }
  const store = createKnowledgeStore(database.db)
  const clock = { now: () => (now += 1000) }
  const logger = { info() {}, warn() {}, error: (...line: unknown[]) => void logs.push(line) }
  return createImportService({
    imports,
    near: createNearFinder({ store, imports, embedder: () => embedder, clock, calendar: policy.calendar }),
    readUpload: (sent) => readPacked(sent, words, policy),
    policy,
    ids: createIds(),
    clock,
    logger,
    alone: over.alone ?? true,
    checkScript: over.checkScript,
  })
}
const file = (items: unknown[], name = '案例.jsonl') => ({
  name,
  bytes: new TextEncoder().encode(items.map((i) => JSON.stringify(i)).join('\n')),
})
const many = (prefix: string, count: number, over: Partial<CaseWriteUp> = {}) =>
  Array.from({ length: count }, (_, i) => aCase({ id: `${prefix}-${i}`, ...over }))
const find = (id: string, kind: 'case' | 'script' = 'case') => createItemStore(database.db).find(kind, id)

type Service = ReturnType<typeof service>
async function importAll(
  imports: Service,
  items: unknown[],
  worker = MANAGER,
  options: { submit: boolean; why: string | null } = PLAIN,
) {
  const { id } = await imports.start(await imports.read([file(items)]), options, worker)
  for await (const _ of await imports.follow(id, worker));
  return imports.find(id, worker)
}

beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database.close())
beforeEach(() => void logs.splice(0))

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
    await createKnowledgeStore(database.db).put({ cases: [published], scripts: [] })
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

describe('a dry run', () => {
  it('says what would become of each item and keeps nothing', async () => {
    const imports = service()
    await importAll(imports, [aCase({ id: 'case-d1' }), aCase({ id: 'case-d2', title: '另一件', summary: '水管漏水' })])
    const { level: _, ...without } = aCase({ id: 'case-d4' })
    const { items, summary } = await imports.dryRun(
      await imports.read([
        file([
          aCase({ id: 'case-d1' }),
          aCase({ id: 'case-d2', title: '另一件', summary: '水管漏水', lessons: '改了' }),
          aCase({ id: 'case-d3', title: '宠物寄养', summary: '猫在寄养时走失,店家三天没有回话' }),
          without,
        ]),
      ]),
      MANAGER,
    )
    expect(summary).toMatchObject({
      total: 4,
      ready: 3,
      created: 1,
      updated: 1,
      unchanged: 1,
      withErrors: 1,
      nearDuplicates: 0,
      compared: 2,
      byMeaning: true,
    })
    expect(items.map((i) => i.findings.map((f) => f.rule))).toEqual([['unchanged'], ['update'], [], ['missing']])
    expect(await find('case-d3')).toBeNull()
    expect(await find('case-d2')).toMatchObject({ version: 1 })
  })

  it('names near-duplicates: of what is published, of drafts by title, of the upload itself', async () => {
    const shown = aCase({
      id: 'case-shown-near',
      title: '洗衣机漏水泡了地板',
      summary: '新买的洗衣机第三次使用时漏水,客厅木地板泡胀,要求赔偿地板',
    })
    const knowledge = createKnowledgeStore(database.db)
    await knowledge.put({ cases: [shown], scripts: [] })
    await knowledge.putVectors('case', 'm', [{ id: shown.id, vector: await embed(shown.title) }])
    const imports = service()
    await importAll(imports, [aCase({ id: 'case-drafted', title: '会员费误扣', summary: '会员到期仍被扣费两次' })])
    const near = async (over: Partial<CaseWriteUp>[], worker = MANAGER) => {
      const items = over.map((o, i) => aCase({ id: `case-new-${i}`, ...o }))
      const dry = await imports.dryRun(await imports.read([file(items)]), worker)
      return dry.items.map((i) => i.findings.flatMap((f) => (f.like ? [[f.like.id, f.like.similarity]] : [])))
    }
    const words = { title: '漏水的洗衣机', summary: `${shown.summary},客服三天没来` }
    expect(await near([words])).toEqual([[['case-shown-near', expect.any(Number)]]])
    const [[[, similarity]]] = (await near([words])) as [[[string, number]]]
    expect(similarity).toBeGreaterThan(0.35)
    expect(similarity).toBeLessThan(1)
    // Other words, but the vector of the same first character.
    expect(await near([{ title: '洗完地板全坏', summary: '机器一转就渗,家里木头都翘起来了' }])).toEqual([
      [['case-shown-near', 1]],
    ])
    expect(await near([{ title: '会员费误扣', summary: '会员到期仍被扣费两回' }])).toMatchObject([
      [['case-drafted', expect.any(Number)]],
    ])
    const twin = { title: '订的蛋糕写错名字', summary: '生日蛋糕上写错了名字,门店不肯重做,客人当场发火' }
    expect(
      await near([twin, { title: '面条里有头发', summary: '点的面条里吃出头发' }, { ...twin, lessons: '核对' }]),
    ).toEqual([[], [], [['case-new-0', 1]]])
  })

  it('warns of a script that promises beyond powers, and an import submits only those that do not', async () => {
    const [rules, replyRules] = await Promise.all([readKnowledgeRules(), readReplyRules()])
    const check = createLibraryCheck({ policy, rules, checkReply: createReplyChecker({ rules: replyRules, policy }) })
    const imports = service({ checkScript: (script) => check([script]) })
    const scripts = [
      aScript({
        id: 'script-rash',
        scene: '赔偿·一万',
        text: '我保证三天内赔您一万元。',
        slots: [],
        maxPromiseYuan: 50000,
      }),
      aScript({ id: 'script-calm', scene: '致歉·核实', text: '很抱歉,我们先核实情况,今天给您回电。', slots: [] }),
    ]
    const dry = await imports.dryRun(await imports.read([file(scripts)]), MANAGER)
    expect(dry.summary).toMatchObject({ ready: 2, withErrors: 0, withWarnings: 1 })
    const warned = dry.items[0]!.findings.filter((f) => f.severity === 'warning').map((f) => [f.rule, f.field])
    expect(warned).toContainEqual(['limit-over-powers', 'maxPromiseYuan'])
    expect(warned).toContainEqual(['sum-over-powers', 'text'])
    expect(dry.items[1]!.findings).toEqual([])
    const { results } = await importAll(imports, scripts, MANAGER, { submit: true, why: null })
    expect(results.map((r) => r.outcome)).toEqual(['created', 'created'])
    expect(results[0]!.findings.map((f) => f.rule)).toContain('limit-over-powers')
    expect(await find('script-rash', 'script')).toMatchObject({ status: 'draft' })
    expect(await find('script-calm', 'script')).toMatchObject({ status: 'in_review' })
  })

  it('says that a retired item stays retired where nothing has changed, in the import’s results too', async () => {
    const imports = service()
    const retired = aCase({ id: 'case-gone', title: '停用的流程', summary: '按旧流程退换' })
    await importAll(imports, [retired])
    await createItemStore(database.db).change('case', 'case-gone', { step: 'evt_gone', audit: 'evt_gone_a' }, () => ({
      actor: 'key_m',
      at: now,
      action: 'retire',
      why: '流程已改',
      status: 'retired',
      body: null,
      show: 'nothing',
    }))
    const dry = await imports.dryRun(await imports.read([file([retired])]), MANAGER)
    expect(dry.items[0]!.findings).toMatchObject([{ severity: 'warning', rule: 'retired' }])
    expect(dry.items[0]!.findings[0]!.problem.zh).toContain('仍是下架')
    expect((await importAll(imports, [retired])).results).toMatchObject([
      { outcome: 'unchanged', findings: [{ rule: 'retired' }] },
    ])
    expect(await find('case-gone')).toMatchObject({ status: 'retired' })
    const changed = await imports.dryRun(await imports.read([file([{ ...retired, lessons: '按新流程' }])]), MANAGER)
    expect(changed.items[0]!.findings.map((f) => f.rule)).toEqual(['update'])
  })

  it('tells a worker nothing of near ones above their eyes', async () => {
    const secret = aCase({
      id: 'case-hush',
      title: '高管专线投诉',
      summary: '董事亲友的账户被冻结',
      audience: 'management',
    })
    const imports = service()
    await importAll(imports, [secret])
    const dry = await imports.dryRun(
      await imports.read([file([{ ...secret, id: 'case-own', audience: 'frontline' }])]),
      CLERK,
    )
    expect(dry.items[0]!.findings).toEqual([])
    expect(dry.summary.nearDuplicates).toBe(0)
  })
})

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
    const there = await createImportStore(database.db).held(many('case-c', 400).map(({ id }) => ({ kind: 'case', id })))
    expect(there.size).toBe(state.done)
    await expect(service().cancel(id, MANAGER)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is interrupted when its process dies; the same file again does the rest', async () => {
    let chunks = 0
    const real = createImportStore<ImportHead, ImportResult>(database.db)
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
    now += 130_000
    expect((await other.find(id, MANAGER)).status).toBe('interrupted')
    expect((await mine.find(id, MANAGER)).status).toBe('interrupted')
  })

  it('breaks off honestly when the database fails in the middle, with no words in the log', async () => {
    const real = createImportStore<ImportHead, ImportResult>(database.db)
    let chunks = 0
    const chunk: typeof real.chunk = (...a) =>
      ++chunks === 2 ? Promise.reject(Object.assign(new Error('甲方机密'), { code: '53100' })) : real.chunk(...a)
    const imports = service({ store: { chunk } })
    const state = await importAll(imports, many('case-f', 300))
    expect(state).toMatchObject({ status: 'interrupted', done: 100, counts: { created: 100 } })
    expect(logs).toEqual([[{ import: state.id, code: '53100' }, 'an import broke off']])
  })

  it('takes no fifth while four run, and stops tidily with its process', async () => {
    const real = createImportStore<ImportHead, ImportResult>(database.db)
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

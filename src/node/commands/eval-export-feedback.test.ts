import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { anAssessment } from '../../../test/harness/assessments.ts'
import { audit } from '../../db/schema/triage.ts'
import { createFeedbackStore } from '../../db/stores/feedback-store.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'
import { createTriageStore } from '../../db/stores/triage-store.ts'
import { type TriageRequestInput, triageRequestSchema } from '../../domain/complaint.ts'
import type { SuzhenError } from '../../domain/errors.ts'
import type { Corrected } from '../../domain/feedback.ts'
import { labelledCaseSchema } from '../../domain/labelled-case.ts'
import type { Assessor } from '../../ports/assessor.ts'
import { createFeedbackService } from '../../triage/feedback.ts'
import { createTriageService } from '../../triage/triage-complaint.ts'
import { createIds } from '../../wiring/ids.ts'
import { run } from '../cli.ts'
import { openEmbedded } from '../database.ts'
import { readPolicy } from '../policy-files.ts'
import { exportFeedbackCommand } from './eval-export-feedback.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-feedback-'))
const env = { DATA_DIR: join(folder, 'data') }
const policy = await readPolicy([])
let file = 0
const out = () => join(folder, `out${++file}.jsonl`)
const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')

let said = ''
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

const judges: Assessor = {
  name: 'local',
  assess: async () => ({ assessment: anAssessment({}), degraded: false, reasons: [], models: {}, latencyMs: {} }),
}

/** The real road, from the question to what is kept; closed before the command opens the same folder. */
async function withService<T>(work: (service: Awaited<ReturnType<typeof open>>) => Promise<T>): Promise<T> {
  const service = await open()
  try {
    return await work(service)
  } finally {
    await service.database.close()
  }
}
async function open() {
  const database = await openEmbedded(env.DATA_DIR)
  await database.migrate()
  const triages = createTriageStore(database.db)
  const clock = { at: Date.parse('2026-11-20T10:20:00+08:00'), now: () => clock.at }
  const ids = createIds()
  const road = createTriageService({
    policy,
    assessor: judges,
    triages,
    knowledge: createKnowledgeStore(database.db),
    pseudonyms: { of: (kind, value) => `h(${kind}:${value.length})` },
    ids,
    clock,
  })
  const feedback = createFeedbackService({
    policy,
    triages,
    feedback: createFeedbackStore(database.db),
    ids,
    clock,
  })
  const ask = async (request: TriageRequestInput) => {
    const context = { actor: 'open', audience: null, idempotency: null }
    return (await road.triage(triageRequestSchema.parse(request), context)).decision.id
  }
  const correct = (id: string, corrected: Corrected) => feedback.give(id, { corrected }, 'key_a')
  const settle = (id: string, final: Corrected, why = '看过') => feedback.settle(id, { final, why }, 'key_b')
  return { database, clock, feedback, ask, correct, settle }
}

const PERSONAL = {
  phone: '13812345678',
  landline: '010-62345678',
  id: '11010519491231002X',
  badId: '110105194912310021',
  card: '4111111111111111',
  email: 'wang.xm@example.com',
  plate: '京A12345',
  name: '欧阳晓彤',
  ownName: '李建国',
  address: '中山路12号3栋2单元501',
  block: '翠湖小区',
  account: 'wang_xm88',
  order: '20261120889900',
}
const TEXT = `我叫${PERSONAL.ownName},${PERSONAL.name}是我爱人,电话${PERSONAL.phone}或${PERSONAL.landline},身份证${PERSONAL.id}(旧的${PERSONAL.badId}),卡号${PERSONAL.card},邮箱${PERSONAL.email},车${PERSONAL.plate},住${PERSONAL.address},家住${PERSONAL.block},微信${PERSONAL.account},订单${PERSONAL.order},快递三天没到`

let settledId: string
beforeAll(async () => {
  await withService(async ({ ask, correct, settle, clock }) => {
    settledId = await ask({
      text: TEXT,
      channel: 'wechat',
      domain: 'logistics',
      customer: { id: 'c1', name: PERSONAL.name, phone: PERSONAL.phone },
    })
    const final: Corrected = { severity: 2, rules: ['2c'], emotion: 3, dominant: 'anger', also_ok: ['SP-14'] }
    await correct(settledId, final)
    clock.at = Date.parse('2026-11-30T17:00:00Z')
    await settle(settledId, final, `客户 ${PERSONAL.phone} 说的`)
    // Never settled: none of these leaves.
    await correct(await ask({ text: '只有分歧,没有定论' }), { group: true })
    await ask({ text: '没有人反馈' })
  })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

it('writes what is settled as labelled cases, and nothing else', async () => {
  const path = out()
  expect(await exportFeedbackCommand(env, { out: path })).toBe(0)
  const lines = linesOf(path)
  expect(lines).toHaveLength(1)
  const labelled = labelledCaseSchema.parse(JSON.parse(lines[0]!))
  const id = `fb-${settledId.slice(4)}`
  expect(labelled).toMatchObject({
    id,
    lang: 'zh',
    nature: 'complaint',
    severity: 2,
    rules: ['2c'],
    also_ok: ['SP-14'],
    emotion: 3,
    dominant: 'anger',
    slice: null,
    domain: 'logistics',
    channel: 'wechat',
    register: 'chat',
    situation: id,
    // By the policy's clock: 01:00 of 1 December in Shanghai.
    source: 'feedback-2026-12',
  })
  expect(said).toContain('导出 1/1 条,0 条问题 · exported 1 of 1; 0 findings')
  expect(statSync(path).mode & 0o077).toBe(0)
})

it.each(Object.entries(PERSONAL))('lets no %s out, neither into the file nor onto the screen', async (_, value) => {
  const path = out()
  await exportFeedbackCommand(env, { out: path })
  const written = readFileSync(path, 'utf8')
  expect(written).toContain('快递三天没到')
  expect(written + said).not.toContain(value)
  expect(written).not.toMatch(/\d{7}/)
  expect(written).not.toContain('看过')
})

it('tells each placeholder from the others', async () => {
  const path = out()
  await exportFeedbackCommand(env, { out: path })
  const { text } = JSON.parse(linesOf(path)[0]!) as { text: string }
  const placeholders = text.match(/〔\p{Script=Han}+\d+〕/gu)!
  expect(placeholders).toHaveLength(Object.keys(PERSONAL).length)
  expect(new Set(placeholders).size).toBe(placeholders.length)
})

it('notes each export in the audit trail', async () => {
  const actions = await withService(async ({ database }) =>
    (await database.db.select().from(audit).where(eq(audit.action, 'export'))).map((a) => [a.actor, a.subject]),
  )
  expect(actions.length).toBeGreaterThan(0)
  expect(new Set(actions.map((a) => a.join(' ')))).toEqual(new Set([`cli ${settledId}`]))
})

it('takes what was settled since a day in the policy’s zone, or a time', async () => {
  const since = async (text: string) => {
    const path = out()
    await exportFeedbackCommand(env, { out: path, since: text })
    return existsSync(path) ? linesOf(path).length : 0
  }
  expect(await since('2026-12-01')).toBe(1)
  expect(await since('2026-11-30T17:00:00Z')).toBe(1)
  expect(await since('2026-12-02')).toBe(0)
  expect(said).toContain('没有可导出的')
  for (const wrong of ['yesterday', '2026-02-30', '2026-11-30T17:00:00'])
    await expect(exportFeedbackCommand(env, { out: out(), since: wrong })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('--since'),
    })
})

it('says of each that cannot be exported what to do, by its id alone', async () => {
  const ids = await withService(async ({ ask, correct, settle, feedback, database }) => {
    const [reopened, retired] = [await ask({ text: '定论之后有人反对' }), await ask({ text: '编码已经取消' })]
    for (const id of [reopened, retired]) {
      await correct(id, { group: true })
      await settle(id, { group: true })
    }
    await feedback.give(reopened, { corrected: {}, agree: true }, 'key_c')
    // As if another policy had been in force then.
    await database.db.execute(
      `update feedback_settlements set final = jsonb_set(final, '{primary}', '"RL-77"') where triage_id = '${retired}'`,
    )
    return { reopened, retired }
  })
  const path = out()
  expect(await exportFeedbackCommand(env, { out: path })).toBe(0)
  expect(linesOf(path)).toHaveLength(1)
  expect(said).toContain(`${ids.reopened}: 了结之后又有人提出不同意见`)
  expect(said).toContain(`${ids.retired}: 现行策略里已没有它的编码(primary)`)
  expect(said).toContain('exported 1 of 3; 2 findings')
  expect(said).not.toMatch(/反对|取消/)
})

it('overwrites nothing, and leaves nothing half written', async () => {
  const path = out()
  writeFileSync(path, 'mine\n')
  const refused = async (at: string) => exportFeedbackCommand(env, { out: at }).catch((e: SuzhenError) => e.message)
  expect(await refused(path)).toContain('--out 的文件已存在')
  expect(readFileSync(path, 'utf8')).toBe('mine\n')
  expect(await refused(join(folder, 'no-such-folder', 'x.jsonl'))).toContain('--out 写不进去')
})

it('stands under suzhen eval', async () => {
  const path = out()
  vi.stubEnv('DATA_DIR', env.DATA_DIR)
  try {
    expect(await run(['node', 'suzhen', 'eval', 'export-feedback', '--out', path, '--since', '2026-01-01'])).toBe(0)
    expect(linesOf(path)).toHaveLength(1)
    // Without a service to stop: the folder is taken, and the answer says by whom.
    await withService(async () => {
      expect(await run(['node', 'suzhen', 'eval', 'export-feedback', '--out', out()])).toBe(1)
    })
  } finally {
    vi.unstubAllEnvs()
  }
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { aCase, aScript } from '../../../test/harness/records.ts'
import { createItemStore } from '../../db/stores/item-store.ts'
import { createKnowledgeStore } from '../../db/stores/knowledge-store.ts'
import { run } from '../cli.ts'
import { openEmbedded } from '../database.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-check-'))
const env = { DATA_DIR: join(folder, 'data') }
let printed = ''
beforeEach(() => {
  printed = ''
  vi.stubEnv('DATA_DIR', env.DATA_DIR)
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(folder, { recursive: true }))

const check = (...flags: string[]) => run(['node', 'suzhen', 'knowledge', 'check', ...flags])
const bad = aScript({
  id: 'script-bad',
  scene: '乱许诺',
  maxPromiseYuan: 9999,
  text: '我保证明天一定给您解决。',
  slots: [],
})

async function withItems<T>(work: (db: Awaited<ReturnType<typeof openEmbedded>>['db']) => Promise<T>): Promise<T> {
  const database = await openEmbedded(env.DATA_DIR)
  await database.migrate()
  try {
    return await work(database.db)
  } finally {
    await database.close()
  }
}

beforeAll(() =>
  withItems(async (db) => {
    await createKnowledgeStore(db).put({
      cases: [aCase({ id: 'case-one' })],
      scripts: [aScript({ id: 'script-good' })],
    })
    // A draft is nobody's to read out, so it is not looked at.
    await createItemStore(db).change('script', 'script-draft', { step: 'evt_1', audit: 'evt_2' }, () => ({
      actor: 'cli',
      at: Date.parse('2026-11-22T08:00:00Z'),
      action: 'create',
      why: null,
      status: 'draft',
      body: { ...bad, id: 'script-draft' },
      show: 'as before',
    }))
  }),
)

it('finds nothing in a sound library, and answers 0', async () => {
  expect(await check()).toBe(0)
  expect(printed).toBe('1 条已发布话术,没有问题 · 1 published scripts, no findings\n')
})

it('prints findings by script, and answers 1', async () => {
  await withItems((db) => createKnowledgeStore(db).put({ cases: [], scripts: [bad] }))
  expect(await check()).toBe(1)
  expect(printed).not.toContain('script-draft')
  expect(printed.match(/script-bad/g)).toHaveLength(1)
  expect(printed).toMatch(/乱许诺.*script-bad/)
  expect(printed).toMatch(/maxPromiseYuan: 可承诺上限高于该角色的权限/)
  expect(printed).toMatch(/text «.*保证.*»: 保证了谁也不能保证的结果/)
  expect(printed).toMatch(/2 条已发布话术,1 条有问题,共 \d+ 处 · 2 published scripts, 1 with findings, \d+ in all\n$/)
})

it('checks what is published while a newer draft waits', async () => {
  await withItems((db) =>
    createItemStore(db).change('script', 'script-bad', { step: 'evt_3', audit: 'evt_4' }, (held) => ({
      actor: 'cli',
      at: Date.parse('2026-11-22T09:00:00Z'),
      action: 'edit',
      why: null,
      status: 'draft',
      body: aScript({ ...held!.body, maxPromiseYuan: 0, text: '您好,{客户称呼}。', slots: ['客户称呼'] } as never),
      show: 'as before',
    })),
  )
  expect(await check('--json')).toBe(1)
  const { scripts, findings } = JSON.parse(printed)
  expect(scripts).toBe(2)
  expect(findings.map((f: { id: string; rule: string }) => [f.id, f.rule])).toContainEqual([
    'script-bad',
    'limit-over-powers',
  ])
})

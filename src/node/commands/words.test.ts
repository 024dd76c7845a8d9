import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { capturePrinted } from '../../../test/harness/printed.ts'
import { triages } from '../../db/schema/triage.ts'
import type { SuzhenError } from '../../domain/errors.ts'
import { monthlyWordsSchema } from '../../http/routes/monthly-words.ts'
import { run } from '../cli.ts'
import { openEmbedded } from '../database.ts'
import { wordsCommand } from './words.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-words-'))
const env = { DATA_DIR: join(folder, 'data') }
const printed = capturePrinted()
afterAll(() => rmSync(folder, { recursive: true }))

beforeAll(async () => {
  const database = await openEmbedded(env.DATA_DIR)
  await database.migrate()
  const frames = [
    (w: string) => `新买的${w}坏了,要退`,
    (w: string) => `${w}漏电`,
    (w: string) => `客服不管${w}的事`,
    (w: string) => `请查${w}`,
    (w: string) => `一开${w}就跳闸`,
    (w: string) => `家里${w}冒烟`,
  ]
  const rows = ['2026-09', '2026-10'].flatMap((month) =>
    Array.from({ length: 60 }, (_, i) => ({
      id: `tri_${month}_${i}`,
      receivedAt: new Date(`${month}-15T09:00:00+08:00`),
      customerKey: `c${i}`,
      channel: 'app',
      nature: 'complaint',
      level: 2,
      codes: ['PQ-08'],
      outside: false,
      maskedText: frames[i % frames.length]!(month === '2026-10' && i < 30 ? '电热毯' : '充电器'),
      maskedSpans: [],
      decision: {},
      policyHash: 'p',
    })),
  )
  await database.db.insert(triages).values(rows)
  await database.close()
})

it('prints the words of a month as a table', async () => {
  expect(await wordsCommand(env, { month: '2026-10', limit: '50' })).toBe(0)
  const [head, sums, , columns, ...rows] = printed.out.trimEnd().split('\n')
  expect(head).toContain('2026-10:60 条投诉、60 人')
  expect(sums).toMatch(/ · 0 rose, (\d+) new, \1 without a script$/)
  expect(columns).toMatch(/词 word.*话术 script/)
  expect(rows[0]).toMatch(/^ {2}电热毯 +新 new +30 +50\.0% +0 .*PQ-08 +缺 missing$/)
  expect(printed.err).toContain('统计用词 counting words: done')
})

it('prints the same as JSON, through the command line', async () => {
  expect(await run(['node', 'suzhen', 'words', '--help'])).toBe(0)
  expect(printed.out).toContain('--month')
  printed.out = ''
  expect(await wordsCommand(env, { month: '2026-10', limit: '50', json: true })).toBe(0)
  const { month, words } = monthlyWordsSchema.strict().parse(JSON.parse(printed.out))
  expect([month, words[0]]).toMatchObject([
    '2026-10',
    { word: '电热毯', change: 'new', count: 30, before: { count: 0 }, script: null },
  ])
})

it('says why there are none, and refuses what is no month or limit before it opens anything', async () => {
  await wordsCommand(env, { month: '2026-08', limit: '50' })
  expect(printed.out).toContain('该月没有投诉')
  for (const flags of [
    { month: '2026-13', limit: '50' },
    { month: '2026-10', limit: '0' },
    { month: '2026-10', limit: 'many' },
  ])
    await expect(wordsCommand({ DATA_DIR: '/proc/none' }, flags)).rejects.toMatchObject({
      code: 'invalid_request',
    } satisfies Partial<SuzhenError>)
})

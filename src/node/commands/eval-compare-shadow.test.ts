import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { capturePrinted } from '../../../test/harness/printed.ts'
import { aRecord, DAY, NOW } from '../../../test/harness/records.ts'
import { aShadow } from '../../../test/harness/shadows.ts'
import { createShadowStore } from '../../db/stores/shadow-store.ts'
import { createTriageStore } from '../../db/stores/triage-store.ts'
import { DECISION_EXAMPLE } from '../../http/routes/triage-example.ts'
import { openEmbedded } from '../database.ts'
import { compareCommand } from './eval-compare.ts'

const folder = mkdtempSync(join(tmpdir(), 'suzhen-shadow-'))
const env = { DATA_DIR: join(folder, 'data') }

beforeAll(async () => {
  const database = await openEmbedded(env.DATA_DIR)
  try {
    await database.migrate()
    const triages = createTriageStore(database.db)
    const shadows = createShadowStore(database.db)
    for (const id of ['tri_a', 'tri_b', 'tri_c']) {
      const context = { actor: 'open', eventId: `evt_${id}`, auditId: `aud_${id}`, claim: null }
      await triages.save(aRecord({ id, decision: { ...DECISION_EXAMPLE, id } }), context)
      await shadows.add(aShadow({ triageId: id, at: id === 'tri_a' ? NOW - 10 * DAY : NOW }))
    }
    await shadows.add(aShadow({ triageId: 'tri_c', model: 'another', failure: 'llm-timeout' }))
  } finally {
    await database.close()
  }
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

const printed = capturePrinted()

it('prints the pairs of each model and writes them as JSON, for its owner alone, without a word of a complaint', async () => {
  const out = join(folder, 'report')
  expect(await compareCommand(env, undefined, undefined, { shadow: true, out, lang: 'en' })).toBe(0)
  expect(printed.out).toMatch(/Shadow another[\s\S]*llm-timeout 1[\s\S]*Shadow shadow-model[\s\S]*3 pairs/)
  const file = join(out, 'shadow.json')
  const report = JSON.parse(readFileSync(file, 'utf8'))
  expect(report.groups.map((g: { pairs: number }) => g.pairs)).toEqual([1, 3])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(printed.out + readFileSync(file, 'utf8')).not.toMatch(/快递|电饭煲/)
}, 60_000)

it('keeps to a model and a day, as JSON', async () => {
  const flags = { shadow: true, lang: 'zh', json: true, model: 'shadow-model', since: '2026-11-15' }
  expect(await compareCommand(env, undefined, undefined, flags)).toBe(0)
  expect(JSON.parse(printed.out).groups).toMatchObject([{ model: 'shadow-model', pairs: 2 }])
  printed.out = ''
  await compareCommand(env, undefined, undefined, { ...flags, json: false, model: 'none' })
  expect([printed.out, printed.err]).toEqual(['', expect.stringMatching(/LLM_SHADOW_MODEL/)])
}, 60_000)

it.each([
  [['a.jsonl', 'b.jsonl'], { shadow: true }, /--shadow/],
  [['a.jsonl', 'b.jsonl'], { since: '2026-11-01' }, /--since/],
  [[], {}, /两次运行/],
  [[], { shadow: true, since: 'yesterday' }, /--since/],
])('says what is wrong with %j %j', async ([base, other], flags, message) => {
  await expect(compareCommand(env, base, other, { lang: 'zh', ...flags })).rejects.toThrow(message)
})

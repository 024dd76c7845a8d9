import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { replyFindingsSchema } from '../../src/http/routes/replies.ts'
import { createReplyService } from '../../src/knowledge/replies/service.ts'
import { readReplyRules } from '../../src/node/policy-files.ts'
import { seedKnowledge } from '../../src/node/seed.ts'
import { aScript } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, decision, fakeApp, fakeKeys, keyFor, post, realPolicy, STORED_ID } from './fakes.ts'

// An hour after the stored decision came in: its first answer is late, it is to be closed within the day.
const NOW = Date.parse('2026-11-20T11:20:00+08:00')
let database: TestDatabase
let replies: HttpDeps['replies']

beforeAll(async () => {
  database = await memoryDatabase()
  const store = createKnowledgeStore(database.db)
  await seedKnowledge(store)
  await store.put({
    cases: [],
    scripts: [
      aScript({ id: 'script-above', audience: 'management', stage: 'remedy', text: '权限内申请补偿优惠券,报主管核定' }),
      aScript({ id: 'script-stove', stage: 'explain', text: '炉灶点不着,请先关气', avoid: ['炉灶都是这个样子'] }),
    ],
  })
  const clock = { now: () => NOW }
  replies = createReplyService({ rules: await readReplyRules(), policy: await realPolicy(), store, clock })
})
afterAll(() => database.close())

async function service() {
  const keys = { ...allKeys(), 'hash:key:wide-key': apiKey('agent', { id: 'key_wide', audience: 'management' }) }
  const fakes = await fakeApp({ auth: { required: true }, keys: fakeKeys(keys), replies })
  fakes.triage.on.find = async (id) => (id === STORED_ID ? { text: '', decision } : null)
  const ask = async (body: object, key = 'wide-key') => {
    const response = await fakes.app.request('/v1/replies/check', post(body, { 'x-api-key': key }))
    return { status: response.status, json: await response.json() }
  }
  const check = async (body: object, key?: string) => replyFindingsSchema.parse((await ask(body, key)).json)
  return { ...fakes, ask, check }
}

describe('POST /v1/replies/check', () => {
  it('warns of a promise beyond the role, with its place and words from the library', async () => {
    const { check } = await service()
    const text = '您好,我保证三天内赔您一万元'
    const { findings, ok } = await check({ text, role: 'frontline' })
    expect(ok).toBe(false)
    expect(findings.map((f) => [f.rule, f.severity])).toEqual(
      expect.arrayContaining([
        ['over-powers', 'block'],
        ['guarantee', 'warn'],
        ['no-apology', 'hint'],
      ]),
    )
    for (const f of findings) if (f.quote !== null) expect(text.slice(f.start!, f.end!)).toBe(f.quote)
    const over = findings.find((f) => f.rule === 'over-powers')!
    expect(over.quote).toContain('一万元')
    expect(over.better?.scriptId).toMatch(/^script-/)
    expect(over.better?.text.length).toBeGreaterThan(10)
  })

  it('says nothing of a good reply', async () => {
    const { check } = await service()
    expect(await check({ text: '很抱歉让您久等,我今天18点前给您回电。', role: 'frontline' })).toEqual({
      findings: [],
      ok: true,
    })
  })

  it('never lets a key promise, or see, more than its own audience', async () => {
    const { check } = await service()
    const asked = { text: '抱歉,我今天补偿您一万元', role: 'management' }
    expect((await check(asked)).findings).toEqual([])
    const lowered = (await check(asked, keyFor('agent'))).findings
    expect(lowered.map((f) => f.rule)).toEqual(['over-powers'])
    expect(lowered[0]!.better?.scriptId).not.toBe('script-above')
  })

  it('finds what a script near the reply says to avoid, and offers that script', async () => {
    const { check } = await service()
    const { findings } = await check({ text: '抱歉,炉灶,都是这个样子,明天给您回电', role: 'frontline' })
    expect(findings).toMatchObject([
      { rule: 'avoided', quote: '炉灶,都是这个样子', better: { scriptId: 'script-stove' } },
    ])
  })

  it('holds promised times against the clocks of the case', async () => {
    const { check } = await service()
    const text = '很抱歉,我们下周三给您办好退款'
    expect((await check({ text, role: 'frontline' })).findings).toEqual([])
    const { findings, ok } = await check({ text, role: 'frontline', triageId: STORED_ID })
    expect(ok).toBe(false)
    expect(findings).toMatchObject([{ rule: 'deadline', severity: 'warn', quote: '我们下周三给您办好退款' }])
    // To the minute and without the offset, as a person writes it.
    const [day, time] = decision.clocks.resolveBy.split('T') as [string, string]
    expect(findings[0]!.message.zh).toBe(`晚于本案的办结时限 ${day} ${time.slice(0, 5)}`)
  })

  it.each([
    ['an id of none', { triageId: 'tri_00000000000000' }, 'wide-key', 404],
    ['a key that may not see triages', { triageId: STORED_ID }, keyFor('knowledge'), 404],
    ['an id that cannot be one', { triageId: 'x' }, 'wide-key', 422],
    ['a blank text', { text: ' \u200b ' }, 'wide-key', 422],
    ['4,001 characters', { text: '好'.repeat(4001) }, 'wide-key', 422],
    ['no such role', { role: 'king' }, 'wide-key', 422],
    ['a field that is none', { tone: 'kind' }, 'wide-key', 422],
  ])('refuses %s', async (_, over, key, status) => {
    const { ask } = await service()
    expect((await ask({ text: '抱歉', role: 'frontline', ...over }, key)).status).toBe(status)
  })

  it('reads the longest reply, and keeps its words out of the log', async () => {
    const { ask, logs } = await service()
    expect((await ask({ text: '张三的秘密我保证'.repeat(500), role: 'frontline', channel: 'email' })).status).toBe(200)
    expect(JSON.stringify(logs)).not.toContain('秘密')
    expect(logs.at(-1)?.fields).toMatchObject({ channel: 'email', audience: 'frontline', replyOk: false })
    expect(logs.at(-1)?.fields.rules).toContain('guarantee')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { knowledgeItemPageSchema, knowledgeItemSchema } from '../../src/http/routes/item-answers.ts'
import { createKnowledgeDesk } from '../../src/knowledge/desk.ts'
import { createLibraryCheck } from '../../src/knowledge/library-check.ts'
import { createReplyChecker } from '../../src/knowledge/replies/check-reply.ts'
import { readKnowledgeRules, readReplyRules } from '../../src/node/policy-files.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { aCase, aScript } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { allKeys, apiKey, fakeApp, fakeKeys, post, realPolicy } from './fakes.ts'

let database: TestDatabase
const shown: string[] = []
let now = Date.parse('2026-11-22T08:00:00Z')

async function desk() {
  const policy = await realPolicy()
  const rules = await readKnowledgeRules()
  const library = createLibraryCheck({
    policy,
    rules,
    checkReply: createReplyChecker({ rules: await readReplyRules(), policy }),
  })
  return createKnowledgeDesk({
    items: createItemStore(database.db),
    policy: await realPolicy(),
    rules: await readKnowledgeRules(),
    ids: createIds(),
    clock: { now: () => (now += 1000) },
    checkScript: (script) => library([script]),
    onShown: async (_, body) => void shown.push(body.id),
  })
}
beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database.close())

/** Writer and approver are two keys; the third sees only what the front line may. */
const KEYS = {
  ...allKeys(),
  'hash:key:writer-key': apiKey('knowledge', { id: 'key_writer', label: '王编辑', audience: 'management' }),
  'hash:key:second-key': apiKey('knowledge', { id: 'key_second', label: '李主管', audience: 'management' }),
  'hash:key:narrow-key': apiKey('knowledge', { id: 'key_narrow', audience: 'frontline' }),
}

async function service() {
  const { app, logs } = await fakeApp({ auth: { required: true }, keys: fakeKeys(KEYS), desk: await desk() })
  const ask = async (key: string, path: string, init: RequestInit = {}) => {
    const headers = { ...(init.headers as Record<string, string>), 'x-api-key': `${key}-key` }
    const response = await app.request(`/v1/knowledge/items${path}`, { ...init, headers })
    return { response, status: response.status, json: (await response.json()) as Record<string, never> }
  }
  const at = (revision: number) => ({ 'if-match': `"${revision}"` })
  const put = (body: object, headers: Record<string, string>): RequestInit => ({
    ...post(body, headers),
    method: 'PUT',
  })
  return { ask, at, put, logs }
}

describe('the knowledge desk over HTTP (G1)', () => {
  it('walks an item from draft to published by two people, and back out', async () => {
    const { ask, at, put } = await service()
    const made = await ask('writer', '', post({ kind: 'case', item: aCase({ id: 'case-walk' }), why: '新案例' }))
    expect(made.status).toBe(201)
    expect(made.response.headers.get('location')).toBe('/v1/knowledge/items/case/case-walk')
    expect(made.response.headers.get('etag')).toBe('"1"')
    expect(knowledgeItemSchema.parse(made.json)).toMatchObject({ status: 'draft', author: 'key_writer', version: 1 })

    expect((await ask('writer', '/case/case-walk/submit', post({}, at(1)))).json).toMatchObject({ status: 'in_review' })
    const own = await ask('writer', '/case/case-walk/approve', post({}, at(2)))
    expect([own.status, own.json.code]).toEqual([403, 'forbidden'])
    const returned = await ask('second', '/case/case-walk/return', post({ why: '缺少教训' }, at(2)))
    expect(returned.json).toMatchObject({ status: 'draft', revision: 3 })
    const edited = aCase({ id: 'case-walk', lessons: '先给时间再解释' })
    expect((await ask('writer', '/case/case-walk', put({ item: edited, why: '补教训' }, at(3)))).json).toMatchObject({
      version: 2,
      revision: 4,
    })
    await ask('writer', '/case/case-walk/submit', post({}, at(4)))
    const approved = await ask('second', '/case/case-walk/approve', post({}, at(5)))
    expect(approved.json).toMatchObject({ status: 'published', publishedVersion: 2 })
    expect(shown).toEqual(['case-walk'])

    const history = await ask('second', '/case/case-walk/history')
    // Who took a part, by the names their keys were given, and nobody else.
    expect(history.json.people).toEqual({ key_writer: '王编辑', key_second: '李主管' })
    expect(history.json.versions).toMatchObject([{ changed: [] }, { changed: ['lessons'], why: '补教训' }])
    expect((history.json.steps as unknown as { action: string }[]).map((s) => s.action)).toEqual([
      'create',
      'submit',
      'return',
      'edit',
      'submit',
      'approve',
    ])
    const restored = await ask('second', '/case/case-walk/restore', post({ version: 1 }, at(6)))
    expect(restored.json).toMatchObject({ status: 'draft', version: 3, publishedVersion: 2, author: 'key_second' })
    const retired = await ask('second', '/case/case-walk/retire', post({ why: '过时' }, at(7)))
    expect(retired.json).toMatchObject({ status: 'retired', publishedVersion: null })
  })

  it('loses nobody’s change: no If-Match, an old one, a wrong state each say so', async () => {
    const { ask, at, put } = await service()
    await ask('writer', '', post({ kind: 'script', item: aScript({ id: 'script-etag' }) }))
    const edit = (headers: Record<string, string>) =>
      ask('writer', '/script/script-etag', put({ item: aScript({ id: 'script-etag' }) }, headers))
    expect((await edit({})).json).toMatchObject({ code: 'precondition_required', status: 428 })
    expect((await edit({ 'if-match': 'W/"x"' })).json).toMatchObject({ code: 'precondition_failed', status: 412 })
    expect((await edit(at(1))).status).toBe(200)
    expect((await edit(at(1))).json).toMatchObject({ code: 'precondition_failed' })
    const early = await ask('second', '/script/script-etag/approve', post({}, at(2)))
    expect(early.json).toMatchObject({ code: 'conflict', status: 409 })
    const twice = await ask('writer', '', post({ kind: 'script', item: aScript({ id: 'script-etag' }) }))
    expect(twice.json).toMatchObject({ code: 'conflict' })
    const silent = await ask('second', '/script/script-etag/retire', post({}, at(2)))
    expect(silent.json).toMatchObject({ code: 'invalid_request', issues: [{ path: 'why' }] })
  })

  it('says everything that is wrong with an item, and keeps nothing of it', async () => {
    const { ask } = await service()
    const bad = { ...aCase({ id: 'case-bad' }), code: 'SP-07', codes: ['PQ-98', 'SP-07'] }
    expect((await ask('writer', '', post({ kind: 'case', item: bad }))).json.issues).toMatchObject([
      { path: 'codes.0' },
      { path: 'codes' },
    ])
    const { outcome: _, ...without } = aCase({ id: 'case-bad' })
    expect((await ask('writer', '', post({ kind: 'case', item: without }))).json.issues).toMatchObject([
      { path: 'outcome' },
    ])
    const slots = aScript({ id: 'script-bad', text: '{称呼}您好', slots: ['金额'] })
    expect((await ask('writer', '', post({ kind: 'script', item: slots }))).json.issues).toHaveLength(2)
    expect((await ask('writer', '/case/case-bad')).status).toBe(404)
  })

  it('refuses what no database can keep, names the field, and answers no 500', async () => {
    const { ask, at, put } = await service()
    await ask('writer', '', post({ kind: 'case', item: aCase({ id: 'case-odd' }) }))
    const { course } = aCase({ id: 'case-odd' })
    for (const odd of ['\0', '坏\ud83d', '\udc00坏'])
      for (const [field, over] of Object.entries({
        lessons: { lessons: `教${odd}训` },
        course: { course: [{ ...course[0]!, what: odd }, ...course] },
        sources: { sources: ['好', odd] },
      })) {
        const item = { ...aCase({ id: 'case-odd' }), ...over }
        for (const asked of [
          await ask('writer', '', post({ kind: 'case', item: { ...item, id: 'case-odd-new' } })),
          await ask('writer', '/case/case-odd', put({ item }, at(1))),
        ]) {
          expect([asked.status, asked.json.code]).toEqual([422, 'invalid_request'])
          expect(asked.json.issues).toMatchObject([{ path: field }])
        }
      }
    const script = aScript({ id: 'script-odd', avoid: ['\0'] })
    expect((await ask('writer', '', post({ kind: 'script', item: script }))).json.issues).toMatchObject([
      { path: 'avoid' },
    ])
    const why = await ask('writer', '/case/case-odd', put({ item: aCase({ id: 'case-odd' }), why: '因\0' }, at(1)))
    expect(why.json).toMatchObject({ code: 'invalid_request', issues: [{ path: 'why' }] })
    const title = await ask('writer', '?title=a%00')
    expect(title.json).toMatchObject({ code: 'invalid_request', issues: [{ path: 'title' }] })
    expect(
      (await ask('writer', '/case/case-odd', put({ item: aCase({ id: 'case-odd', lessons: '👍' }) }, at(1)))).status,
    ).toBe(200)
  })

  it('finds by a title of wildcards alone', async () => {
    const { ask } = await service()
    const made = aCase({ id: 'case-wildcard', title: '退100%_不退' })
    await ask('writer', '', post({ kind: 'case', item: made }))
    const found = async (title: string) => {
      const { status, json } = await ask('writer', `?title=${encodeURIComponent(title)}`)
      expect(status).toBe(200)
      return knowledgeItemPageSchema.parse(json).items.map((i) => i.id)
    }
    for (const title of ['%', '_', '%_']) expect(await found(title)).toEqual(['case-wildcard'])
    for (const title of ['%%%', '__', '\\', '\\%', '*']) expect(await found(title)).toEqual([])
  })

  it('merges a duplicate into a published item only', async () => {
    const { ask, at } = await service()
    for (const id of ['case-stays', 'case-double']) await ask('writer', '', post({ kind: 'case', item: aCase({ id }) }))
    const merge = (into: string) => ask('second', '/case/case-double/merge', post({ into }, at(1)))
    expect((await merge('case-stays')).json.issues).toMatchObject([{ path: 'into' }])
    await ask('writer', '/case/case-stays/submit', post({}, at(1)))
    await ask('second', '/case/case-stays/approve', post({}, at(2)))
    expect((await merge('case-double')).status).toBe(422)
    expect((await merge('case-stays')).json).toMatchObject({ status: 'retired', mergedInto: 'case-stays' })
  })

  it('tells nothing of an item to eyes it is not for', async () => {
    const { ask, at } = await service()
    await ask('writer', '', post({ kind: 'case', item: aCase({ id: 'case-secret', audience: 'management' }) }))
    for (const path of ['/case/case-secret', '/case/case-secret/history', '/case/none'])
      expect((await ask('narrow', path)).status).toBe(404)
    expect((await ask('narrow', '/case/case-secret/submit', post({}, at(1)))).status).toBe(404)
    const list = await ask('narrow', '?limit=50')
    expect(JSON.stringify(list.json)).not.toContain('case-secret')
    const own = aCase({ id: 'case-above', audience: 'supervisor' })
    expect((await ask('narrow', '', post({ kind: 'case', item: own }))).json.issues).toMatchObject([
      { path: 'audience' },
    ])
  })

  it('lets no script through that promises beyond its audience (E3)', async () => {
    const { ask, at } = await service()
    const bold = aScript({ id: 'script-bold', text: '{客户称呼},我保证赔您 9000 元。', maxPromiseYuan: 50_000 })
    await ask('writer', '', post({ kind: 'script', item: bold }))
    const refused = await ask('writer', '/script/script-bold/submit', post({}, at(1)))
    expect(refused.json).toMatchObject({ code: 'invalid_request' })
    expect((refused.json.issues as unknown as { path: string }[]).map((i) => i.path)).toEqual(
      expect.arrayContaining(['maxPromiseYuan', 'text']),
    )
  })

  it('lists page by page', async () => {
    const { ask } = await service()
    const ids: string[] = []
    for (let cursor = '', turn = 0; turn < 20; turn++) {
      const { json } = await ask('writer', `?kind=case&limit=2${cursor}`)
      const page = knowledgeItemPageSchema.parse(json)
      ids.push(...page.items.map((i) => i.id))
      if (!page.next) break
      cursor = `&cursor=${page.next}`
    }
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(expect.arrayContaining(['case-walk', 'case-stays', 'case-double', 'case-secret']))
    expect((await ask('writer', '?status=done')).status).toBe(422)
  })

  it('keeps the words of items out of the log', async () => {
    const { ask, logs } = await service()
    await ask('writer', '', post({ kind: 'case', item: aCase({ id: 'case-log', summary: '张三的秘密' }) }))
    expect(JSON.stringify(logs)).not.toContain('张三')
    expect(logs.at(-1)?.fields).toMatchObject({ kind: 'case', state: 'draft', status: 201, version: 1 })
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFeedbackStore } from '../../src/db/stores/feedback-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import { suzhenError } from '../../src/domain/errors.ts'
import { problemSchema } from '../../src/http/problem.ts'
import {
  feedbackGivenSchema,
  feedbackPageSchema,
  feedbackSettledSchema,
} from '../../src/http/routes/feedback-answers.ts'
import { createFeedbackService } from '../../src/triage/feedback.ts'
import { aRecord } from '../harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../harness/stores.ts'
import { decision, fakeApp, keyFor, post, realPolicy } from './fakes.ts'

let database: TestDatabase
let n = 0
beforeAll(async () => {
  database = await memoryDatabase()
})
afterAll(() => database.close())

/** An app that needs keys, over the real use cases and a real database. */
async function realApp() {
  const feedback = createFeedbackService({
    policy: await realPolicy(),
    triages: createTriageStore(database.db),
    feedback: createFeedbackStore(database.db),
    ids: { next: (prefix) => `${prefix}_${String(++n).padStart(10, '0')}` },
    clock: { now: () => Date.parse('2026-11-21T01:00:00Z') + n },
  })
  const fakes = await fakeApp({ feedback, auth: { required: true } })
  const ask = async (role: string, path: string, init: RequestInit = {}) => {
    const headers = { ...(init.headers as Record<string, string>), 'x-api-key': keyFor(role) }
    const response = await fakes.app.request(path, { ...init, headers })
    return { status: response.status, body: await response.json() }
  }
  return { ...fakes, ask }
}
async function triage(): Promise<string> {
  const id = `tri_${String(++n).padStart(10, '0')}`
  await createTriageStore(database.db).save(
    aRecord({ id, decision: { ...decision, id }, maskedText: '打码后的原文' }),
    { actor: 'open', eventId: `evt_t${n}`, auditId: `aud_t${n}`, claim: null },
  )
  return id
}

describe('the loop, from a correction to what holds', () => {
  it('keeps a correction, shows it to an analyst, and settles it', async () => {
    const { ask, logs } = await realApp()
    const id = await triage()
    const correction = { corrected: { severity: 2, rules: ['2c'] }, by: '早班小李', why: '没有人受伤 13812345678' }
    const given = await ask('agent', `/v1/triage/${id}/feedback`, post(correction))
    expect(feedbackGivenSchema.strict().parse(given.body)).toEqual({
      triageId: id,
      version: 1,
      status: 'open',
      differs: ['severity', 'rules'],
    })
    const again = await ask('agent', `/v1/triage/${id}/feedback`, post(correction))
    expect(again.body).toEqual(given.body)

    const { body } = await ask('analyst', '/v1/feedback?limit=50')
    const item = feedbackPageSchema.parse(body).items.find((i) => i.triageId === id)!
    expect(item).toMatchObject({
      status: 'open',
      text: '打码后的原文',
      differs: ['severity', 'rules'],
      disputed: [],
      corrections: [{ actor: 'key_agent', by: '早班小李', version: 1, current: true, why: '没有人受伤 〔电话1〕' }],
      settlements: [],
    })

    const settled = await ask(
      'analyst',
      `/v1/feedback/${id}/settle`,
      post({ final: { severity: 2, rules: ['2c'] }, why: '指南 2c' }),
    )
    expect(feedbackSettledSchema.strict().parse(settled.body)).toMatchObject({
      triageId: id,
      status: 'settled',
      version: 1,
      actor: 'key_analyst',
      own: false,
      final: { severity: 2, rules: ['2c'], primary: 'PQ-08', emotion: 4 },
    })
    const open = await ask('admin', '/v1/feedback')
    expect(open.body.items.map((i: { triageId: string }) => i.triageId)).not.toContain(id)
    const done = await ask('admin', '/v1/feedback?status=settled')
    expect(done.body.items.find((i: { triageId: string }) => i.triageId === id).settlements).toHaveLength(1)

    expect(JSON.stringify(logs)).not.toMatch(/早班|受伤|13812345678|打码后|指南|tri_/)
    expect(logs.map((l) => l.fields.feedback)).toEqual(['open', 'open', 'open', 'settled', 'open', 'settled'])
  })

  it('goes through the queue page by page', async () => {
    const { ask } = await realApp()
    const ids = [await triage(), await triage(), await triage()]
    for (const id of ids) await ask('agent', `/v1/triage/${id}/feedback`, post({ agree: true }))
    const seen: string[] = []
    for (let path = '/v1/feedback?status=agreed&limit=2'; path; ) {
      const { items, next } = feedbackPageSchema.parse((await ask('analyst', path)).body)
      expect(items.length).toBeLessThanOrEqual(2)
      seen.push(...items.map((i) => i.triageId))
      path = next === null ? '' : `/v1/feedback?status=agreed&limit=2&cursor=${next}`
    }
    expect(seen).toEqual(ids)
  })
})

const FEEDBACK = '/v1/triage/{}/feedback'
const SETTLE = '/v1/feedback/{}/settle'
const good = { final: {}, why: 'x' }
/** What is wrong, who asks where, what is sent, the status, and what the answer must say. */
const LINES: [string, string, string, RequestInit, number, RegExp][] = [
  ['nothing corrected', 'agent', FEEDBACK, post({}), 422, /agree: true/],
  ['nothing in corrected', 'agent', FEEDBACK, post({ corrected: {} }), 422, /至少改一个字段/],
  [
    'corrected and agreed',
    'agent',
    FEEDBACK,
    post({ agree: true, corrected: { group: true } }),
    422,
    /one or the other/,
  ],
  ['agree: false', 'agent', FEEDBACK, post({ agree: false }), 422, /"agree"/],
  ['an unknown field', 'agent', FEEDBACK, post({ corrected: { severty: 2 } }), 422, /corrected\.severty.*没有这个字段/],
  ['an unknown field beside', 'agent', FEEDBACK, post({ agree: true, who: 'me' }), 422, /who.*没有这个字段/],
  ['an unknown level', 'agent', FEEDBACK, post({ corrected: { severity: 5 } }), 422, /corrected\.severity.*1, 2, 3, 4/],
  [
    'a code of no policy',
    'agent',
    FEEDBACK,
    post({ corrected: { primary: 'SP-98' } }),
    422,
    /corrected\.primary.*\/v1\/policy/,
  ],
  [
    'no code at all',
    'agent',
    FEEDBACK,
    post({ corrected: { also_ok: ['late'] } }),
    422,
    /corrected\.also_ok\.0.*SP-07/,
  ],
  [
    'praise of level 1',
    'agent',
    FEEDBACK,
    post({ corrected: { nature: 'praise', severity: 1 } }),
    422,
    /corrected\.severity.*不是投诉就是 4 级/,
  ],
  [
    'calm and angry',
    'agent',
    FEEDBACK,
    post({ corrected: { emotion: 1, dominant: 'anger' } }),
    422,
    /corrected\.dominant/,
  ],
  ['a why of 501', 'agent', FEEDBACK, post({ agree: true, why: '因'.repeat(501) }), 422, /why.*500/],
  ['a blank why', 'agent', FEEDBACK, post({ agree: true, why: ' \u200b' }), 422, /why.*内容为空/],
  ['NUL in who', 'agent', FEEDBACK, post({ agree: true, by: 'a\u0000' }), 422, /by.*NUL/],
  ['a body over 64 KB', 'agent', FEEDBACK, post({ agree: true, why: 'x'.repeat(70_000) }), 413, /64 KB/],
  ['broken JSON', 'agent', FEEDBACK, post('{'), 400, /JSON/],
  ['no body', 'agent', FEEDBACK, { method: 'POST' }, 400, /没有正文/],
  ['an id that is not there', 'agent', '/v1/triage/tri_9999999999/feedback', post({ agree: true }), 404, /核对编号/],
  ['an id of another kind', 'agent', '/v1/triage/7/feedback', post({ agree: true }), 404, /核对编号/],
  ['another method', 'agent', FEEDBACK, {}, 405, /POST/],
  ['a role that may not', 'knowledge', FEEDBACK, post({ agree: true }), 403, /knowledge/],
  ['an agent at the queue', 'agent', '/v1/feedback', {}, 403, /analyst, admin/],
  ['an unknown status', 'analyst', '/v1/feedback?status=new', {}, 422, /open, settled, agreed, all/],
  ['an unknown question', 'analyst', '/v1/feedback?page=2', {}, 422, /page.*没有这个字段/],
  ['a limit of none', 'analyst', '/v1/feedback?limit=0', {}, 422, /limit/],
  ['a limit of 51', 'analyst', '/v1/feedback?limit=51', {}, 422, /limit.*50/],
  ['a cursor of one’s own', 'analyst', "/v1/feedback?cursor=tri_1' or 1=1", {}, 422, /cursor.*next/],
  ['settling nothing', 'analyst', SETTLE, post({ why: 'x' }), 422, /"final".*必填/],
  ['settling without why', 'analyst', SETTLE, post({ final: {} }), 422, /"why".*必填/],
  ['leaving out what people differ in', 'analyst', SETTLE, post(good), 422, /final\.group.*有分歧/],
  [
    'settling a contradiction',
    'analyst',
    SETTLE,
    post({ final: { group: true, severity: 2, rules: [] }, why: 'x' }),
    422,
    /final\.rules.*2a/,
  ],
  ['settling what nobody spoke of', 'analyst', '/v1/feedback/tri_9999999999/settle', post(good), 404, /feedback/],
  ['settling an id of another kind', 'analyst', '/v1/feedback/x/settle', post(good), 404, /feedback/],
  ['an agent who settles', 'agent', SETTLE, post(good), 403, /analyst, admin/],
]

describe('what is refused', () => {
  it.each(LINES)('%s', async (_, role, path, init, status, says) => {
    const { ask, logs } = await realApp()
    const id = await triage()
    await ask('agent', `/v1/triage/${id}/feedback`, post({ corrected: { group: true } }))
    const answer = await ask(role, path.replace('{}', id), init)
    const body = problemSchema.strict().parse(answer.body)
    expect([answer.status, body.status]).toEqual([status, status])
    expect(body.detail).toMatch(/\p{Script=Han}.*[a-z]{2}/su)
    expect(
      `${body.detail}\n${(body.issues ?? []).map((i) => `"${i.path}" ${i.path}: ${i.message}`).join('\n')}`,
    ).toMatch(says)
    expect(logs.at(-1)).toMatchObject({ level: 'info', fields: { code: body.code } })
    // Nothing of it was kept.
    const before = `tri_${String(Number(id.slice(4)) - 1).padStart(10, '0')}`
    const page = await ask('analyst', `/v1/feedback?status=all&limit=1&cursor=${before}`)
    const [kept] = feedbackPageSchema.parse(page.body).items
    expect(kept).toMatchObject({ triageId: id, status: 'open', corrections: [{ version: 1 }], settlements: [] })
    expect(kept?.corrections).toHaveLength(1)
  })

  it('settles nothing on a decision that nobody has spoken of', async () => {
    const { ask } = await realApp()
    const answer = await ask('analyst', `/v1/feedback/${await triage()}/settle`, post(good))
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
  })

  it.each([
    ['give', '/v1/triage/tri_0123456789/feedback', post({ agree: true })],
    ['list', '/v1/feedback', {}],
    ['settle', '/v1/feedback/tri_0123456789/settle', post(good)],
  ] as const)('%s says when storage is away', async (what, path, init) => {
    const { app, feedback } = await fakeApp()
    feedback.on[what] = async () => Promise.reject(suzhenError('storage_unavailable', '一句话 / a sentence'))
    const response = await app.request(path, init)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

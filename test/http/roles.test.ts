import { describe, expect, it } from 'vitest'
import type { KnowledgeItem } from '../../src/domain/knowledge-item.ts'
import { KEY_ROLES } from '../../src/domain/labels.ts'
import { aCase } from '../harness/records.ts'
import { decision, fakeApp, given, keyFor, post, settled } from './fakes.ts'

const ALL = [...KEY_ROLES]
const TRIAGE = ['agent', 'analyst', 'admin']
const SETTLE = ['analyst', 'admin']
const DESK = ['knowledge', 'admin']
const ROUTES: [string, RequestInit, string[] | 'public'][] = [
  ['/v1/triage', post({ text: 'x' }), TRIAGE],
  ['/v1/triage/tri_0123456789', {}, TRIAGE],
  ['/v1/triage/tri_0123456789/feedback', post({ agree: true }), TRIAGE],
  ['/v1/feedback', {}, SETTLE],
  ['/v1/feedback/tri_0123456789/settle', post({ final: {}, why: 'x' }), SETTLE],
  ['/v1/policy', {}, ALL],
  ['/v1/knowledge/search?q=x', {}, ALL],
  ['/v1/knowledge/items', {}, DESK],
  ['/v1/knowledge/items/case/case-one', {}, DESK],
  ['/v1/knowledge/items/case/case-one/history', {}, DESK],
  ...['submit', 'return', 'approve', 'retire', 'merge'].map((move): (typeof ROUTES)[number] => [
    `/v1/knowledge/items/case/case-one/${move}`,
    post({}),
    DESK,
  ]),
  ['/v1/knowledge/items/case/case-one/restore', post({ version: 1 }), DESK],
  ['/health/live', {}, 'public'],
  ['/health/ready', {}, 'public'],
  ['/openapi.json', {}, 'public'],
  ['/docs', {}, 'public'],
  ['/docs/init.js', {}, 'public'],
  ['/docs/page.css', {}, 'public'],
  ['/docs/swagger-ui.css', {}, 'public'],
  ['/docs/swagger-ui-bundle.js', {}, 'public'],
]

const anItem: KnowledgeItem = {
  kind: 'case',
  id: 'case-one',
  status: 'draft',
  revision: 1,
  version: 1,
  body: aCase({ id: 'case-one' }),
  author: 'key_a',
  publishedVersion: null,
  mergedInto: null,
  updatedAt: 0,
  updatedBy: 'key_a',
}

async function guarded() {
  const fakes = await fakeApp({ auth: { required: true } })
  fakes.triage.on.triage = async () => ({ decision, replayed: false })
  fakes.triage.on.find = async () => ({ text: '', decision })
  fakes.feedback.on.give = async () => given
  fakes.feedback.on.list = async () => ({ items: [], next: null })
  fakes.feedback.on.settle = async () => settled
  fakes.desk.on.find = fakes.desk.on.move = fakes.desk.on.restore = async () => anItem
  fakes.desk.on.list = async () => [anItem]
  fakes.desk.on.history = async () => ({ versions: [], steps: [] })
  fakes.knowledge.on.search = async () => ({ mode: 'words', cases: [], scripts: [], reason: null })
  return fakes
}
const as = (init: RequestInit, headers: Record<string, string>): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), ...headers },
})

describe('who may call', () => {
  it('is written here for every route there is', async () => {
    const { app } = await guarded()
    const mounted = new Set(app.routes.map((r) => r.path).filter((path) => path !== '/*'))
    const listed = ROUTES.map(([path]) =>
      path
        .replace(/\?.*/, '')
        .replace('case/case-one', ':kind/:id')
        .replace(/tri_\w+/, path.startsWith('/v1/feedback/') ? ':triageId' : ':id'),
    )
    expect([...mounted].sort()).toEqual([...listed].sort())
  })

  describe.each(ROUTES)('%s', (path, init, may) => {
    it.each(ALL)(`is for ${may}: %s`, async (role) => {
      const { app, triage, knowledge, feedback, logs } = await guarded()
      const response = await app.request(path, as(init, { authorization: `Bearer ${keyFor(role)}` }))
      const allowed = may === 'public' || may.includes(role)
      expect(response.status).toBe(allowed ? 200 : 403)
      if (allowed) return
      expect(await response.json()).toMatchObject({ code: 'forbidden', detail: expect.stringContaining(role) })
      expect([triage.calls, triage.finds, knowledge.calls, feedback.calls]).toEqual([[], [], [], []])
      expect(logs[0]?.fields).toMatchObject({ actor: `key_${role}`, code: 'forbidden' })
    })

    it.each([
      ['no key', {}],
      ['a wrong key', { 'x-api-key': 'wrong-key-wrong-key' }],
    ])('with %s', async (_, headers) => {
      const { app, triage, knowledge, feedback } = await guarded()
      const response = await app.request(path, as(init, headers as Record<string, string>))
      expect(response.status).toBe(may === 'public' ? 200 : 401)
      if (may === 'public') return
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="suzhen"')
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' })
      expect([triage.calls, triage.finds, knowledge.calls, feedback.calls]).toEqual([[], [], [], []])
    })

    it('stays shut, or public, while the keys cannot be looked up', async () => {
      const { app, keys } = await guarded()
      keys.on.findByHash = async () => Promise.reject(new Error('gone'))
      const response = await app.request(path, as(init, { 'x-api-key': keyFor('admin') }))
      expect(response.status).toBe(may === 'public' ? 200 : 503)
      if (may !== 'public') expect(response.headers.get('retry-after')).toBe('5')
    })

    it('is open when no keys are needed', async () => {
      const { app, triage, knowledge, desk, feedback } = await fakeApp()
      Object.assign(triage.on, (await guarded()).triage.on)
      Object.assign(feedback.on, (await guarded()).feedback.on)
      Object.assign(knowledge.on, (await guarded()).knowledge.on)
      Object.assign(desk.on, (await guarded()).desk.on)
      expect((await app.request(path, init)).status).toBe(200)
    })
  })

  it('comes before the body: no key, no reading', async () => {
    const { app } = await guarded()
    expect((await app.request('/v1/triage', post('{'))).status).toBe(401)
  })
})

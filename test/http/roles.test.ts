import { describe, expect, it } from 'vitest'
import type { KnowledgeItem } from '../../src/domain/knowledge-item.ts'
import { KEY_ROLES } from '../../src/domain/labels.ts'
import type { DryRun } from '../../src/knowledge/import/dry-run.ts'
import type { ImportState } from '../../src/knowledge/import/import-service.ts'
import { createItemPack } from '../../src/knowledge/import/item-pack.ts'
import type { MonthlyWordsResult } from '../../src/knowledge/monthly-words.ts'
import type { ItemUsage } from '../../src/ports/usage-store.ts'
import type { ReplyDraft } from '../../src/triage/reply-draft.ts'
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
  ['/v1/triage/tri_0123456789/summary', post({}), ALL],
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
  ['/v1/knowledge/imports?dryRun=true', post({ items: [{ kind: 'case', item: {} }] }), DESK],
  ['/v1/knowledge/imports/imp_0123456789', {}, DESK],
  ['/v1/knowledge/imports/imp_0123456789/cancel', post({}), DESK],
  ['/v1/knowledge/samples/case.docx', {}, 'public'],
  ['/v1/knowledge/items/case/case-one/used', post({}), ALL],
  ['/v1/knowledge/items/case/case-one/rating', post({ stars: 4 }), ALL],
  ['/v1/knowledge/items/case/case-one/usage', {}, ALL],
  ['/v1/knowledge/monthly-words?month=2026-10', {}, ['analyst', 'knowledge', 'admin']],
  ['/v1/knowledge/review-list', {}, DESK],
  ['/v1/replies/check', post({ text: 'x', role: 'frontline' }), ALL],
  ['/v1/replies/draft', post({ triageId: 'tri_0123456789' }), TRIAGE],
  ['/metrics', {}, SETTLE],
  ['/health/live', {}, 'public'],
  ['/health/ready', {}, 'public'],
  ['/openapi.json', {}, 'public'],
  ['/docs', {}, 'public'],
  ['/docs/init.js', {}, 'public'],
  ['/docs/page.css', {}, 'public'],
  ['/docs/swagger-ui.css', {}, 'public'],
  ['/docs/swagger-ui-bundle.js', {}, 'public'],
  ...[
    'console',
    'knowledge',
    'knowledge/review',
    'knowledge/due',
    'knowledge/words',
    'knowledge/upload',
    'knowledge/new',
    'knowledge/case/case-one',
  ].map((page): (typeof ROUTES)[number] => [`/${page}`, {}, 'public']),
  ...['style.css', 'script.js', 'early.js'].map((name): (typeof ROUTES)[number] => [`/pages/${name}`, {}, 'public']),
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

const noSummary: DryRun['summary'] = {
  total: 0,
  ready: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  withErrors: 0,
  withWarnings: 0,
  nearDuplicates: 0,
  compared: 0,
  byMeaning: false,
}
const anImport: ImportState = {
  id: 'imp_0123456789',
  actor: 'key_a',
  startedAt: 0,
  seenAt: 0,
  status: 'done',
  total: 0,
  done: 0,
  files: [],
  submit: false,
  counts: { created: 0, updated: 0, unchanged: 0, refused: 0 },
  results: [],
}

const anItemUsage: ItemUsage = {
  uses: 0,
  recentUses: 0,
  lastUsedAt: null,
  stars: [0, 0, 0, 0, 0],
  recentRatings: 0,
  own: null,
}

const noWords: MonthlyWordsResult = {
  month: '2026-10',
  complete: true,
  complaints: 0,
  complainants: 0,
  before: { month: '2026-09', complaints: 0, complainants: 0 },
  rose: 0,
  new: 0,
  missing: 0,
  words: [],
  reason: '该月没有投诉 no complaints in this month',
}

const aReply: ReplyDraft = {
  text: '',
  unfilled: [],
  language: 'zh',
  role: 'frontline',
  from: { scripts: [], cases: [] },
  findings: [],
  ok: true,
  refused: [],
  engine: { name: 'local', reasons: [], promptVersion: null, degraded: false, costUsd: 0 },
}

const ownDraft = { name: 'local' as const, reasons: [], promptVersion: null, costUsd: 0 }

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
  fakes.imports.on.readItems = async () => ({ items: createItemPack(), files: [], hash: '' })
  fakes.imports.on.dryRun = async () => ({ items: [], files: [], summary: noSummary })
  fakes.imports.on.find = fakes.imports.on.cancel = async () => anImport
  fakes.usage.on.used = fakes.usage.on.rate = fakes.usage.on.find = async () => anItemUsage
  fakes.monthlyWords.on.of = async () => noWords
  fakes.reviewList.on.list = async () => []
  fakes.summaries.on.draft = async () => ({ item: anItem, made: 'held', findings: [], engine: ownDraft })
  fakes.replyDrafts.on.draft = async () => aReply
  fakes.replies.on.check = async () => ({ findings: [], ok: true })
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
        .replace('case.docx', ':name')
        .replace(/imp_\w+/, ':id')
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
      const {
        app,
        triage,
        knowledge,
        desk,
        imports,
        monthlyWords,
        reviewList,
        usage,
        replies,
        replyDrafts,
        feedback,
        summaries,
      } = await fakeApp()
      Object.assign(triage.on, (await guarded()).triage.on)
      Object.assign(feedback.on, (await guarded()).feedback.on)
      Object.assign(knowledge.on, (await guarded()).knowledge.on)
      Object.assign(desk.on, (await guarded()).desk.on)
      Object.assign(imports.on, (await guarded()).imports.on)
      Object.assign(monthlyWords.on, (await guarded()).monthlyWords.on)
      Object.assign(reviewList.on, (await guarded()).reviewList.on)
      Object.assign(usage.on, (await guarded()).usage.on)
      Object.assign(replies.on, (await guarded()).replies.on)
      Object.assign(replyDrafts.on, (await guarded()).replyDrafts.on)
      Object.assign(summaries.on, (await guarded()).summaries.on)
      expect((await app.request(path, init)).status).toBe(200)
    })
  })

  it('comes before the body: no key, no reading', async () => {
    const { app } = await guarded()
    expect((await app.request('/v1/triage', post('{'))).status).toBe(401)
  })
})

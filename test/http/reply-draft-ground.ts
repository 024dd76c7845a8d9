import { beforeAll, expect } from 'vitest'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import type { Decision, ScriptHit } from '../../src/domain/decision.ts'
import { maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { replyDraftAnswerSchema } from '../../src/http/routes/replies-draft.ts'
import { createReplyService } from '../../src/knowledge/replies/service.ts'
import { readKnowledgeRules, readReplyRules } from '../../src/node/policy-files.ts'
import { seedKnowledge } from '../../src/node/seed.ts'
import type { Drafting } from '../../src/ports/drafting.ts'
import { createReplyDrafts } from '../../src/triage/reply-draft.ts'
import { withoutQuotes } from '../../src/triage/stored.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { draftingGround } from '../harness/drafting-ground.ts'
import { aRecord } from '../harness/records.ts'
import { ok } from '../harness/upstream/index.ts'
import { decision, fakeApp, keyFor, post, realPolicy } from './fakes.ts'

const NOW = Date.parse('2026-11-20T10:40:00+08:00')
const TEXT = '快递十天了还没到,打13812345678没人接,客服王芳也不回。'
export const SCRIPT: ScriptHit = {
  id: 'script-late',
  scene: '配送延误·致歉并给补救',
  text: '{客户称呼},说好的日子没收到,换作是我也会失望,很抱歉。我已请{配送站点}专人跟单,{承诺时间}把派件进度发给您。',
  slots: ['客户称呼', '配送站点', '承诺时间'],
  avoid: ['再等等吧'],
  score: 0.8,
  why: [],
  audience: 'frontline',
  filled: '',
  unfilled: [],
  slotsFilled: [],
}
const BARE: ScriptHit = {
  ...SCRIPT,
  id: 'script-bare',
  scene: '查件',
  text: '您好,包裹的位置已经在系统里查询。',
  slots: [],
}
export const ABOVE: ScriptHit = { ...SCRIPT, id: 'script-above', scene: '主管致歉', audience: 'management' }
const CASE: Decision['similarCases'][number] = {
  id: 'case-late',
  title: '快递八天未到',
  code: 'SP-07',
  level: 3,
  score: 0.7,
  why: [],
  outcome: 'resolved',
  result: '联系配送站当天派送,赵小姐收到后接受补偿 888 元券',
  lessons: '主动查件,每天告知进度',
  audience: 'frontline',
}
/** What a model drafts that keeps to what it was told. */
export const HONEST = {
  text: '{客户称呼},快递十天了还没到,换作是我也会失望,很抱歉。我已请{配送站点}专人跟单,主动查件,11月22日10:20前把派件进度发给您。您可以直接回复本消息。',
  usedCases: ['case-late', 'case-unheard-of'],
  usedScripts: ['script-late'],
}

type Parts = Omit<Parameters<typeof createReplyDrafts>[0], 'drafting'>

/** Judged complaints and an app that drafts replies to them, for the tests of one file. Call at the top of a file. */
export function replyDraftGround() {
  const ground = draftingGround(() => ok(HONEST), { least: 20 }) as ReturnType<typeof draftingGround> & { parts: Parts }
  let n = 0
  beforeAll(async () => {
    const [policy, rules, knowledge] = await Promise.all([realPolicy(), readReplyRules(), readKnowledgeRules()])
    const store = createKnowledgeStore(ground.database.db)
    await seedKnowledge(store)
    const clock = { now: () => NOW }
    ground.parts = {
      policy,
      rules,
      slots: knowledge.slots,
      triages: createTriageStore(ground.database.db),
      replies: createReplyService({ rules, policy, store, clock }),
      ids: createIds(),
      clock,
    }
  }, 60_000)

  /** Keeps a judged complaint; answers its id. */
  async function kept(over: Partial<Decision> = {}, text = TEXT): Promise<string> {
    const id = `tri_0000000001${String(++n).padStart(4, '0')}`
    const masked = maskText(readText(text), ['王芳'])
    const own: Decision = {
      ...decision,
      id,
      language: 'zh',
      receivedAt: '2026-11-20T10:20:00+08:00',
      clocks: {
        ...decision.clocks,
        firstResponseBy: '2026-11-20T10:30:00+08:00',
        resolveBy: '2026-11-22T10:20:00+08:00',
      },
      severity: { ...decision.severity, level: 3, evidence: [] },
      types: [{ ...decision.types[0]!, code: 'SP-07', role: 'primary', evidence: [] }],
      repeat: { ...decision.repeat, earlier: [], evidence: [] },
      emotion: { ...decision.emotion, evidence: [] },
      group: { ...decision.group, evidence: [] },
      threats: [],
      tags: [],
      entities: [],
      flags: { ...decision.flags, injectionSuspected: false },
      similarCases: [CASE],
      scripts: [SCRIPT, BARE, ABOVE],
      ...over,
    }
    const record = aRecord({ id, decision: withoutQuotes(own), maskedText: masked.text, maskedSpans: masked.spans })
    const context = { actor: 'open', eventId: `evt_r${n}`, auditId: `aud_r${n}`, claim: null }
    await createTriageStore(ground.database.db).save(record, context)
    return id
  }

  async function appWith(model: Drafting | null, more: Partial<HttpDeps> = {}) {
    const fakes = await fakeApp({ replyDrafts: createReplyDrafts({ ...ground.parts, drafting: model }), ...more })
    const ask = async (body: object, as?: string) => {
      const response = await fakes.app.request(
        '/v1/replies/draft',
        post(body, as ? { authorization: `Bearer ${keyFor(as)}` } : {}),
      )
      return { status: response.status, json: await response.json() }
    }
    const draft = async (triageId: string, body: object = {}, as?: string) => {
      const { status: code, json } = await ask({ triageId, ...body }, as)
      expect([code, json]).toEqual([200, expect.anything()])
      return replyDraftAnswerSchema.parse(json)
    }
    return { ...fakes, ask, draft }
  }

  return { ground, kept, appWith }
}

import { beforeAll, describe, expect, it } from 'vitest'
import { newDelimiter } from '../../src/assess/llm/datamark.ts'
import { createModelClient } from '../../src/assess/llm/model-client.ts'
import { createPromptRegistry } from '../../src/assess/llm/prompts.ts'
import { createItemStore } from '../../src/db/stores/item-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import type { Decision } from '../../src/domain/decision.ts'
import { type CaseWriteUp, caseSchema } from '../../src/domain/knowledge.ts'
import type { SummaryRequest } from '../../src/domain/summary.ts'
import { maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createKnowledgeDesk } from '../../src/knowledge/desk.ts'
import { readKnowledgeRules, readLlmRules } from '../../src/node/policy-files.ts'
import { readPromptSources } from '../../src/node/prompt-files.ts'
import type { Drafting } from '../../src/ports/drafting.ts'
import { withoutQuotes } from '../../src/triage/stored.ts'
import { createSummaryService } from '../../src/triage/summary.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { aRecord } from '../harness/records.ts'
import type { TestDatabase } from '../harness/stores.ts'
import { obedient, ok, truncated, type Upstream } from '../harness/upstream/index.ts'
import { upstreamGround } from '../harness/upstream-ground.ts'
import { decision, fakeApp, keyFor, post, realPolicy } from './fakes.ts'

const TEXT = '快递十天了还没到,打13812345678没人接。客服说三天内给答复,一直没有。'
const NOTES = '11月20日 10:30 联系物流,确认漏分拣\n11月21日 送达,决定:补偿20元券'
const HONEST = {
  title: '快递十天未到,联系物流后送达并补偿20元券',
  summary: '客户反映快递十天了还没到,打电话没人接,客服说三天内答复却一直没有。',
  course: [
    { at: '11月20日 10:30', what: '联系物流,确认漏分拣', decision: null },
    { at: '11月21日', what: '快递送达', decision: '补偿20元券' },
  ],
  rootCause: '物流漏分拣。',
  outcome: 'partly',
  result: '快递已送达。',
  remedy: '补偿20元券。',
  turningPoint: '联系物流确认漏分拣。',
  lessons: '主动查物流;先给时间再答复。',
}

let database: TestDatabase
let upstream: Upstream
let drafting: Drafting
let n = 0
const ground = upstreamGround(() => ok(HONEST))
beforeAll(async () => {
  ;({ database, upstream } = ground)
  drafting = {
    model: createModelClient({
      apiKey: 'test',
      baseUrl: upstream.baseUrl,
      model: 'test-model',
      rules: await readLlmRules(),
    }),
    prompts: await createPromptRegistry(await readPromptSources()),
    budgetMs: 10_000,
    newDelimiter,
  }
}, 60_000)

/** Keeps a judged complaint; answers its id. */
async function kept(over: Partial<Decision> = {}, text = TEXT): Promise<string> {
  const id = `tri_0000000000${String(++n).padStart(4, '0')}`
  const masked = maskText(readText(text))
  const own: Decision = {
    ...decision,
    id,
    receivedAt: '2026-11-20T10:20:00+08:00',
    severity: { ...decision.severity, evidence: [] },
    types: [{ ...decision.types[0]!, code: 'SP-07', role: 'primary', evidence: [{ start: 0, end: 9, quote: '' }] }],
    repeat: { ...decision.repeat, earlier: [], evidence: [] },
    emotion: { ...decision.emotion, evidence: [] },
    group: { ...decision.group, evidence: [] },
    threats: [],
    entities: [],
    scripts: [],
    ...over,
  }
  const record = aRecord({
    id,
    decision: withoutQuotes(own),
    maskedText: masked.text,
    maskedSpans: masked.spans,
    domain: 'logistics',
    product: '保温杯',
  })
  await createTriageStore(database.db).save(record, {
    actor: 'open',
    eventId: `evt_s${n}`,
    auditId: `aud_s${n}`,
    claim: null,
  })
  return id
}

async function appWith(model: Drafting | null, more: Partial<HttpDeps> = {}) {
  const policy = await realPolicy()
  const ids = createIds()
  const desk = createKnowledgeDesk({
    items: createItemStore(database.db),
    policy,
    rules: await readKnowledgeRules(),
    ids,
    clock: { now: () => Date.now() },
    onShown: async () => {},
  })
  const summaries = createSummaryService({
    policy,
    triages: createTriageStore(database.db),
    desk,
    ids,
    drafting: model,
  })
  const fakes = await fakeApp({ summaries, desk, ...more })
  const draft = async (id: string, body: Partial<SummaryRequest> | null = {}, as?: string) => {
    const headers = as ? { authorization: `Bearer ${keyFor(as)}` } : {}
    const init = body === null ? { method: 'POST', headers } : post(body, headers)
    const response = await fakes.app.request(`/v1/triage/${id}/summary`, init)
    return { status: response.status, headers: response.headers, answer: await response.json() }
  }
  return { ...fakes, draft }
}
const itemOf = (answer: { item: { item: unknown } }) => caseSchema.parse(answer.item.item) as CaseWriteUp
const kinds = (answer: { findings: { field: string; kind: string }[] }) =>
  answer.findings.map((f) => `${f.field} ${f.kind}`)

describe('a write-up without a language model', () => {
  it('is a draft of the record alone, masked, with what nobody said left open and named', async () => {
    const { draft } = await appWith(null)
    const id = await kept()
    const { status, answer, headers } = await draft(id, null)
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/v1/knowledge/items/case/${id.toLowerCase().replace('_', '-')}`)
    expect(answer).toMatchObject({ made: 'created', item: { status: 'draft', author: 'open' } })
    expect(answer.engine).toEqual({ name: 'local', reasons: [], promptVersion: null, costUsd: 0 })
    const item = itemOf(answer)
    expect(item).toMatchObject({
      code: 'SP-07',
      level: decision.severity.level,
      domain: 'logistics',
      product: '保温杯',
      occurredOn: '2026-11-20',
      channel: 'phone',
      audience: 'frontline',
      rootCause: '〔待补充〕',
      sources: [`triage ${id}`],
    })
    expect(item.title).toMatch(/:快递十天了还没到/)
    expect(item.summary).toContain('打〔电话1〕没人接')
    expect(item.course).toHaveLength(1)
    expect(item.course[0]).toMatchObject({ at: '2026-11-20 10:20', what: expect.stringContaining('电话') })
    expect(kinds(answer)).toEqual([
      'rootCause open',
      'result open',
      'remedy open',
      'turningPoint open',
      'lessons open',
      'outcome assumed',
    ])
    expect(JSON.stringify(answer)).not.toContain('13812345678')
  })

  it('takes what is said of the course, with personal data masked', async () => {
    const { draft } = await appWith(null)
    const said = { notes: `${NOTES}\n回电13987654321`, outcome: 'resolved' as const, result: '客户13987654321收货' }
    const { answer } = await draft(await kept(), { ...said, code: 'TD-06', level: 2 })
    const item = itemOf(answer)
    expect(item.course.slice(1)).toEqual([
      { at: '11月20日 10:30', what: '联系物流,确认漏分拣', decision: null },
      { at: '11月21日', what: '送达', decision: '补偿20元券 回电〔电话1〕' },
    ])
    expect(item).toMatchObject({ code: 'TD-06', level: 2, outcome: 'resolved', result: '客户〔电话1〕收货' })
    expect(kinds(answer)).toContain('result masked')
    expect(kinds(answer)).not.toContain('outcome assumed')
    expect(JSON.stringify(answer)).not.toContain('13987654321')
  })

  it('is made once: asked for again, the item is answered as it stands', async () => {
    const { draft } = await appWith(null)
    const id = await kept()
    const both = await Promise.all([draft(id), draft(id)])
    expect(both.map((b) => b.status).sort()).toEqual([200, 201])
    const { status, answer } = await draft(id, { result: '客户收货' })
    expect([status, answer.made, itemOf(answer).result, answer.item.version]).toEqual([200, 'held', '〔待补充〕', 1])
    expect(kinds(answer)).toContain('result open')
    const anew = await draft(id, { result: '客户收货', again: true })
    expect([anew.status, anew.answer.made, anew.answer.item.version]).toEqual([200, 'again', 2])
    expect(itemOf(anew.answer).result).toBe('客户收货')
  })

  it('needs a code, and a triage that is there', async () => {
    const { draft } = await appWith(null)
    const id = await kept({ types: [], nature: 'enquiry' })
    expect(await draft(id)).toMatchObject({
      status: 422,
      answer: { code: 'invalid_request', issues: [{ path: 'code' }] },
    })
    expect((await draft(id, { code: 'SP-07' })).status).toBe(201)
    expect(await draft(await kept(), { code: 'SP-98' })).toMatchObject({
      status: 422,
      answer: { code: 'invalid_request' },
    })
    expect((await draft('tri_9999999999')).status).toBe(404)
    expect((await draft('nothing')).status).toBe(404)
  })

  it('keeps long texts to the sentences the judgement rests on', async () => {
    const { draft } = await appWith(null)
    const noise = Array.from({ length: 40 }, (_, i) => `第${i}天我又看了一遍订单页面还是没有变化。`).join('')
    const text = `${noise}快递员把箱子摔坏了。`
    const at = text.indexOf('快递员')
    const evidence = [{ start: at, end: at + 9, quote: '' }]
    const id = await kept(
      {
        severity: { ...decision.severity, evidence },
        types: [{ ...decision.types[0]!, code: 'SP-07', role: 'primary', evidence }],
      },
      text,
    )
    const item = itemOf((await draft(id)).answer)
    expect(item.summary.length).toBeLessThanOrEqual(600)
    expect(item.summary).toContain('快递员把箱子摔坏了')
    expect(item.title).toContain('快递员把箱子摔坏')
  })
})

describe('who may have one drafted', () => {
  it('is the author, an audience no higher than their own, and nobody drafts over another', async () => {
    const { draft, app } = await appWith(drafting, {
      auth: { required: true },
      mayAsk: (r) => (r === 'knowledge' ? 'never' : 'auto'),
    })
    const id = await kept()
    expect(await draft(id, { audience: 'management' }, 'agent')).toMatchObject({
      status: 422,
      answer: { issues: [{ path: 'audience' }] },
    })
    expect((await draft(id, {}, 'agent')).answer.item.author).toBe('key_agent')
    expect((await draft(id, { again: true }, 'agent')).answer.item.version).toBe(2)
    expect(await draft(id, { again: true }, 'analyst')).toMatchObject({ status: 409, answer: { code: 'conflict' } })
    const mended = await draft(id, { again: true }, 'knowledge')
    expect(mended.answer).toMatchObject({
      item: { version: 3, author: 'key_knowledge' },
      engine: { reasons: ['not-asked'] },
    })
    expect((await draft(id, { again: true }, 'agent')).status).toBe(409)
    const path = `/v1/knowledge/items/case/${mended.answer.item.id}`
    const shown = await app.request(path, { headers: { authorization: `Bearer ${keyFor('knowledge')}` } })
    expect(await shown.json()).toMatchObject({ status: 'draft', version: 3, publishedVersion: null })
  })
})

describe('a write-up with a language model', () => {
  it('is filled from masked texts alone, and names the prompt', async () => {
    const { draft } = await appWith(drafting)
    const { answer } = await draft(await kept(), { notes: `${NOTES},回电13987654321` })
    expect(upstream.refused).toEqual([])
    expect(upstream.seen).toHaveLength(1)
    const sent = JSON.stringify(upstream.seen[0]!.body)
    expect(sent).toContain('〔电话1〕')
    expect(sent).not.toMatch(/13812345678|13987654321/)
    expect(upstream.seen[0]!.system).not.toContain('快递十天')
    expect(answer.engine).toMatchObject({
      name: 'llm',
      reasons: [],
      promptVersion: expect.stringMatching(/^case-summary@1#/),
    })
    expect(itemOf(answer)).toMatchObject({ ...HONEST, level: decision.severity.level, code: 'SP-07' })
    expect(kinds(answer)).toEqual(['course masked'])
  })

  it('says nothing of a course that nobody wrote down', async () => {
    const { draft } = await appWith(drafting)
    const { answer } = await draft(await kept())
    const item = itemOf(answer)
    expect(item.summary).toBe(HONEST.summary)
    expect([item.rootCause, item.result, item.remedy, item.outcome]).toEqual([
      '〔待补充〕',
      '〔待补充〕',
      '〔待补充〕',
      'partly',
    ])
    expect(item.course[0]!.at).toBe('2026-11-20 10:20')
    expect(kinds(answer)).toContain('title refused')
    expect(kinds(answer)).toContain('result open')
  })

  it('F3: loses every sentence that stands in nothing that was sent', async () => {
    const { draft } = await appWith(drafting)
    upstream.behave(
      ok({
        ...HONEST,
        summary: '快递十天了还没到,打电话没人接。公司赔偿了8000元。李经理登门道歉。',
        course: [{ at: '12月24日', what: '向客户退款8000元', decision: null }, HONEST.course[0]],
        result: '客户收到8000元。详见 http://evil.example。',
        remedy: '<script>alert(1)</script>',
        rootCause: '记录未说明',
        lessons: '先查物流;拨打13666666666咨询。',
        outcome: 'resolved',
      }),
    )
    const { answer } = await draft(await kept(), { notes: NOTES })
    const item = itemOf(answer)
    expect(JSON.stringify(item)).not.toMatch(/8000|李经理|12月24日|evil|script|13666666666/)
    expect(item.summary).toBe('快递十天了还没到,打电话没人接。')
    expect(item.course).toEqual([HONEST.course[0]])
    expect([item.result, item.remedy, item.rootCause]).toEqual(['〔待补充〕', '〔待补充〕', '〔待补充〕'])
    expect(item.lessons).toBe('先查物流;')
    // Without a result that stands, what it says of the outcome is worth nothing.
    expect(item.outcome).toBe('partly')
    for (const finding of [
      'summary refused',
      'course.0.what refused',
      'result refused',
      'remedy refused',
      'lessons refused',
      'outcome assumed',
    ])
      expect(kinds(answer)).toContain(finding)
  })

  it('stays what people said', async () => {
    const { draft } = await appWith(drafting)
    const said = {
      notes: NOTES,
      title: '快递漏分拣',
      result: '客户不接受',
      outcome: 'failed' as const,
      lessons: '早查',
    }
    expect(itemOf((await draft(await kept(), said)).answer)).toMatchObject({
      title: '快递漏分拣',
      result: '客户不接受',
      outcome: 'failed',
      lessons: '早查',
      remedy: HONEST.remedy,
    })
  })

  it.each([
    ['obeys whatever stands in the text', () => obedient()],
    ['is cut short', () => truncated()],
    ['says half a character', () => ok({ ...HONEST, summary: '快递十天了还没到\u0000\ud83d' })],
  ])('is a sound draft where the model %s', async (_, behaviour) => {
    const { draft } = await appWith(drafting)
    upstream.behave(behaviour())
    const { status, answer } = await draft(await kept(), { notes: NOTES })
    expect(status).toBe(201)
    expect(JSON.stringify(itemOf(answer))).not.toMatch(/script>|evil\.example|案例库的编辑|\\u0000|\\ud83d/)
  })

  it('is made of the record where the model is down, late or not to be asked', async () => {
    const { draft } = await appWith(drafting)
    await upstream.down()
    try {
      const { status, answer } = await draft(await kept())
      expect([status, answer.engine.name, answer.engine.reasons]).toEqual([201, 'local', ['llm-unreachable']])
      expect(itemOf(answer).summary).toContain('快递十天')
    } finally {
      await upstream.up()
    }
    const injected = await kept({ flags: { ...decision.flags, injectionSuspected: true } })
    expect((await draft(injected)).answer.engine.reasons).toEqual(['injection-suspected'])
    expect((await draft(await kept(), { engine: 'local' })).answer.engine.reasons).toEqual(['not-asked'])
    expect(upstream.seen).toEqual([])
  })

  it('leaves no word of the complaint in the log', async () => {
    const { draft, logs } = await appWith(drafting)
    await draft(await kept(), { notes: NOTES })
    expect(JSON.stringify(logs)).not.toMatch(/快递|分拣|20元/)
    expect(logs.at(-1)!.fields).toMatchObject({ made: 'created', engine: 'llm' })
  })
})

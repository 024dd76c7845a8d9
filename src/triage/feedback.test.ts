import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aRecord } from '../../test/harness/records.ts'
import { memoryDatabase, type TestDatabase } from '../../test/harness/stores.ts'
import { audit } from '../db/schema/triage.ts'
import { createFeedbackStore } from '../db/stores/feedback-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import type { Decision } from '../domain/decision.ts'
import type { SuzhenError } from '../domain/errors.ts'
import { type Corrected, feedbackRequestSchema } from '../domain/feedback.ts'
import { labelsOfDecision } from '../domain/feedback-labels.ts'
import { readText } from '../domain/text/reading.ts'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import { readPolicy } from '../node/policy-files.ts'
import { createFeedbackService, type FeedbackService } from './feedback.ts'
import { mask } from './mask.ts'

const policy = await readPolicy([])
const NOW = Date.parse('2026-11-20T10:20:00+08:00')
const TEXT = '快递13812345678三天没到'

let database: TestDatabase
let service: FeedbackService
let n = 0

beforeAll(async () => {
  database = await memoryDatabase()
  const ids = { next: (prefix: string) => `${prefix}_${String(++n).padStart(10, '0')}` }
  service = createFeedbackService({
    policy,
    triages: createTriageStore(database.db),
    feedback: createFeedbackStore(database.db),
    ids,
    clock: { now: () => NOW + n * 1_000 },
  })
})
afterAll(() => database.close())

/** A kept decision of level 3, SP-07, mildly disappointed. */
async function triage(over: Partial<Decision> = {}): Promise<string> {
  const id = `tri_${String(++n).padStart(10, '0')}`
  const { text, spans } = mask(readText(TEXT))
  const decision: Decision = {
    ...DECISION_EXAMPLE,
    id,
    severity: { ...DECISION_EXAMPLE.severity, level: 3, rules: [], evidence: [{ quote: '', start: 2, end: 17 }] },
    types: [{ ...DECISION_EXAMPLE.types[0]!, code: 'SP-07', evidence: [] }],
    emotion: { ...DECISION_EXAMPLE.emotion, level: 2, dominant: 'disappointment', evidence: [] },
    threats: [],
    repeat: { ...DECISION_EXAMPLE.repeat, mentioned: false, count: null, evidence: [] },
    similarCases: [{ id: 'case_secret', audience: 'management' } as Decision['similarCases'][number]],
    ...over,
  }
  await createTriageStore(database.db).save(
    aRecord({ id, decision, maskedText: text, maskedSpans: spans, channel: 'app', domain: 'logistics' }),
    { actor: 'open', eventId: `evt_t${n}`, auditId: `aud_t${n}`, claim: null },
  )
  return id
}
const say = (id: string, corrected: Corrected, actor = 'key_a', more = {}) =>
  service.give(id, feedbackRequestSchema.parse({ corrected, ...more }), actor)
const agree = (id: string, actor = 'key_a') => service.give(id, feedbackRequestSchema.parse({ agree: true }), actor)
const settle = (id: string, final: Corrected, actor = 'key_z') => service.settle(id, { final, why: '指南 2c' }, actor)
const refused = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable(),
    (e: SuzhenError) => [e.code, e.issues.map((i) => i.path)],
  )
const view = async (id: string) => {
  const { items } = await service.list({ status: null, after: null, limit: 50 }, 'key_z')
  return items.find((i) => i.triageId === id)!
}

describe('giving feedback', () => {
  it('opens a review where somebody sees it otherwise, and none where all agree', async () => {
    const id = await triage()
    expect(await agree(id)).toEqual({ triageId: id, version: 1, status: 'agreed', differs: [] })
    expect(await say(id, { primary: 'SP-07' }, 'key_b')).toMatchObject({ status: 'agreed', differs: [] })
    expect(await say(id, { primary: 'SP-08', group: false }, 'key_c')).toMatchObject({
      status: 'open',
      differs: ['primary'],
    })
    expect(await view(id)).toMatchObject({ status: 'open', differs: ['primary'], disputed: ['primary'] })
  })

  it('lets a person think again: the new version stands, the old one is kept', async () => {
    const id = await triage()
    await say(id, { severity: 2 })
    expect(await agree(id)).toMatchObject({ version: 2, status: 'agreed' })
    expect(await agree(id)).toMatchObject({ version: 2, status: 'agreed' })
    const { corrections, differs } = await view(id)
    expect(corrections.map((c) => [c.version, c.current, c.differs])).toEqual([
      [1, false, ['severity']],
      [2, true, []],
    ])
    expect(differs).toEqual([])
  })

  it('does not ask for what was left out, and refuses what cannot be', async () => {
    const id = await triage()
    // Which rule it is may be left to the analyst.
    expect(await say(id, { severity: 1 })).toMatchObject({ differs: ['severity'] })
    expect(await refused(say(id, { nature: 'praise', severity: 1 }))).toEqual([
      'invalid_request',
      ['corrected.severity'],
    ])
    expect(await refused(say(id, { severity: 4 }))).toEqual(['invalid_request', ['corrected.severity']])
    expect(await refused(say(id, { primary: 'SP-77', also_ok: ['RL-88'] }))).toEqual([
      'invalid_request',
      ['corrected.primary', 'corrected.also_ok'],
    ])
    expect((await view(id)).corrections).toHaveLength(1)
  })

  it('masks what people write, and knows no decision that is not there', async () => {
    const id = await triage()
    await say(id, { group: true }, 'key_a', { by: '小李 13912345678', why: '客户留了 11010519491231002X 和 a@b.cn' })
    const [correction] = (await view(id)).corrections
    expect(correction).toMatchObject({ by: '小李 〔电话1〕', why: '客户留了 〔证件号1〕 和 〔邮箱1〕' })
    expect(await say('tri_9999999999', { group: true })).toBeNull()
    expect(await settle('tri_9999999999', {})).toBeNull()
  })
})

describe('the queue', () => {
  it('shows the masked text, what was judged and every correction, and nothing above an audience', async () => {
    const id = await triage()
    await say(id, { severity: 2, rules: ['2c'] }, 'key_a', { why: '拖了十天' })
    const item = await view(id)
    expect(item).toMatchObject({
      channel: 'app',
      domain: 'logistics',
      receivedAt: '2026-11-20T10:20:00+08:00',
      text: '快递〔电话1〕三天没到',
      labels: { severity: 3, primary: 'SP-07', emotion: 2 },
      differs: ['severity', 'rules'],
      corrections: [{ actor: 'key_a', corrected: { severity: 2, rules: ['2c'] }, why: '拖了十天' }],
    })
    const [quote] = item.judged.severity.evidence
    expect(quote).toEqual({ quote: '〔电话1〕三天没到', start: 2, end: 11 })
    expect(item.text.slice(quote!.start, quote!.end)).toBe(quote!.quote)
    expect(JSON.stringify(item)).not.toMatch(/case_secret|similarCases|scripts|13812345678/)
  })

  it('comes in pages, and notes who was shown what', async () => {
    const ids = [await triage(), await triage(), await triage()]
    for (const id of ids) await say(id, { demands: ['refund'] })
    const after = `tri_${String(Number(ids[0]!.slice(4)) - 1).padStart(10, '0')}`
    const first = await service.list({ status: 'open', after, limit: 2 }, 'key_reader')
    expect([first.items.map((i) => i.triageId), first.next]).toEqual([ids.slice(0, 2), ids[1]])
    const second = await service.list({ status: 'open', after: first.next, limit: 2 }, 'key_reader')
    expect([second.items.map((i) => i.triageId), second.next]).toEqual([ids.slice(2), null])
    const noted = await database.db.select().from(audit).where(eq(audit.actor, 'key_reader'))
    expect(noted.map((a) => [a.action, a.subject])).toEqual(ids.map((id) => ['read', id]))
  })
})

describe('settling', () => {
  it('wants every field people differ in, and completes the rest from the decision', async () => {
    const id = await triage()
    await say(id, { severity: 2, primary: 'SP-14' })
    await say(id, { emotion: 3 }, 'key_b')
    expect(await refused(settle(id, { severity: 2, rules: ['2c'] }))).toEqual([
      'invalid_request',
      ['final.primary', 'final.emotion'],
    ])
    const final: Corrected = { severity: 2, rules: ['2c'], primary: 'SP-07', emotion: 3 }
    expect(await settle(id, final)).toMatchObject({
      status: 'settled',
      version: 1,
      actor: 'key_z',
      own: false,
      final: { ...labelsOfDecision((await view(id)).judged as Decision), ...final },
    })
    expect((await view(id)).settlements).toHaveLength(1)
  })

  it('takes no contradiction and no code of another policy', async () => {
    const id = await triage()
    await say(id, { severity: 2 })
    expect(await refused(settle(id, { severity: 2 }))).toEqual(['invalid_request', ['final.rules']])
    expect(await refused(settle(id, { severity: 3, secondary: ['TD-88'] }))).toEqual([
      'invalid_request',
      ['final.secondary'],
    ])
    const old = await triage({ types: [{ ...DECISION_EXAMPLE.types[0]!, code: 'RL-77', evidence: [] }] })
    await say(old, { group: true })
    expect(await refused(settle(old, { group: true }))).toEqual(['invalid_request', ['final.primary']])
  })

  it('says so where who settles had spoken too', async () => {
    const id = await triage()
    await say(id, { group: true }, 'key_z')
    expect(await settle(id, { group: true })).toMatchObject({ own: true })
  })

  it('stays settled for who agrees with it and opens again for who objects', async () => {
    const id = await triage()
    await say(id, { group: true })
    await settle(id, { group: true })
    expect(await say(id, { group: true, severity: 3 }, 'key_b')).toMatchObject({ status: 'settled' })
    expect(await agree(id, 'key_c')).toMatchObject({ status: 'open' })
    // Only settling closes it again.
    expect(await say(id, { group: true }, 'key_c')).toMatchObject({ status: 'open' })
    expect(await settle(id, { group: true })).toMatchObject({ version: 2, status: 'settled' })
  })
})

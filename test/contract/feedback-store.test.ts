import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { audit } from '../../src/db/schema/triage.ts'
import { createFeedbackStore } from '../../src/db/stores/feedback-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import { labelsOfDecision } from '../../src/domain/feedback-labels.ts'
import { DECISION_EXAMPLE } from '../../src/http/routes/triage-example.ts'
import type { Correction, FeedbackHeld, FeedbackStore } from '../../src/ports/feedback-store.ts'
import { aRecord, NOW } from '../harness/records.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

const labels = labelsOfDecision(DECISION_EXAMPLE)

onBothDatabases('feedback store', (open) => {
  let database: TestDatabase
  let store: FeedbackStore
  let n = 0
  const next = () => `aud_${++n}`
  const triage = (id: string, over = {}) => {
    const decision = { ...DECISION_EXAMPLE, id }
    return createTriageStore(database.db).save(aRecord({ id, decision, ...over }), {
      actor: 'open',
      eventId: next(),
      auditId: next(),
      claim: null,
    })
  }
  const said = (over: Partial<Correction> = {}) => ({
    actor: 'key_a',
    at: NOW,
    agree: false,
    corrected: { severity: 2 as const },
    by: null,
    why: null,
    ...over,
  })
  const add = (
    id: string,
    over: Partial<Correction> = {},
    weigh: (h: FeedbackHeld) => 'open' | 'agreed' = () => 'open',
  ) => store.add(id, said(over), next(), weigh)
  const settle = (id: string, over = {}, conclude: (h: FeedbackHeld) => typeof labels = () => labels) =>
    store.settle(id, { actor: 'key_b', at: NOW + 5, why: '指南 2a', ...over }, next(), conclude)
  const all = { status: null, settledSince: null, after: null, limit: 50 }
  const item = async (id: string) => (await store.list(all)).find((i) => i.triage.id === id)
  const audited = async (subject: string) =>
    (await database.db.select().from(audit).where(eq(audit.subject, subject))).map((a) => `${a.actor} ${a.action}`)

  beforeAll(async () => {
    database = await open()
    store = createFeedbackStore(database.db)
  })
  afterAll(() => database.close())

  it('gives back what people said, with the decision it was said of', async () => {
    await triage('tri_back', { channel: 'web', domain: 'bank' })
    const corrected = {
      nature: 'complaint' as const,
      primary: null,
      threats: [{ channel: 'legal' as const, stance: 'done' as const }],
      rules: [],
    }
    expect(await add('tri_back', { corrected, by: '早班', why: '无人受伤' })).toEqual({
      version: 1,
      status: 'open',
      added: true,
    })
    expect(await item('tri_back')).toEqual({
      triage: {
        id: 'tri_back',
        receivedAt: NOW,
        channel: 'web',
        domain: 'bank',
        maskedText: aRecord({ id: 'x' }).maskedText,
        maskedSpans: aRecord({ id: 'x' }).maskedSpans,
        decision: { ...DECISION_EXAMPLE, id: 'tri_back' },
      },
      status: 'open',
      corrections: [{ actor: 'key_a', version: 1, at: NOW, agree: false, corrected, by: '早班', why: '无人受伤' }],
      settlements: [],
    })
    expect(await audited('tri_back')).toEqual(['open triage', 'key_a feedback'])
  })

  it('keeps every version of one person, and adds none for the same words again', async () => {
    await triage('tri_versions')
    await add('tri_versions', { corrected: { rules: ['2a', '2b'], severity: 2 } })
    expect(await add('tri_versions', { at: NOW + 1, corrected: { severity: 2, rules: ['2b', '2a'] } })).toEqual({
      version: 1,
      status: 'open',
      added: false,
    })
    expect(await add('tri_versions', { at: NOW + 2, corrected: { severity: 3 } })).toMatchObject({ version: 2 })
    expect(await add('tri_versions', { at: NOW + 3, actor: 'key_c' })).toMatchObject({ version: 1 })
    expect(await add('tri_versions', { at: NOW + 4, corrected: { severity: 3 }, why: '又想了想' })).toMatchObject({
      version: 3,
    })
    const { corrections } = (await item('tri_versions'))!
    expect(corrections.map((c) => [c.actor, c.version, c.at - NOW])).toEqual([
      ['key_a', 1, 0],
      ['key_a', 2, 2],
      ['key_c', 1, 3],
      ['key_a', 3, 4],
    ])
    expect(await audited('tri_versions')).toHaveLength(5)
  })

  it('hands over what holds: the latest of each person, the new one among them, and what was settled', async () => {
    await triage('tri_held')
    const seen: FeedbackHeld[] = []
    const look = (held: FeedbackHeld) => {
      seen.push(held)
      return 'open' as const
    }
    await add('tri_held', {}, look)
    await add('tri_held', { actor: 'key_c', agree: true, corrected: {} }, look)
    await add('tri_held', { corrected: { group: true } }, look)
    await settle('tri_held')
    await add('tri_held', { corrected: { group: false } }, look)
    expect(
      seen.map((h) => [h.status, h.final === null, h.opinions.map((o) => `${o.actor}${o.version}`).sort()]),
    ).toEqual([
      ['agreed', true, ['key_a1']],
      ['open', true, ['key_a1', 'key_c1']],
      ['open', true, ['key_a2', 'key_c1']],
      ['settled', false, ['key_a3', 'key_c1']],
    ])
    expect(seen.at(-1)!.final).toEqual(labels)
    expect((await item('tri_held'))!.status).toBe('open')
  })

  it('settles, keeps every version, and knows who settled their own', async () => {
    await triage('tri_settle')
    expect(await settle('tri_settle')).toBeNull()
    await add('tri_settle', { actor: 'key_b' })
    const first = { version: 1, actor: 'key_b', at: NOW + 5, final: labels, why: '指南 2a', own: true }
    expect(await settle('tri_settle')).toEqual(first)
    expect(await settle('tri_settle', { at: NOW + 6 })).toEqual(first)
    const other = await settle('tri_settle', { actor: 'key_d', at: NOW + 7 }, () => ({ ...labels, group: true }))
    expect(other).toMatchObject({ version: 2, own: false, final: { group: true } })
    const { status, settlements } = (await item('tri_settle'))!
    expect([status, settlements.map((s) => s.version)]).toEqual(['settled', [1, 2]])
    expect(await audited('tri_settle')).toEqual(['open triage', 'key_b feedback', 'key_b settle', 'key_d settle'])
  })

  it('keeps nothing when what is decided under the lock throws, or the audit entry cannot be written', async () => {
    await triage('tri_whole')
    const boom = () => {
      throw new Error('no')
    }
    await expect(add('tri_whole', {}, boom)).rejects.toThrow(/storage failed/)
    expect(await item('tri_whole')).toBeUndefined()
    await add('tri_whole')
    await expect(settle('tri_whole', {}, boom)).rejects.toThrow(/storage failed/)
    const taken = `aud_${n}`
    await store.note([{ id: taken, actor: 'x', action: 'read', subject: 'tri_other' }])
    await expect(store.add('tri_whole', said({ corrected: {} }), taken, () => 'agreed')).rejects.toThrow(/23505/)
    await expect(store.settle('tri_whole', { actor: 'key_b', at: NOW, why: 'x' }, taken, () => labels)).rejects.toThrow(
      /23505/,
    )
    expect(await item('tri_whole')).toMatchObject({ status: 'open', corrections: [{ version: 1 }], settlements: [] })
  })

  it('lets people speak at once: nothing is lost and each is weighed with those before', async () => {
    await triage('tri_crowd')
    const counts: number[] = []
    await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        add('tri_crowd', { actor: `key_${i % 4}`, why: String(i) }, ({ opinions }) => {
          counts.push(opinions.length)
          return 'open'
        }),
      ),
    )
    const { corrections } = (await item('tri_crowd'))!
    expect(corrections.map((c) => `${c.actor}.${c.version}`).sort()).toEqual(
      [0, 1, 2, 3].flatMap((i) => [`key_${i}.1`, `key_${i}.2`]),
    )
    expect(counts[0]).toBe(1)
    expect(Math.max(...counts)).toBe(4)
  })

  it('lists by status, by when it was settled, and page by page', async () => {
    for (const i of [1, 2, 3, 4, 5]) {
      await triage(`tri_zpage${i}`)
      await add(`tri_zpage${i}`, { agree: i === 5, corrected: i === 5 ? {} : { group: true } }, () =>
        i === 5 ? 'agreed' : 'open',
      )
    }
    await settle('tri_zpage2', { at: NOW + 1_000 })
    await settle('tri_zpage4', { at: NOW + 2_000 })
    const ids = async (query: object) =>
      (await store.list({ ...all, after: 'tri_zpage0', ...query })).map((i) => i.triage.id.slice(-1)).join('')
    expect(await ids({})).toBe('12345')
    expect(await ids({ status: 'open' })).toBe('13')
    expect(await ids({ status: 'settled' })).toBe('24')
    expect(await ids({ status: 'agreed' })).toBe('5')
    expect(await ids({ settledSince: NOW + 2_000 })).toBe('4')
    expect(await ids({ limit: 2 })).toBe('12')
    expect(await ids({ limit: 2, after: 'tri_zpage2' })).toBe('34')
    expect(await ids({ after: 'tri_zpage5' })).toBe('')
  })

  it('notes nothing for nobody', async () => {
    await store.note([])
    await store.note([{ id: next(), actor: 'cli', action: 'export', subject: 'tri_noted' }])
    expect(await audited('tri_noted')).toEqual(['cli export'])
  })
})

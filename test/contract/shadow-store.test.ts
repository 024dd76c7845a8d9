import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFeedbackStore } from '../../src/db/stores/feedback-store.ts'
import { createShadowStore } from '../../src/db/stores/shadow-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import { labelsOfDecision } from '../../src/domain/feedback-labels.ts'
import { DECISION_EXAMPLE } from '../../src/http/routes/triage-example.ts'
import type { Shadow, ShadowStore } from '../../src/ports/shadow-store.ts'
import { aRecord, DAY, NOW } from '../harness/records.ts'
import { aShadow } from '../harness/shadows.ts'
import { onBothDatabases, type TestDatabase } from '../harness/stores.ts'

const ALL = { since: null, model: null, after: null, limit: 50 }
const labels = labelsOfDecision(DECISION_EXAMPLE)

onBothDatabases('shadow store', (open) => {
  let database: TestDatabase
  let store: ShadowStore
  let n = 0
  const next = () => `aud_${++n}`
  const keep = (id: string) =>
    createTriageStore(database.db).save(aRecord({ id, decision: { ...DECISION_EXAMPLE, id } }), {
      actor: 'open',
      eventId: next(),
      auditId: next(),
      claim: null,
    })
  const ids = async (query: Partial<Parameters<ShadowStore['pairs']>[0]> = {}) =>
    (await store.pairs({ ...ALL, ...query })).map((p) => `${p.triageId} ${p.model}`)
  const settle = async (triageId: string, severity: 1 | 2, at: number) => {
    const feedback = createFeedbackStore(database.db)
    const said = { agree: false, corrected: { severity }, by: null, why: null }
    await feedback.add(triageId, { ...said, actor: 'key_a', at }, next(), () => 'open')
    await feedback.settle(triageId, { actor: 'key_b', at, why: `${severity}` }, next(), () => ({ ...labels, severity }))
  }

  beforeAll(async () => {
    database = await open()
    store = createShadowStore(database.db)
    for (const id of ['tri_a', 'tri_b', 'tri_c']) await keep(id)
    for (const shadow of [
      aShadow({ triageId: 'tri_b', failure: 'llm-timeout' }),
      aShadow({ triageId: 'tri_a', at: NOW - DAY }),
      aShadow({ triageId: 'tri_a', model: 'another' }),
      aShadow({ triageId: 'tri_c' }),
      aShadow({ triageId: 'tri_gone' }),
    ])
      await store.add(shadow)
  })
  afterAll(() => database.close())

  it('gives back what was kept, beside the answer that was given', async () => {
    const [pair] = await store.pairs({ ...ALL, model: 'shadow-model' })
    const kept: Shadow = aShadow({ triageId: 'tri_a', at: NOW - DAY })
    expect(pair).toEqual({ ...kept, given: { ...DECISION_EXAMPLE, id: 'tri_a' }, final: null })
    expect((await store.pairs(ALL))[2]).toMatchObject({ triageId: 'tri_b', failure: 'llm-timeout' })
  })

  it('lists by triage and model, a page at a time, and none of a triage that is not there', async () => {
    const all = ['tri_a another', 'tri_a shadow-model', 'tri_b shadow-model', 'tri_c shadow-model']
    expect(await ids()).toEqual(all)
    expect(await ids({ limit: 2 })).toEqual(all.slice(0, 2))
    expect(await ids({ after: { triageId: 'tri_a', model: 'another' } })).toEqual(all.slice(1))
    expect(await ids({ after: { triageId: 'tri_a', model: 'shadow-model' }, limit: 1 })).toEqual([all[2]])
    expect(await ids({ model: 'another' })).toEqual([all[0]])
    expect(await ids({ since: NOW })).toEqual([all[0], all[2], all[3]])
    expect(await ids({ since: NOW + 1 })).toEqual([])
  })

  it('keeps the first shadow of a model only', async () => {
    await store.add(aShadow({ triageId: 'tri_c', failure: 'llm-refused' }))
    expect((await store.pairs(ALL)).find((p) => p.triageId === 'tri_c')?.failure).toBeNull()
  })

  it('knows what was settled last, until somebody objects', async () => {
    await settle('tri_b', 1, NOW)
    await settle('tri_b', 2, NOW + 1)
    const final = async () => (await store.pairs(ALL)).find((p) => p.triageId === 'tri_b')!.final
    expect(await final()).toEqual({ ...labels, severity: 2 })
    expect((await store.pairs(ALL)).find((p) => p.triageId === 'tri_c')!.final).toBeNull()
    const objection = { actor: 'key_c', at: NOW + 2, agree: true, corrected: {}, by: null, why: null }
    await createFeedbackStore(database.db).add('tri_b', objection, next(), () => 'open')
    expect(await final()).toBeNull()
  })
})

import { count } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import { audit, events, idempotency, triages } from '../../src/db/schema/triage.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { createTriageStore } from '../../src/db/stores/triage-store.ts'
import { createUsageStore } from '../../src/db/stores/usage-store.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import { type TriageRequestInput, triageRequestSchema } from '../../src/domain/complaint.ts'
import { createUsageService } from '../../src/knowledge/usage.ts'
import { readKnowledgeRules, readPolicy } from '../../src/node/policy-files.ts'
import type { Assessor } from '../../src/ports/assessor.ts'
import type { TriageContext } from '../../src/triage/service.ts'
import { createTriageService } from '../../src/triage/triage-complaint.ts'
import { anAssessment, evidenceOf } from './assessments.ts'
import { aCase, aScript, axisVector } from './records.ts'
import { memoryDatabase, type TestDatabase } from './stores.ts'

const policy = await readPolicy([])
const { slots } = await readKnowledgeRules()
export const NOW = Date.parse('2026-11-20T10:20:00+08:00')
export const MODEL = 'm1'
export const PHONE = '13812345678'
export const ID = '11010519491231002X'
export const CARD = '4111111111111111'
export const TEXT = `包裹五天没到,身份证${ID},卡号${CARD},回电${PHONE},再拖我就找记者曝光`

export const open = (over: Partial<TriageContext> = {}): TriageContext => ({
  actor: 'open',
  audience: null,
  idempotency: null,
  ...over,
})
export const withKey = (key: string, bodyHash = 'b1', actor = 'key_1') =>
  open({ actor, idempotency: { key, bodyHash } })

/** Quotes the threat and the whole of the text, personal data among it. */
const judged = (text: string): Partial<Assessment> => ({
  vector: axisVector(0),
  threats: [{ channel: 'media', stance: 'threatened', evidence: [evidenceOf(text, text.slice(-5))] }],
  emotion: { ...anAssessment().emotion, evidence: [{ quote: text, start: 0, end: text.length }] },
})

/**
 * The whole road of a complaint over a database in memory with three cases and two scripts, for the tests of one file, from
 * its `beforeAll` on. Its engine is `think`. Call at the top of a file.
 */
export function triageRoad() {
  const ground = {} as { database: TestDatabase }
  let n = 0

  function service(think: (text: string) => Partial<Assessment> = judged) {
    const asked: string[] = []
    const assessor: Assessor = {
      name: 'local',
      async assess({ reading, masked }) {
        asked.push(masked)
        const assessment = anAssessment(think(reading.original))
        return { assessment, degraded: false, reasons: [], models: { embedder: MODEL }, latencyMs: { embed: 1.26 } }
      },
    }
    const ids = { next: (prefix: string) => `${prefix}_${String(++n).padStart(6, '0')}` }
    const usage = createUsageService({ usage: createUsageStore(ground.database.db), ids, clock: { now: () => NOW } })
    const road = createTriageService({
      policy,
      assessor,
      triages: createTriageStore(ground.database.db),
      knowledge: createKnowledgeStore(ground.database.db),
      pseudonyms: { of: (kind, value) => `h(${kind}:${[...value].reverse().join('')})` },
      ids,
      clock: { now: () => NOW },
      slots,
      lifts: usage.lifts,
    })
    const ask = (request: TriageRequestInput, context = open()) =>
      road.triage(triageRequestSchema.parse(request), context)
    return { ...road, ask, asked, usage }
  }

  const rows = async () => {
    const [t, e, a, i] = await Promise.all(
      [triages, events, audit, idempotency].map(async (table) => {
        const [row] = await ground.database.db.select({ n: count() }).from(table)
        return row!.n
      }),
    )
    return { triages: t!, events: e!, audit: a!, idempotency: i! }
  }
  const grown = (by: Partial<Awaited<ReturnType<typeof rows>>>, from: Awaited<ReturnType<typeof rows>>) => ({
    triages: from.triages + (by.triages ?? 0),
    events: from.events + (by.events ?? 0),
    audit: from.audit + (by.audit ?? 0),
    idempotency: from.idempotency + (by.idempotency ?? 0),
  })

  beforeAll(async () => {
    ground.database = await memoryDatabase()
    const knowledge = createKnowledgeStore(ground.database.db)
    const cases = (['frontline', 'supervisor', 'management'] as const).map((audience) =>
      aCase({ id: `case-${audience}`, audience }),
    )
    await knowledge.put({
      cases,
      scripts: [aScript({ id: 'script-late' }), aScript({ id: 'script-boss', audience: 'management' })],
    })
    const vectors = (items: string[]) => items.map((id) => ({ id, vector: axisVector(0) }))
    await knowledge.putVectors('case', MODEL, vectors(cases.map((c) => c.id)))
    await knowledge.putVectors('script', MODEL, vectors(['script-late', 'script-boss']))
  })
  afterAll(() => ground.database.close())

  return { ground, service, rows, grown }
}

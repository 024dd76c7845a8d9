import { describe, expect, it } from 'vitest'
import { anAssessment } from '../../test/harness/assessments.ts'
import { NOW, open, TEXT, triageRoad } from '../../test/harness/triage-road.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import type { Assessment } from '../domain/assessment.ts'
import { triageRequestSchema } from '../domain/complaint.ts'
import type { Decision } from '../domain/decision.ts'
import { readPolicy } from '../node/policy-files.ts'
import type { Assessor } from '../ports/assessor.ts'
import { NOTHING_SPENT } from '../ports/language-model.ts'
import type { TriageContext } from './service.ts'
import { createTriageService } from './triage-complaint.ts'

const policy = await readPolicy([])
const { ground } = triageRoad()

describe('a language model beside the local engine', () => {
  let n = 0

  /** An engine whose model fails, or says what it is told; how often the knowledge base was searched. */
  function beside(said: Partial<Assessment> | null) {
    let searched = 0
    const store = createKnowledgeStore(ground.database.db)
    const since: (number | undefined)[] = []
    const assessor: Assessor = {
      name: 'hybrid',
      asks: true,
      async assess(input, onFirst) {
        since.push(input.since)
        const local = { assessment: anAssessment(), degraded: false, reasons: [], models: {}, latencyMs: { heads: 1 } }
        onFirst?.(local)
        if (said) return { ...local, assessment: anAssessment(said) }
        const asked = {
          engine: 'local' as const,
          prompts: ['triage@1#0'],
          spent: { ...NOTHING_SPENT, inputTokens: 9 },
          review: [],
        }
        return { ...local, degraded: true, reasons: ['llm-timeout'], latencyMs: { heads: 1, llm: 7 }, asked }
      },
    }
    const road = createTriageService({
      policy,
      assessor,
      triages: createTriageStore(ground.database.db),
      knowledge: { ...store, search: (query) => store.search(query).finally(() => searched++) },
      pseudonyms: { of: (_, value) => value },
      ids: { next: (prefix: string) => `${prefix}_${String(++n).padStart(6, '0')}` },
      clock: { now: () => NOW },
    })
    const request = triageRequestSchema.parse({ text: TEXT, options: { store: false } })
    const ask = (over: Partial<TriageContext> = {}) => road.triage(request, open(over))
    return { ask, since, searches: () => searched }
  }

  it('that fails changes the engine and the reasons of what was told first, and nothing is worked out twice', async () => {
    const { ask, searches } = beside(null)
    let first: Decision | undefined
    const { decision } = await ask({ onFirst: (d) => (first = d) })
    expect(searches()).toBe(1)
    expect(decision.engine).toMatchObject({
      degraded: true,
      reasons: ['llm-timeout'],
      promptVersion: 'triage@1#0',
      tokens: { input: 9 },
      latencyMs: { llm: 7, recall: expect.any(Number), total: expect.any(Number) },
    })
    expect(decision.review.reasons).toContain('degraded 引擎降级运行')
    const { engine: _, review: __, ...rest } = decision
    expect(first).toMatchObject(rest)
    const plain = await ask()
    expect(plain.decision).toMatchObject({ engine: { reasons: ['llm-timeout'] }, review: decision.review })
  })

  it('that says otherwise is worked out anew', async () => {
    const { ask, searches } = beside({ severity: { ...anAssessment().severity, level: 2 } })
    const { decision } = await ask({ onFirst: () => {} })
    expect([decision.severity.level, searches()]).toEqual([2, 2])
  })

  it('has its time from the request on', async () => {
    const { ask, since } = beside(null)
    const before = performance.now()
    await ask()
    expect(since[0]).toBeGreaterThanOrEqual(before)
    expect(since[0]).toBeLessThan(performance.now())
  })
})

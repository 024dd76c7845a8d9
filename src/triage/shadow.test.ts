import { beforeAll, describe, expect, it } from 'vitest'
import { anAssessment } from '../../test/harness/assessments.ts'
import { anOpinion } from '../../test/harness/opinions.ts'
import type { TestDatabase } from '../../test/harness/stores.ts'
import { never, ok, slow, status, type Upstream } from '../../test/harness/upstream/index.ts'
import { upstreamGround } from '../../test/harness/upstream-ground.ts'
import { createPromptRegistry, type PromptRegistry } from '../assess/llm/prompts.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createShadowStore } from '../db/stores/shadow-store.ts'
import { createTriageStore } from '../db/stores/triage-store.ts'
import { triageRequestSchema } from '../domain/complaint.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { createMetrics } from '../http/metrics.ts'
import { readLlmRules, readPolicy, readReconcileRules } from '../node/policy-files.ts'
import { readPromptSources } from '../node/prompt-files.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { LogFields } from '../ports/logger.ts'
import { createIds } from '../wiring/ids.ts'
import { createShadowEngine } from '../wiring/shadow-engine.ts'
import { createShadows } from './shadow.ts'
import { createTriageService } from './triage-complaint.ts'

const TEXT = '快递十天了还没到,打13812345678没人接,再不处理就找记者'

let upstream: Upstream
let database: TestDatabase
let policy: Policy
let prompts: PromptRegistry
let rules: Awaited<ReturnType<typeof readLlmRules>>
let reconcile: Awaited<ReturnType<typeof readReconcileRules>>
const ground = upstreamGround(() =>
  ok(anOpinion({ types: [{ code: 'SP-07', role: 'primary', quotes: ['十天了还没到'] }] })),
)
beforeAll(async () => {
  ;({ upstream, database } = ground)
  ;[policy, prompts, rules, reconcile] = await Promise.all([
    readPolicy([]),
    readPromptSources().then(createPromptRegistry),
    readLlmRules(),
    readReconcileRules(),
  ])
}, 60_000)

/** The service with a plain local engine that answers, and the language model in its shadow. */
function serviceWith({ share = 1, budgetMs = 5_000, shadowPrompts = [] as string[] } = {}) {
  const metrics = createMetrics()
  const logs: LogFields[] = []
  const log = (fields: LogFields) => void logs.push(fields)
  const engine = createShadowEngine({
    config: {
      apiKey: 'test',
      baseUrl: upstream.baseUrl,
      model: 'main-model',
      budgetMs,
      shadow: { model: 'test-model', share, prompts: shadowPrompts },
      embeddingModel: null,
    },
    rules,
    reconcile,
    prompts,
    policy,
    metrics,
  })!
  const clock = { now: () => Date.now() }
  const store = createShadowStore(database.db)
  const shadows = createShadows({ ...engine, policy, clock, store, logger: { info: log, warn: log, error: log } })
  const assessor: Assessor = {
    name: 'local',
    asks: true,
    assess: async () => ({
      assessment: anAssessment(),
      degraded: false,
      reasons: [],
      models: {},
      latencyMs: {},
    }),
  }
  const triages = createTriageStore(database.db)
  const triage = createTriageService({
    policy,
    assessor,
    triages,
    knowledge: createKnowledgeStore(database.db),
    pseudonyms: { of: (kind, value) => `h(${kind}:${value.length})` },
    ids: createIds(),
    clock,
    shadows,
  })
  const ask = async (options: object = {}, more: { key?: string; mayAsk?: 'never' } = {}) => {
    const request = triageRequestSchema.parse({ text: TEXT, options })
    const idempotency = more.key ? { key: more.key, bodyHash: 'b' } : null
    const context = { actor: 'key_a', audience: null, idempotency, ...(more.mayAsk ? { mayAsk: more.mayAsk } : {}) }
    return (await triage.triage(request, context)).decision
  }
  const pairOf = async (id: string) =>
    (await store.pairs({ since: null, model: null, after: null, limit: 1000 })).find((p) => p.triageId === id)
  return { ask, shadows, pairOf, triages, metrics, logs }
}

describe('a second engine in the shadow of the first', () => {
  it('is asked after the answer, and what it would have said is kept without a word of the text', async () => {
    const { ask, shadows, pairOf, triages, metrics } = serviceWith()
    const given = await ask()
    expect(upstream.seen).toEqual([])
    await shadows.idle()
    expect(upstream.seen.map((s) => s.body?.model)).toEqual(['test-model'])
    expect(upstream.seen[0]!.complaint).toContain('〔电话1〕')
    const pair = (await pairOf(given.id))!
    expect(pair).toMatchObject({
      model: 'test-model',
      prompts: [expect.stringMatching(/^triage@1#[0-9a-f]{12}$/)],
      policyHash: policy.hash,
      failure: null,
      answer: { engine: { name: 'hybrid', degraded: false } },
    })
    expect(pair.spent.inputTokens).toBeGreaterThan(1000)
    expect(pair.latencyMs).toBeGreaterThan(0)
    // The answer is as it was, and so is the record of it.
    expect(pair.given.engine).toEqual((await triages.find(given.id))!.decision.engine)
    expect(given.engine).toMatchObject({ name: 'local', costUsd: 0 })
    expect(JSON.stringify({ ...pair, given: null })).not.toMatch(/十天|记者|1381|没人接/)
    expect(metrics.text()).toContain('suzhen_shadows_total{model="test-model",result="answered"} 1')
  })

  it('keeps no answer waiting, however slow it is', async () => {
    const { ask, shadows, pairOf } = serviceWith({ budgetMs: 300 })
    upstream.behave(never())
    const given = await ask()
    expect(await pairOf(given.id)).toBeUndefined()
    await shadows.idle()
    expect(await pairOf(given.id)).toMatchObject({ failure: 'llm-timeout', answer: { engine: { degraded: true } } })
  })

  it('keeps why the model did not answer, and what would have been answered without it', async () => {
    const { ask, shadows, pairOf } = serviceWith()
    upstream.behave(status(400))
    const given = await ask()
    await shadows.idle()
    const pair = (await pairOf(given.id))!
    expect(pair.failure).toBe('llm-rejected')
    expect(pair.answer.severity.level).toBe(given.severity.level)
  })

  it.each([
    ['nothing is kept', { store: false }, {}],
    ['the caller asked for the local engine', { engine: 'local' }, {}],
    ['the key may cost nothing', {}, { mayAsk: 'never' as const }],
  ])('is not asked where %s', async (_, options, more) => {
    const { ask, shadows } = serviceWith()
    await ask(options, more)
    await shadows.idle()
    expect(upstream.seen).toEqual([])
  })

  it('is asked once about an answer that is given again', async () => {
    const { ask, shadows } = serviceWith()
    await ask({}, { key: 'again' })
    await ask({}, { key: 'again' })
    await shadows.idle()
    expect(upstream.seen).toHaveLength(1)
  })

  it('is asked about none of the others', async () => {
    const { ask, shadows } = serviceWith({ share: 0 })
    await ask()
    await shadows.idle()
    expect(upstream.seen).toEqual([])
  })

  it('is dropped when the service stops, at once', async () => {
    const { ask, shadows, pairOf, logs } = serviceWith({ budgetMs: 60_000 })
    const asked = new Promise<void>((resolve) => {
      upstream.behave((seen) => {
        resolve()
        return slow(60_000)(seen)
      })
    })
    const given = await ask()
    await asked
    const began = performance.now()
    await shadows.stop()
    expect(performance.now() - began).toBeLessThan(5_000)
    await shadows.stop()
    expect(await pairOf(given.id)).toBeUndefined()
    expect(logs).toEqual([])
    await ask()
    await shadows.idle()
    expect(upstream.seen).toHaveLength(1)
  })

  it('names a prompt that is not there before anything is asked', () => {
    expect(() => serviceWith({ shadowPrompts: ['triage@99'] })).toThrow(/LLM_SHADOW_PROMPTS.*triage@99.*triage@1/)
  })
})

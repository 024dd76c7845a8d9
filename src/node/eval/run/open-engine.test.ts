import { afterAll, beforeAll, expect, it } from 'vitest'
import { anOpinion } from '../../../../test/harness/opinions.ts'
import { ok, startUpstream, status, type Upstream } from '../../../../test/harness/upstream/index.ts'
import { readConfig } from '../../../config.ts'
import type { EvalCase } from '../../../quality/run.ts'
import { readPolicy } from '../../policy-files.ts'
import { answerOf } from './answer-of.ts'
import { type Engine, openEngine } from './open-engine.ts'

const one: EvalCase = { id: 'a', text: '快递十天了还没到,打13812345678没人接', labels: {}, facets: {} }
const policy = await readPolicy([])
let upstream: Upstream
let auto: Engine
const settings = () =>
  readConfig({
    OPENAI_API_KEY: 'test',
    OPENAI_BASE_URL: upstream.baseUrl,
    OPENAI_MODEL: 'test-model',
    LLM_BUDGET_MS: '30000',
  })
beforeAll(async () => {
  upstream = await startUpstream(ok(anOpinion({})))
  auto = await openEngine(settings(), policy, 'auto')
}, 120_000)
afterAll(async () => {
  await auto.close()
  await upstream.close()
})

it('asks the language model of the settings as callers have it asked, and keeps what it cost', async () => {
  const answer = answerOf(await auto.ask(one))
  expect(upstream.refused).toEqual([])
  expect(upstream.seen.filter((s) => s.path === '/chat/completions')).toHaveLength(1)
  expect(upstream.seen[0]!.complaint).toContain('〔电话1〕')
  expect(answer.engine).toMatchObject({ name: 'hybrid', degraded: false })
  expect(answer.engine.costUsd).toBeGreaterThan(0)
  expect(auto.models).toMatchObject({ llm: 'test-model', triage: expect.stringMatching(/^triage@\d+#/) })
})

it('makes a vector only for a language model’s examples: without one nothing is looked for', async () => {
  const local = await openEngine(settings(), policy, 'local')
  const [alone, beside] = await Promise.all([local.ask(one), auto.ask(one)]).finally(local.close)
  expect(beside.engine.models.embedder).toBe(auto.models.embedder)
  expect(alone.engine.models).not.toHaveProperty('embedder')
  expect(alone.engine).toMatchObject({ degraded: false, reasons: [] })
  expect(local.models.embedder).toBe(auto.models.embedder)
})

it('keeps why it was degraded', async () => {
  upstream.behave(status(400))
  expect(answerOf(await auto.ask(one)).engine).toMatchObject({ degraded: true, reasons: ['llm-rejected'] })
})

it('refuses «llm» where the settings name none', async () => {
  await expect(openEngine(readConfig({}), policy, 'llm')).rejects.toThrow(/OPENAI_API_KEY/)
})

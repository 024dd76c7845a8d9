import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startUpstream, status, type Upstream } from '../../test/harness/upstream/index.ts'
import { createMetrics } from '../http/metrics.ts'
import { readLlmRules } from '../node/policy-files.ts'
import { createCountedClient } from './language-model.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())

describe('the metrics of a language model', () => {
  it('show its breaker, that of the shadow by itself', async () => {
    const rules = await readLlmRules()
    const breaker = { ...rules.breaker, openMs: 600_000, window: 2, least: 2 }
    const metrics = createMetrics()
    const config = { apiKey: '', baseUrl: upstream.baseUrl, model: 'a', budgetMs: 20_000, shadow: null }
    const retries = { ...rules.retries, most: 0 }
    const parts = { config: { ...config, embeddingModel: null }, rules: { ...rules, breaker, retries }, metrics }
    const client = createCountedClient(parts)
    createCountedClient(parts, 'b', 'shadow')
    const states = () =>
      metrics
        .text()
        .split('\n')
        .filter((line) => line.startsWith('suzhen_breaker_state'))
        .map((line) => line.slice('suzhen_breaker_state'.length))
    expect(states()).toEqual(['{use="answers",model="a"} 0', '{use="shadow",model="b"} 0'])
    upstream.behave(status(503))
    const prompt = { ref: 'p@1', messages: [{ role: 'user' as const, content: '问' }] }
    for (let i = 0; i < 2; i++)
      await client.ask({
        prompt,
        schema: z.strictObject({ yes: z.boolean() }),
        name: 'q',
        account: 'a',
        budgetMs: 20_000,
      })
    expect(states()).toEqual(['{use="answers",model="a"} 2', '{use="shadow",model="b"} 0'])
  })
})

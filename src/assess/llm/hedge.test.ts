import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClientBench, GOOD, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import { inTurn, never, ok, slow, status } from '../../../test/harness/upstream/index.ts'
import type { LlmRules } from '../../domain/policy/llm-rules.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
})
afterAll(() => bench.upstream.close())
beforeEach(() => bench.upstream.forget())

const change = (rules: LlmRules) => {
  rules.hedge.afterMs = 60
  rules.retries.most = 0
}

describe('hedging', () => {
  it('is off by default', async () => {
    expect(bench.rules.hedge.afterMs).toBeNull()
    await bench.askOnce(slow(200, ok(GOOD)))
    expect(bench.upstream.seen).toHaveLength(1)
  })

  it('asks a second time beside a slow first, takes the quicker and ends the other', async () => {
    const { reply, facts } = await bench.askOnce(inTurn(never(), ok(GOOD)), { change })
    expect(reply.value).toEqual(GOOD)
    expect(reply.spent.calls).toBe(2)
    expect(facts[0]!.estimated).toBe(true)
    expect(await bench.upstream.seen[0]!.over).toBe('left')
  })

  it('asks once where the first is quick', async () => {
    const patient = (rules: LlmRules) => {
      rules.hedge.afterMs = 2000
    }
    const { reply } = await bench.askOnce(ok(GOOD), { change: patient })
    expect(reply).toMatchObject({ value: GOOD, spent: { calls: 1 } })
    expect(bench.upstream.seen).toHaveLength(1)
  })

  it('fails only when both do', async () => {
    const { reply } = await bench.askOnce(inTurn(slow(300, ok(GOOD)), status(500)), { change })
    expect(reply.value).toEqual(GOOD)
    const both = await bench.askOnce(inTurn(slow(120, status(500)), status(500)), { change })
    expect(both.reply.failure).toBe('server-error')
  })

  it('holds the budget, and ends both', async () => {
    bench.upstream.behave(never())
    const { model } = bench.client({ change })
    expect((await model.ask(question({ budgetMs: 250 }))).failure).toBe('timeout')
    expect(await Promise.all(bench.upstream.seen.map((s) => s.over))).toEqual(['left', 'left'])
  })
})

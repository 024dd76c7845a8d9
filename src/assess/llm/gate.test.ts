import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ClientBench, GOOD, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import { type Behaviour, never, ok, prose, refusal, slow, status } from '../../../test/harness/upstream/index.ts'
import type { LlmRules } from '../../domain/policy/llm-rules.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
})
afterAll(() => bench.upstream.close())
beforeEach(() => {
  bench.upstream.forget()
  bench.upstream.behave(ok(GOOD))
})

describe('breaker and bulkhead', () => {
  const quick = (own: LlmRules) => {
    own.breaker = { window: 4, least: 3, share: 0.5, openMs: 400, fairMs: 20 }
    own.retries.most = 0
  }

  it('opens by faults of the endpoint, answers at once, tries once, and closes', async () => {
    bench.upstream.behave(status(503))
    const { model } = bench.client({ change: quick })
    for (let i = 0; i < 3; i++) expect((await model.ask(question())).failure).toBe('server-error')
    expect(model.state().breaker).toBe('open')

    const times: number[] = []
    for (let i = 0; i < 15; i++) {
      const began = performance.now()
      expect((await model.ask(question())).failure).toBe('breaker-open')
      times.push(performance.now() - began)
    }
    expect(times.sort((a, b) => a - b)[7]).toBeLessThan(1)
    expect(bench.upstream.seen).toHaveLength(3)

    bench.upstream.behave(slow(60, ok(GOOD)))
    await vi.waitFor(async () => expect((await model.ask(question())).value).toEqual(GOOD), {
      timeout: 2000,
      interval: 10,
    })
    expect(model.state().breaker).toBe('closed')
  })

  it('lets one through when half open, and opens again when that fails', async () => {
    bench.upstream.behave(status(503))
    const { model } = bench.client({ change: quick })
    for (let i = 0; i < 3; i++) await model.ask(question())
    bench.upstream.behave(slow(40, status(503)))
    const failures: (string | null)[] = []
    await vi.waitFor(
      async () => {
        const [trial, other] = await Promise.all([model.ask(question()), model.ask(question())])
        failures.push(trial.failure, other.failure)
        expect(trial.failure).toBe('server-error')
      },
      { timeout: 2000, interval: 10 },
    )
    expect(failures.at(-1)).toBe('breaker-open')
    expect(bench.upstream.seen).toHaveLength(4)
    expect(model.state().breaker).toBe('open')
  })

  it.each<[string, Behaviour]>([
    ['refusals', refusal()],
    ['nonsense', prose()],
    ['a wrong key', status(401)],
  ])('stays closed at %s, which are no fault of the endpoint', async (_, behaviour) => {
    bench.upstream.behave(behaviour)
    const { model } = bench.client({ change: quick })
    for (let i = 0; i < 5; i++) await model.ask(question())
    expect(model.state().breaker).toBe('closed')
  })

  it('stays closed at callers who leave, and at budgets too short for anybody', async () => {
    bench.upstream.behave(never())
    const { model } = bench.client({ change: quick })
    for (let i = 0; i < 4; i++) {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 30)
      await model.ask(question({ signal: controller.signal }))
      await model.ask(question({ budgetMs: 5 }))
    }
    expect(model.state().breaker).toBe('closed')
  })

  it('opens at timeouts', async () => {
    bench.upstream.behave(never())
    const { model } = bench.client({ change: quick })
    for (let i = 0; i < 3; i++) expect((await model.ask(question({ budgetMs: 60 }))).failure).toBe('timeout')
    expect((await model.ask(question())).failure).toBe('breaker-open')
  })

  it('turns away who finds the line full, and who waits in it to the end', async () => {
    bench.upstream.behave(never())
    const { model } = bench.client({
      change: (own) => {
        own.bulkhead = { calls: 1, queue: 1 }
      },
    })
    const [first, second, third] = await Promise.all([
      model.ask(question({ budgetMs: 200 })),
      model.ask(question({ budgetMs: 100 })),
      model.ask(question({ budgetMs: 200 })),
    ])
    expect([first.failure, second.failure, third.failure]).toEqual(['timeout', 'too-busy', 'too-busy'])
    expect(second.spent.calls).toBe(0)
    bench.upstream.behave(ok(GOOD))
    expect((await model.ask(question())).value).toEqual(GOOD)
  })
})

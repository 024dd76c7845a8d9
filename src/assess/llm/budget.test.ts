import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClientBench, GOOD, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import {
  type Behaviour,
  inTurn,
  never,
  ok,
  reset,
  slow,
  status,
  trickle,
} from '../../../test/harness/upstream/index.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
  // What the first request of a process takes longer than the others is nobody's budget here.
  await bench.client().model.ask(question())
})
afterAll(() => bench.upstream.close())
beforeEach(() => {
  bench.upstream.forget()
  bench.upstream.behave(ok(GOOD))
})

describe('the budget', () => {
  const timed = async (behaviour: Behaviour, budgetMs: number, signal?: AbortSignal) => {
    bench.upstream.behave(behaviour)
    const { model, facts } = bench.client()
    const began = performance.now()
    const since = () => performance.now() - began
    // A bare timer of the same length beside it: how late this machine is by itself just now.
    const timer = new Promise<number>((resolve) => setTimeout(() => resolve(since()), budgetMs))
    const reply = await model.ask(question({ budgetMs, signal }))
    const ms = since()
    return { reply, ms, facts, timer }
  }

  it.each<[string, Behaviour]>([
    ['is late', slow(5000, ok(GOOD))],
    ['never answers', never()],
    ['sends a byte every 50 ms', trickle(50, ok(GOOD))],
  ])('holds against an upstream that %s', async (_, behaviour) => {
    const { reply, ms, facts, timer } = await timed(behaviour, 300)
    expect(reply.failure).toBe('timeout')
    expect(ms).toBeGreaterThanOrEqual(295)
    // On a machine that is busy with other things one measurement may say nothing; four that all do say enough.
    let late = ms - (await timer)
    for (let tries = 1; tries < 4 && late >= 50; tries++) {
      const again = await timed(behaviour, 300)
      late = again.ms - (await again.timer)
    }
    expect(late).toBeLessThan(50)
    // It was sent, and may be charged for.
    expect(reply.spent).toMatchObject({ calls: 1, outputTokens: 0 })
    expect(reply.spent.inputTokens).toBeGreaterThan(0)
    expect(facts[0]!.estimated).toBe(true)
    expect(await bench.upstream.seen[0]!.over).toBe('left')
  })

  it('of nothing asks nobody', async () => {
    const { reply } = await timed(ok(GOOD), 0)
    expect(reply).toMatchObject({ failure: 'timeout', spent: { calls: 0 } })
    expect(bench.upstream.seen).toEqual([])
  })

  it('is not spent on a wait that it has no room for', async () => {
    const { reply, ms } = await timed(status(429, { retryAfter: 5 }), 1000)
    expect(reply.failure).toBe('rate-limited')
    expect(ms).toBeLessThan(900)
    expect(bench.upstream.seen).toHaveLength(1)
  })

  it.each<[string, () => object]>([
    ['milliseconds', () => ({ retryAfterMs: 200 })],
    ['seconds', () => ({ retryAfter: 0.2 })],
    ['a date', () => ({ retryAfter: new Date(Date.now() + 1200).toUTCString() })],
  ])('has room for a wait of %s, which is kept', async (_, options) => {
    const { reply, ms } = await timed(
      inTurn((seen) => status(429, options())(seen), ok(GOOD)),
      3000,
    )
    expect(reply.value).toEqual(GOOD)
    expect(ms).toBeGreaterThanOrEqual(190)
    expect(bench.upstream.seen).toHaveLength(2)
  })

  it.each<[string, Behaviour]>([
    ['500', status(500)],
    ['409', status(409)],
    ['a cut connection', reset()],
  ])('has room for another try after %s', async (_, behaviour) => {
    const { reply } = await timed(inTurn(behaviour, behaviour, ok(GOOD)), 3000)
    expect(reply.value).toEqual(GOOD)
    expect(bench.upstream.seen).toHaveLength(3)
  })

  it('ends as aborted when the caller goes, and so does the request', async () => {
    const controller = new AbortController()
    bench.upstream.behave((seen) => {
      controller.abort()
      return never()(seen)
    })
    const { model } = bench.client()
    const reply = await model.ask(question({ signal: controller.signal }))
    expect(reply.failure).toBe('aborted')
    expect(await bench.upstream.seen[0]!.over).toBe('left')
  })

  it('of a caller who is gone already asks nobody', async () => {
    const { reply } = await timed(ok(GOOD), 1000, AbortSignal.abort())
    expect(reply.failure).toBe('aborted')
    expect(bench.upstream.seen).toEqual([])
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ClientBench, GOOD, question, startClientBench } from '../../../test/harness/upstream/client-bench.ts'
import { ok } from '../../../test/harness/upstream/index.ts'

let bench: ClientBench
beforeAll(async () => {
  bench = await startClientBench()
})
afterAll(() => bench.upstream.close())
beforeEach(() => {
  bench.upstream.forget()
  bench.upstream.behave(ok(GOOD))
})

describe('caps', () => {
  const usage = { prompt_tokens: 4000, completion_tokens: 1000 }

  it('of a request: the worst case counts before anything is sent', async () => {
    const { reply } = await bench.askOnce(ok(GOOD), {
      change: (own) => {
        own.caps.request = { tokens: 100, usd: null }
      },
    })
    expect(reply.failure).toBe('cap-request')
    expect(bench.upstream.seen).toEqual([])
  })

  it('of a request hold back the repair, and the reason for it stays', async () => {
    const { reply } = await bench.askOnce(ok('no json', { usage }), {
      change: (own) => {
        own.caps.request = { tokens: 6000, usd: null }
      },
    })
    expect(reply.failure).toBe('not-json')
    expect(reply.spent.calls).toBe(1)
  })

  it('of a day and of a key: what was used counts, and a new day begins anew', async () => {
    let now = Date.parse('2026-11-22T10:00:00+08:00')
    bench.upstream.behave(ok(GOOD, { usage }))
    const { model } = bench.client({
      now: () => now,
      change: (own) => {
        own.caps.day = { tokens: 12_000, usd: null }
        own.caps.key = { tokens: 7_000, usd: null }
      },
    })
    expect((await model.ask(question())).failure).toBeNull()
    expect((await model.ask(question())).failure).toBe('cap-key')
    expect((await model.ask(question({ account: 'key-2' }))).failure).toBeNull()
    expect((await model.ask(question({ account: 'key-3' }))).failure).toBe('cap-day')
    expect(bench.upstream.seen).toHaveLength(2)
    now = Date.parse('2026-11-23T00:00:01+08:00')
    expect((await model.ask(question())).failure).toBeNull()
  })

  it('in dollars', async () => {
    const { reply } = await bench.askOnce(ok(GOOD), {
      model: 'nobody-knows-this-model',
      change: (own) => {
        own.caps.request = { tokens: null, usd: 0.001 }
      },
    })
    expect(reply.failure).toBe('cap-request')
  })
})

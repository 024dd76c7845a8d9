import { describe, expect, it } from 'vitest'
import { embedderBench } from '../../../test/harness/upstream/embedder-bench.ts'
import { type Behaviour, garbage, inTurn, never, ok, status, vectorOf } from '../../../test/harness/upstream/index.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { createTwoEmbedders } from './two-embedders.ts'

const { bench, embedder: embedderOf } = embedderBench()
const failureOf = (embedder: Embedder) => embedder.embed('机密的话').catch((e: Error) => e)
const length = (v: Float32Array) => Math.hypot(...v)

describe('an embedder behind an endpoint', () => {
  it('asks for 512 dimensions and gives a unit vector, known by the model and the dimensions', async () => {
    const embedder = embedderOf()
    const vector = await embedder.embed('退款一直没到')
    expect([embedder.model, embedder.dimensions, vector.length]).toEqual(['text-embedding-3-small@512', 512, 512])
    expect(length(vector)).toBeCloseTo(1, 5)
    expect(vector[7]).toBeCloseTo(vectorOf('退款一直没到', 512)[7]!, 5)
    expect(bench.upstream.seen[0]?.body).toMatchObject({ dimensions: 512, model: 'text-embedding-3-small' })
    expect(bench.upstream.refused).toEqual([])
  })

  it('sends many in batches and gives each its own vector, in order', async () => {
    const texts = Array.from({ length: 150 }, (_, i) => `第${i}件投诉`)
    const told: number[] = []
    const vectors = await embedderOf().embedMany(texts, (done) => told.push(done))
    expect(bench.upstream.seen).toHaveLength(3)
    expect(told.at(-1)).toBe(150)
    for (const i of [0, 63, 64, 149]) expect(vectors[i]![3]).toBeCloseTo(vectorOf(texts[i]!, 512)[3]!, 5)
  })

  it('has no state for the heads, which are of another model', async () => {
    expect((await embedderOf().encode('x')).state).toBeNull()
  })

  it('fails without the key or the text in its words when nobody answers', async () => {
    await bench.upstream.down()
    const error = await failureOf(embedderOf())
    await bench.upstream.up()
    expect(error).toMatchObject({ code: 'storage_unavailable', retryAfterSeconds: 5 })
    expect(String(error)).toContain('unreachable')
    expect(String(error)).not.toMatch(/geheim|机密/)
  })

  it('passes on that its caller has gone', async () => {
    const gone = AbortSignal.abort(new DOMException('left', 'AbortError'))
    await expect(embedderOf().embed('x', gone)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('its leash', () => {
  const wrong: Behaviour = () => ({
    kind: 'status',
    status: 200,
    body: { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [1, 2, 3] }] },
  })
  const twice: Behaviour = () => ({
    kind: 'status',
    status: 200,
    body: { data: [0, 0].map((index) => ({ index, embedding: vectorOf('x', 512) })) },
  })

  it.each([
    ['is late', () => never(), 'timeout', 1_500, 1],
    ['answers 429 for longer than there is', () => status(429, { retryAfter: 60 }), 'rate-limited', 20_000, 1],
    ['fails each time', () => status(503), 'server-error', 20_000, 3],
    ['answers the page of a proxy', () => garbage(), 'server-error', 20_000, 3],
    ['refuses', () => status(400), 'rejected', 20_000, 1],
    ['answers vectors of another length', () => wrong, 'wrong-vectors', 20_000, 1],
    ['answers one text twice', () => twice, 'wrong-vectors', 20_000, 1],
  ])('says no where the endpoint %s', async (_, behaviour, reason, budgetMs, calls) => {
    bench.upstream.behave(behaviour())
    const error = await failureOf(embedderOf({ budgetMs }))
    expect(error).toMatchObject({ code: 'storage_unavailable' })
    expect(String(error)).toContain(`(${reason})`)
    expect(bench.upstream.seen).toHaveLength(calls)
    // What may pass says so; what is the text's or the settings' own does not.
    const passing = !['rejected', 'wrong-vectors'].includes(reason)
    expect((error as { retryAfterSeconds?: number }).retryAfterSeconds).toBe(passing ? 5 : undefined)
  })

  it('asks again where a failure passes, and waits as long as it is told to', async () => {
    bench.upstream.behave(inTurn(status(429, { retryAfterMs: 30 }), status(500), ok()))
    const began = performance.now()
    expect(length(await embedderOf().embed('退款'))).toBeCloseTo(1, 5)
    expect([bench.upstream.seen.length, performance.now() - began >= 29]).toEqual([3, true])
  })

  it('asks nobody after so many faults', async () => {
    const breaker = { ...bench.rules.breaker, openMs: 600_000, window: 4, least: 4 }
    const embedder = embedderOf({ rules: { breaker, retries: { ...bench.rules.retries, most: 0 } } })
    bench.upstream.behave(status(503))
    for (let i = 0; i < 4; i++) expect(String(await failureOf(embedder))).toContain('(server-error)')
    expect(embedder.state()).toEqual({ breaker: 'open' })
    bench.upstream.behave(ok())
    expect(String(await failureOf(embedder))).toMatch(/\(breaker-open\)/)
    await expect(embedder.embedMany(['退款'])).rejects.toMatchObject({ retryAfterSeconds: 5 })
    expect(bench.upstream.seen).toHaveLength(4)
  })

  it('holds what is wrong with the settings against nobody', async () => {
    const breaker = { ...bench.rules.breaker, window: 2, least: 2 }
    const embedder = embedderOf({ rules: { breaker } })
    bench.upstream.behave(inTurn(status(401), wrong, status(400), ok()))
    for (const reason of ['rejected', 'wrong-vectors', 'rejected'])
      expect(String(await failureOf(embedder))).toContain(reason)
    expect((await embedder.embed('退款')).length).toBe(512)
  })

  it('asks so many at once and no more', async () => {
    let now = 0
    let most = 0
    bench.upstream.behave(async (seen) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 20))
      now--
      return ok()(seen)
    })
    const embedder = embedderOf({ rules: { bulkhead: { calls: 2, queue: 1 } } })
    const came = await Promise.allSettled(Array.from({ length: 5 }, (_, i) => embedder.embed(`第${i}件`)))
    expect(came.filter((c) => c.status === 'fulfilled')).toHaveLength(3)
    expect(came.flatMap((c) => (c.status === 'rejected' ? [String(c.reason)] : [])).join()).toMatch(
      /\(too-busy\).*\(too-busy\)/s,
    )
    expect(most).toBeLessThanOrEqual(2)
  })

  it('ends the call of a caller who has gone, and holds it against nobody', async () => {
    bench.upstream.behave(never())
    const gone = new AbortController()
    const embedder = embedderOf()
    const asked = embedder.embed('退款', gone.signal).catch((e: Error) => e.name)
    while (bench.upstream.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    gone.abort()
    expect(await asked).toBe('AbortError')
    expect(await bench.upstream.seen[0]!.over).toBe('left')
    expect(embedder.state()).toEqual({ breaker: 'closed' })
  })

  it('is not asked where the state alone is wanted', async () => {
    expect(await embedderOf().encode('退款', undefined, 'state')).toEqual({ vector: null, state: null })
    expect(bench.upstream.seen).toEqual([])
  })
})

describe('two embedders', () => {
  const state = Float32Array.from([1, 2])
  const own: Embedder = {
    model: 'own',
    dimensions: 512,
    embed: async () => new Float32Array(512),
    encode: async (_, __, only) => ({ vector: only === 'state' ? null : new Float32Array(512), state }),
    embedMany: async () => [],
  }

  it('ask the one for the vector alone and the other for the state alone', async () => {
    const asked: unknown[] = []
    const search: Embedder = {
      ...own,
      embed: async (text) => {
        asked.push(['embed', text])
        return new Float32Array(512)
      },
    }
    const judge: Embedder = {
      ...own,
      encode: async (text, _, only) => {
        asked.push([only, text])
        return { vector: null, state }
      },
    }
    const both = createTwoEmbedders(search, judge)
    await both.encode('退款')
    expect(await both.encode('换货', undefined, 'state')).toEqual({ vector: null, state })
    expect(asked).toEqual([
      ['state', '退款'],
      ['embed', '退款'],
      ['state', '换货'],
    ])
  })

  it('take the vector of one and the state of the other', async () => {
    const both = createTwoEmbedders(embedderOf(), own)
    const encoding = await both.encode('退款')
    expect(both.model).toBe('text-embedding-3-small@512')
    expect(encoding.state).toBe(state)
    expect(encoding.vector![3]).toBeCloseTo(vectorOf('退款', 512)[3]!, 5)
  })

  it('judge without a vector when the endpoint fails', async () => {
    await bench.upstream.down()
    const encoding = await createTwoEmbedders(embedderOf(), own).encode('退款')
    await bench.upstream.up()
    expect(encoding).toEqual({ vector: null, state })
  })

  it('fail when our own model does', async () => {
    const broken: Embedder = { ...own, encode: () => Promise.reject(new Error('thread died')) }
    await expect(createTwoEmbedders(embedderOf(), broken).encode('退款')).rejects.toThrow('thread died')
  })
})

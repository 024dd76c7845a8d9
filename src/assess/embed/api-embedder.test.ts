import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startUpstream, type Upstream, vectorOf } from '../../../test/harness/upstream/index.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { createEndpointEmbedder } from '../../wiring/embedding.ts'
import { createTwoEmbedders } from './two-embedders.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterEach(() => upstream.forget())
afterAll(() => upstream.close())

const embedderOf = (budgetMs = 5_000) =>
  createEndpointEmbedder(
    {
      apiKey: 'sk-geheim',
      baseUrl: upstream.baseUrl,
      model: 'm',
      budgetMs,
      shadow: null,
      embeddingModel: 'text-embedding-3-small',
    },
    'text-embedding-3-small',
  )
const length = (v: Float32Array) => Math.hypot(...v)

describe('an embedder behind an endpoint', () => {
  it('asks for 512 dimensions and gives a unit vector, known by the model and the dimensions', async () => {
    const embedder = embedderOf()
    const vector = await embedder.embed('退款一直没到')
    expect([embedder.model, embedder.dimensions, vector.length]).toEqual(['text-embedding-3-small@512', 512, 512])
    expect(length(vector)).toBeCloseTo(1, 5)
    expect(vector[7]).toBeCloseTo(vectorOf('退款一直没到', 512)[7]!, 5)
    expect(upstream.seen[0]?.body).toMatchObject({ dimensions: 512, model: 'text-embedding-3-small' })
    expect(upstream.refused).toEqual([])
  })

  it('sends many in batches and gives each its own vector, in order', async () => {
    const texts = Array.from({ length: 150 }, (_, i) => `第${i}件投诉`)
    const told: number[] = []
    const vectors = await embedderOf().embedMany(texts, (done) => told.push(done))
    expect(upstream.seen).toHaveLength(3)
    expect(told.at(-1)).toBe(150)
    for (const i of [0, 63, 64, 149]) expect(vectors[i]![3]).toBeCloseTo(vectorOf(texts[i]!, 512)[3]!, 5)
  })

  it('has no state for the heads, which are of another model', async () => {
    expect((await embedderOf().encode('x')).state).toBeNull()
  })

  it('fails without the key or the text in its words when nobody answers', async () => {
    await upstream.down()
    const error = await embedderOf(1_000)
      .embed('机密的话')
      .catch((e: Error) => e)
    await upstream.up()
    expect(error).toMatchObject({ code: 'storage_unavailable' })
    expect(String(error)).toContain('unreachable')
    expect(String(error)).not.toMatch(/geheim|机密/)
  })

  it('passes on that its caller has gone', async () => {
    const gone = AbortSignal.abort(new DOMException('left', 'AbortError'))
    await expect(embedderOf().embed('x', gone)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('two embedders', () => {
  const state = Float32Array.from([1, 2])
  const own: Embedder = {
    model: 'own',
    dimensions: 512,
    embed: async () => new Float32Array(512),
    encode: async () => ({ vector: new Float32Array(512), state }),
    embedMany: async () => [],
  }

  it('take the vector of one and the state of the other', async () => {
    const both = createTwoEmbedders(embedderOf(), own)
    const encoding = await both.encode('退款')
    expect(both.model).toBe('text-embedding-3-small@512')
    expect(encoding.state).toBe(state)
    expect(encoding.vector![3]).toBeCloseTo(vectorOf('退款', 512)[3]!, 5)
  })

  it('judge without a vector when the endpoint fails', async () => {
    await upstream.down()
    const encoding = await createTwoEmbedders(embedderOf(1_000), own).encode('退款')
    await upstream.up()
    expect(encoding).toEqual({ vector: null, state })
  })

  it('fail when our own model does', async () => {
    const broken: Embedder = { ...own, encode: () => Promise.reject(new Error('thread died')) }
    await expect(createTwoEmbedders(embedderOf(), broken).encode('退款')).rejects.toThrow('thread died')
  })
})

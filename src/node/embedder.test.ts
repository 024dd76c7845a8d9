import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbedder, type LocalEmbedder } from './embedder.ts'
import { findModel } from './model-store.ts'

const SHORT = '快递三天没到，客服一直不理我，我要退款！'
const LONG = '我上个月在你们门店买的空气炸锅用了两次就冒烟，打客服电话说要寄回检测，二十天没有消息。'.repeat(40)

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? Number.NaN), 0)

describe('embedder', () => {
  let modelDir: string
  let embedder: LocalEmbedder

  // No model, no test: a machine that cannot have it must hear so, rather than see a green run that proved nothing.
  beforeAll(async () => {
    modelDir = (await findModel({ cacheDir: join(import.meta.dirname, '../../.cache/models') })).dir
    embedder = await createEmbedder({ modelDir, threads: 2 })
  })
  afterAll(() => embedder?.close())

  it('gives unit vectors of 512 numbers under its own model id, whatever the text', async () => {
    expect(embedder).toMatchObject({ model: 'bge-small-zh-v1.5-int8', dimensions: 512 })
    for (const text of [SHORT, LONG, 'My parcel is late.', '', ' ', '😡\ud83d', '退'.repeat(8000)]) {
      const vector = await embedder.embed(text)
      expect(vector).toBeInstanceOf(Float32Array)
      expect(vector).toHaveLength(512)
      expect(dot(vector, vector)).toBeCloseTo(1, 5)
    }
  })

  it('gives the same bytes alone, among eight callers, among many, and from a second embedder', async () => {
    const texts = [SHORT, LONG, ...Array.from({ length: 10 }, (_, i) => LONG.slice(i * 7, i * 20 + 12))]
    const alone: Float32Array[] = []
    for (const text of texts) alone.push(await embedder.embed(text))
    expect(await Promise.all(texts.map((text) => embedder.embed(text)))).toEqual(alone)
    expect(await embedder.embedMany(texts)).toEqual(alone)
    const other = await createEmbedder({ modelDir, threads: 1 })
    expect(await other.embedMany(texts)).toEqual(alone)
    await other.close()
  })

  it('puts a paraphrase nearer than another matter', async () => {
    const [late, paraphrase, other] = await embedder.embedMany([
      '退款申请半个月了钱还没退给我',
      '已经过去十五天，退的钱迟迟不到账',
      '店员态度恶劣，当着顾客的面骂人',
    ])
    expect(dot(late!, paraphrase!)).toBeGreaterThan(dot(late!, other!) + 0.1)
  })

  it('reads no further than 512 tokens', async () => {
    expect(await embedder.embed('退'.repeat(600))).toEqual(await embedder.embed('退'.repeat(510)))
    expect(await embedder.embed('退'.repeat(509))).not.toEqual(await embedder.embed('退'.repeat(510)))
  })

  it('reports progress, and lets a caller at the door go before an import', async () => {
    const seen: number[] = []
    const many = embedder.embedMany(new Array(30).fill(SHORT), (done) => seen.push(done))
    await embedder.embed(SHORT)
    expect(seen.length).toBeLessThan(10)
    await many
    expect(seen).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  })

  it('stops waiting when told to, and goes on serving', async () => {
    await expect(embedder.embed(SHORT, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    const stop = new AbortController()
    const waiting = Promise.all([1, 2, 3, 4].map(() => embedder.embed(LONG, stop.signal)))
    stop.abort(new Error('too late'))
    await expect(waiting).rejects.toThrow('too late')
    expect(await embedder.embed(SHORT)).toHaveLength(512)
  })

  it('leaves the event loop free while it works', async () => {
    let beats = 0
    const beat = setInterval(() => beats++, 1)
    await embedder.embedMany(new Array(8).fill(LONG))
    clearInterval(beat)
    // On the main thread there would be a beat between two of the eight runs at the most.
    expect(beats).toBeGreaterThan(8)
  })

  it('says so when there is no model, and when it has been closed', async () => {
    await expect(createEmbedder({ modelDir: '/nowhere' })).rejects.toThrow(/embedding thread stopped/)
    const shut = await createEmbedder({ modelDir, threads: 1 })
    const waiting = expect(shut.embedMany([LONG, LONG])).rejects.toThrow(/closed|stopped/)
    await shut.close()
    await waiting
    await expect(shut.embed(SHORT)).rejects.toThrow(/closed/)
  })
})

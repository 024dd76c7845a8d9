import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryDatabase } from '../../test/harness/stores.ts'
import { createKnowledgeStore } from '../db/stores/knowledge-store.ts'
import { createVectorStore } from '../db/stores/vector-store.ts'
import type { Embedder } from '../ports/embedder.ts'
import { createEmbedder, type LocalEmbedder } from './embedder.ts'
import { findModel } from './model-store.ts'
import { embedKnowledge, readSeeds, readSeedTexts } from './seed.ts'
import { readSeedVectors, seedTextHash, withSeedVectors, writeSeedVectors } from './seed-vectors.ts'

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * (b[i] ?? Number.NaN), 0)

/** An embedder that remembers what it was asked for and answers with a vector of the text's length. */
function counting(model: string) {
  const asked: string[] = []
  const vectorOf = (text: string) => new Float32Array(512).fill(text.length)
  const embedder: Embedder = {
    model,
    dimensions: 512,
    embed: async (text) => vectorOf(text),
    encode: async (text) => ({ vector: vectorOf(text), state: null }),
    async embedMany(texts, onProgress) {
      asked.push(...texts)
      for (const i of texts.keys()) onProgress?.(i + 1)
      return texts.map(vectorOf)
    },
  }
  return { embedder, asked }
}

describe('the vectors that ship', () => {
  let embedder: LocalEmbedder
  beforeAll(async () => {
    const { dir } = await findModel({ cacheDir: join(import.meta.dirname, '../../.cache/models') })
    embedder = await createEmbedder({ modelDir: dir, threads: 1 })
  })
  afterAll(() => embedder?.close())

  it('are of the very texts and the model that ship: when this fails, run «npm run suzhen -- knowledge ship-vectors»', async () => {
    const { model, vectors } = await readSeedVectors()
    expect(model).toBe(embedder.model)
    expect([...vectors.keys()].sort()).toEqual((await readSeedTexts()).map(seedTextHash).sort())
  })

  it('are what the model makes of those texts, to the last digit of a half float', async () => {
    const { vectors } = await readSeedVectors()
    const sample = (await readSeedTexts()).filter((_, i) => i % 20 === 0)
    for (const text of sample) {
      const shipped = vectors.get(seedTextHash(text))!
      expect(dot(shipped, await embedder.embed(text))).toBeGreaterThanOrEqual(0.999)
      expect(dot(shipped, shipped)).toBeCloseTo(1, 3)
    }
  })
})

describe('an embedder with them', () => {
  it('gives seeds their vectors without being asked for one, and is in force', async () => {
    const { db, close } = await memoryDatabase()
    const { embedder, asked } = counting((await readSeedVectors()).model)
    const { cases, scripts } = await readSeeds()
    await createKnowledgeStore(db).put({ cases: cases.slice(-4), scripts: scripts.slice(0, 4) })
    const store = createVectorStore(db)
    const { end, made } = await embedKnowledge(store, withSeedVectors(embedder), { alone: true })
    expect({ end, made, asked }).toEqual({ end: 'done', made: 8, asked: [] })
    expect(await store.inForce()).toBe(embedder.model)
    await close()
  })

  it('is asked for what was changed, and gives each text its own, in order', async () => {
    const { model, vectors } = await readSeedVectors()
    const [first, second] = (await readSeedTexts()) as [string, string]
    const { embedder, asked } = counting(model)
    const told: number[] = []
    const out = await withSeedVectors(embedder).embedMany([`${first}改`, second, '新', first], (n) => told.push(n))
    expect(asked).toEqual([`${first}改`, '新'])
    expect(out.map((v) => v[0])).toEqual([
      first.length + 1,
      vectors.get(seedTextHash(second))![0],
      1,
      vectors.get(seedTextHash(first))![0],
    ])
    expect(told).toEqual([2, 3, 4])
  })

  it('takes none of another model, and none from a file that is not there or broken', async () => {
    const texts = (await readSeedTexts()).slice(0, 2)
    const other = counting('another-model')
    await withSeedVectors(other.embedder).embedMany(texts)
    expect(other.asked).toEqual(texts)
    const folder = mkdtempSync(join(tmpdir(), 'suzhen-seed-vectors-'))
    writeFileSync(join(folder, 'cut.jsonl'), '{"model":"m","dimensions":512}\n{"hash":"0","vector":"AAAA"}\n')
    for (const file of ['none.jsonl', 'cut.jsonl']) {
      const { embedder, asked } = counting('m')
      await withSeedVectors(embedder, () => readSeedVectors(join(folder, file))).embedMany(texts)
      expect(asked, file).toEqual(texts)
    }
    rmSync(folder, { recursive: true })
  })

  it('reads back what was written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suzhen-seed-vectors-'))
    const file = join(folder, 'two.jsonl')
    await writeSeedVectors(
      { model: 'm', dimensions: 2 },
      [
        { text: '甲', vector: Float32Array.of(0.6, -0.8) },
        { text: '乙', vector: Float32Array.of(1, 0) },
      ],
      file,
    )
    const { model, vectors } = await readSeedVectors(file)
    expect(model).toBe('m')
    expect(vectors.get(seedTextHash('甲'))![1]).toBeCloseTo(-0.8, 3)
    expect([...vectors.get(seedTextHash('乙'))!]).toEqual([1, 0])
    rmSync(folder, { recursive: true })
  })
})

import { copyFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmbedder, type LocalEmbedder } from '../embedder.ts'
import { MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { findModel } from '../model-store.ts'
import { ensureBuilt } from './built-model.ts'

const TEXT = '退款申请半个月了钱还没退给我，客服换了三个人'

describe('the model with a second top', () => {
  let baseDir: string
  let cache: string
  let folder: string
  let embedder: LocalEmbedder
  let base: LocalEmbedder

  beforeAll(async () => {
    baseDir = (await findModel({ cacheDir: join(import.meta.dirname, '../../../.cache/models') })).dir
    cache = await mkdtemp(join(tmpdir(), 'suzhen-built-'))
    folder = await ensureBuilt(baseDir, cache)
    ;[embedder, base] = await Promise.all([
      createEmbedder({ modelDir: cache, model: folder, threads: 1 }),
      createEmbedder({ modelDir: baseDir, threads: 1 }),
    ])
  })
  afterAll(async () => {
    await Promise.all([embedder?.close(), base?.close()])
    await rm(cache, { recursive: true, force: true })
  })

  it('gives the base model’s vectors to the bit, and a state beside them that is its own', async () => {
    for (const text of [TEXT, 'My parcel is late.', '', '退'.repeat(600)]) {
      const { vector, state } = await embedder.encode(text)
      expect(vector).toEqual(await base.embed(text))
      expect(await embedder.embed(text)).toEqual(vector)
      expect(state).toHaveLength(1024)
      expect(state!.every(Number.isFinite)).toBe(true)
      expect((await embedder.encode(text)).state).toEqual(state)
    }
    expect((await base.encode(TEXT)).state).toBeNull()
  })

  it('is built once, and again when it was damaged', async () => {
    const onnx = join(cache, folder, 'onnx/model_quantized.onnx')
    const { mtimeMs, size } = await stat(onnx)
    expect(await ensureBuilt(baseDir, cache)).toBe(folder)
    expect((await stat(onnx)).mtimeMs).toBe(mtimeMs)
    await truncate(onnx, 1000)
    expect(await ensureBuilt(baseDir, cache)).toBe(folder)
    expect((await stat(onnx)).size).toBe(size)
  })

  it('is refused where the base model is another, and leaves nothing half-written', async () => {
    const other = await mkdtemp(join(tmpdir(), 'suzhen-other-'))
    for (const { path } of MODEL_FILES) {
      await mkdir(join(other, MODEL_FOLDER, path, '..'), { recursive: true })
      await copyFile(join(baseDir, MODEL_FOLDER, path), join(other, MODEL_FOLDER, path))
    }
    const onnx = join(other, MODEL_FOLDER, 'onnx/model_quantized.onnx')
    const bytes = await readFile(onnx)
    bytes[bytes.indexOf('embeddings.LayerNorm.weight') - 40]! ^= 1
    await writeFile(onnx, bytes)
    await expect(ensureBuilt(other, join(other, 'cache'))).rejects.toThrow(/do not fit|cut|wire/)
    await expect(ensureBuilt(baseDir, join(other, 'cache'), onnx)).rejects.toThrow(/not a file of tuned layers/)
    await rm(other, { recursive: true, force: true })
  })
})

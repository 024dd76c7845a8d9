import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createEmbedder, type LocalEmbedder } from '../embedder.ts'
import { MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { findModel } from '../model-store.ts'
import { ENCODER_FILE, ensureBuilt } from './built-model.ts'
import { decodeEncoder, encodeEncoder } from './encoder-file.ts'

const TEXT = '退款申请半个月了钱还没退给我，客服换了三个人'

describe('the model with two tops', () => {
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
      createEmbedder({ modelDir: cache, built: folder, threads: 1 }),
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
      expect(await embedder.embedMany([text])).toEqual([vector])
      expect(await embedder.encode(text, undefined, 'state')).toEqual({ vector: null, state })
      expect(state).toHaveLength(1024)
      expect(state!.every(Number.isFinite)).toBe(true)
      expect((await embedder.encode(text)).state).toEqual(state)
    }
    expect((await base.encode(TEXT)).state).toBeNull()
  })

  it('with a thread at leisure makes the vector in one and the state in the other, the same to the bit', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    const sent = () => posted.mock.calls.map(([message]) => message as { share?: boolean; below?: object })
    const two = await createEmbedder({ modelDir: cache, built: folder, threads: 2 })
    try {
      const alone = await embedder.encode(TEXT)
      // Who asks again and again gets the second thread.
      while (!sent().some(({ below }) => below)) expect(await two.encode(TEXT)).toEqual(alone)
      expect(sent().filter(({ share }) => share)).toHaveLength(1)
      expect(await two.encode(TEXT, undefined, 'state')).toEqual({ vector: null, state: alone.state })
      expect(await two.embed(TEXT)).toEqual(alone.vector)
      expect(sent().filter(({ share }) => share)).toHaveLength(1)
      const texts = Array.from({ length: 9 }, (_, i) => TEXT.slice(i))
      const many = await Promise.all(texts.map((text) => two.encode(text)))
      for (const [i, text] of texts.entries()) expect(many[i]).toEqual(await embedder.encode(text))
      // Closed while the work is shared: it ends, one way or the other, and takes nothing with it.
      const [last] = await Promise.all([Promise.allSettled([two.encode(TEXT)]), two.close()])
      expect(last).toHaveLength(1)
    } finally {
      posted.mockRestore()
      await two.close()
    }
  })

  it('is built once, and again what of it was damaged', async () => {
    const paths = ['lower', 'search', 'judgement'].map((part) => join(cache, folder, `onnx/${part}_quantized.onnx`))
    const files = () =>
      Promise.all(paths.map((path) => stat(path).then(({ size, mtimeMs, ino }) => ({ size, mtimeMs, ino }))))
    const before = await files()
    expect(await ensureBuilt(baseDir, cache)).toBe(folder)
    expect(await files()).toEqual(before)
    await truncate(paths[1]!, 1000)
    await rm(paths[2]!)
    expect(await ensureBuilt(baseDir, cache)).toBe(folder)
    const after = await files()
    expect(after.map(({ size }) => size)).toEqual(before.map(({ size }) => size))
    expect(after[0]).toEqual(before[0])
    expect(await readdir(join(cache, folder, 'onnx'))).toHaveLength(3)
  })

  it('is not taken for one of other layers or another cut, which lies in a folder of its own', async () => {
    const { pins, tensors } = decodeEncoder(await readFile(ENCODER_FILE))
    const other = join(cache, 'other.bin')
    const wrong = Object.fromEntries(Object.entries(pins).map(([path, pin]) => [path, { ...pin, sha256: 'ab' }]))
    await writeFile(other, encodeEncoder({ pins: wrong, tensors }))
    await expect(ensureBuilt(baseDir, cache, other)).rejects.toThrow(/do not fit/)
    const folders = await readdir(join(cache, 'suzhen'))
    expect(folders).toHaveLength(2)
    const theirs = folders.find((name) => !folder.endsWith(name))!
    expect(await readdir(join(cache, 'suzhen', theirs, 'onnx'))).toEqual([])
    expect(await ensureBuilt(baseDir, cache)).toBe(folder)
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

import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createEmbedder } from '../embedder.ts'
import { MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { findModel } from '../model-store.ts'
import { buildModel } from './built-model.ts'
import { type LayerTensor, readLayers, storedTensors, TUNED_LAYERS } from './tuned-layers.ts'

const ONNX = 'onnx/model_quantized.onnx'

describe('the layers that are tuned', () => {
  let baseDir: string
  let base: Uint8Array
  let layers: LayerTensor[]
  beforeAll(async () => {
    baseDir = join(
      (await findModel({ cacheDir: join(import.meta.dirname, '../../../.cache/models') })).dir,
      MODEL_FOLDER,
    )
    base = await readFile(join(baseDir, ONNX))
    layers = readLayers(base)
  })

  it('are sixteen tensors each, of the sizes their names say', () => {
    expect(layers).toHaveLength(16 * TUNED_LAYERS.length)
    for (const { name, shape, values } of layers) {
      expect(values.length, name).toBe(shape.reduce((a, b) => a * b, 1))
      expect(values.every(Number.isFinite), name).toBe(true)
    }
    expect(layers.find((l) => l.name === 'encoder.layer.3.intermediate.dense.weight')!.shape).toEqual([512, 2048])
  })

  it('keep to seven bits when they are stored', () => {
    for (const [name, bytes] of storedTensors(base, layers)) {
      if (!name.endsWith('_quantized')) continue
      const most = new Int8Array(new Uint8Array(bytes).buffer).reduce((m, v) => Math.max(m, Math.abs(v)), 0)
      expect(most, name).toBe(63)
    }
  })

  it('left as they are, say nearly what the base model says: each tensor is in its place', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'suzhen-layers-'))
    await mkdir(join(dir, 'same/onnx'), { recursive: true })
    for (const { path } of MODEL_FILES) if (path !== ONNX) await copyFile(join(baseDir, path), join(dir, 'same', path))
    for (const [path, bytes] of Object.entries(buildModel(base, storedTensors(base, layers))))
      await writeFile(join(dir, 'same', path), bytes)
    const embedder = await createEmbedder({ modelDir: dir, built: 'same', threads: 1 })
    for (const text of ['快递三天没到，客服一直不理我', 'My parcel is late and nobody answers.']) {
      const { vector, state } = await embedder.encode(text)
      const first = state!.subarray(0, 512)
      const dot = first.reduce((sum, x, i) => sum + x * vector![i]!, 0)
      expect(dot / Math.hypot(...first)).toBeGreaterThan(0.98)
    }
    await embedder.close()
    await rm(dir, { recursive: true, force: true })
  })
})

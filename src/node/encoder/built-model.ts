import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { flawOf, MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { packagePath } from '../paths.ts'
import { decodeEncoder, type EncoderFile } from './encoder-file.ts'
import { partOf, withTensors } from './onnx-graph.ts'
import { BASE_OUTPUT, LOWER_OUTPUT } from './tuned-layers.ts'

export const ENCODER_FILE = packagePath('fixtures/encoder/layers.bin')
const ONNX = 'onnx/model_quantized.onnx'

/** A model by its files' paths, below its folder. */
export type BuiltModel = Readonly<Record<string, Uint8Array>>

/**
 * The base model cut in three: the lower half, its own top, for search, and the same with the tuned layers, for judgement.
 * Each is run for who needs it (embedder-runs.mjs).
 */
export function buildModel(base: Uint8Array, tensors: EncoderFile['tensors']): BuiltModel {
  const top = partOf(base, BASE_OUTPUT, LOWER_OUTPUT)
  return {
    'onnx/lower_quantized.onnx': partOf(base, LOWER_OUTPUT),
    'onnx/search_quantized.onnx': top,
    'onnx/judgement_quantized.onnx': withTensors(top, tensors),
  }
}

export const pinsOf = (model: BuiltModel): EncoderFile['pins'] =>
  Object.fromEntries(
    Object.entries(model).map(([path, bytes]) => [
      path,
      { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ]),
  )

/**
 * The folder, below `cacheDir`, of the model that also judges; built from the base model once, and again when it is not
 * whole. Throws when it cannot be built or written.
 */
export async function ensureBuilt(baseDir: string, cacheDir: string, file = ENCODER_FILE): Promise<string> {
  const bytes = await readFile(file)
  const { pins, tensors } = decodeEncoder(bytes)
  // The pins are part of what is hashed: a model that was cut otherwise lies in another folder.
  const folder = join('suzhen', `encoder-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`)
  const dir = join(cacheDir, folder)
  const paths = Object.keys(pins)
  const flaws = await Promise.all(paths.map((path) => flawOf(join(dir, path), { path, ...pins[path]! })))
  if (flaws.every((flaw) => flaw === null)) return folder
  for (const { path } of MODEL_FILES) {
    if (path === ONNX) continue
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await copyFile(join(baseDir, MODEL_FOLDER, path), join(dir, path))
  }
  const built = buildModel(await readFile(join(baseDir, MODEL_FOLDER, ONNX)), tensors)
  for (const [i, path] of paths.entries()) if (flaws[i] !== null) await put(join(dir, path), path)
  return folder

  /** Whole or not at all, and only as it was pinned. */
  async function put(target: string, path: string): Promise<void> {
    const part = `${target}.${process.pid}.part`
    await mkdir(dirname(target), { recursive: true })
    try {
      await writeFile(part, built[path] ?? new Uint8Array())
      const flaw = await flawOf(part, { path, ...pins[path]! })
      if (flaw !== null) throw new Error(`the tuned layers do not fit the base model: ${flaw}`)
      await rename(part, target)
    } finally {
      await rm(part, { force: true })
    }
  }
}

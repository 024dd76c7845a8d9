import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { flawOf, MODEL_FILES, MODEL_FOLDER } from '../model-files.ts'
import { packagePath } from '../paths.ts'
import { decodeEncoder, type EncoderFile } from './encoder-file.ts'
import { withSecondTop } from './onnx-graph.ts'
import { BASE_OUTPUT, JUDGEMENT_OUTPUT } from './tuned-layers.ts'

export const ENCODER_FILE = packagePath('fixtures/encoder/layers.bin')
const ONNX = 'onnx/model_quantized.onnx'

/** The base model with the tuned layers as its second top. */
export const buildModel = (base: Uint8Array, tensors: EncoderFile['tensors']): Uint8Array =>
  withSecondTop(base, tensors, BASE_OUTPUT, JUDGEMENT_OUTPUT)

export const pinOf = (model: Uint8Array): EncoderFile['model'] => ({
  bytes: model.length,
  sha256: createHash('sha256').update(model).digest('hex'),
})

/**
 * The folder, below `cacheDir`, of the model that also judges; built from the base model once, and again when it is not
 * whole. Throws when it cannot be built or written.
 */
export async function ensureBuilt(baseDir: string, cacheDir: string, file = ENCODER_FILE): Promise<string> {
  const bytes = await readFile(file)
  const { model, tensors } = decodeEncoder(bytes)
  const folder = join('suzhen', `encoder-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`)
  const dir = join(cacheDir, folder)
  if ((await flawOf(join(dir, ONNX), { path: ONNX, ...model })) === null) return folder
  await mkdir(dirname(join(dir, ONNX)), { recursive: true })
  for (const { path } of MODEL_FILES)
    if (path !== ONNX) await copyFile(join(baseDir, MODEL_FOLDER, path), join(dir, path))
  const part = join(dir, `${ONNX}.${process.pid}.part`)
  try {
    await writeFile(part, buildModel(await readFile(join(baseDir, MODEL_FOLDER, ONNX)), tensors))
    const flaw = await flawOf(part, { path: ONNX, ...model })
    if (flaw !== null) throw new Error(`the tuned layers do not fit the base model: ${flaw}`)
    await rename(part, join(dir, ONNX))
  } finally {
    await rm(part, { force: true })
  }
  return folder
}

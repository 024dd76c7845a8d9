import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeEncoderHeads, encodeEncoderHeads } from '../../assess/local/encoder-heads.ts'
import { ENCODER_HEADS_FILE } from '../heads-files.ts'
import { MODEL_FOLDER } from '../model-files.ts'
import { buildModel, ENCODER_FILE, pinsOf } from './built-model.ts'
import { decodeEncoder, encodeEncoder } from './encoder-file.ts'
import { readLayers, storedTensors } from './tuned-layers.ts'

/**
 * The mean of two tunings, weight by weight, of which the one went on from the other: it errs less than either where
 * their errors differ (Wortsman and others 2022, «model soups»). Writes `fixtures/encoder` but for the card.
 * `other`: a folder with layers.bin and heads.bin; `modelDir`: the folder of the base model.
 */
export async function averageWith(other: string, modelDir: string): Promise<void> {
  const base = await readFile(join(modelDir, MODEL_FOLDER, 'onnx/model_quantized.onnx'))
  const read = async (layers: string, heads: string) => ({
    layers: readLayers(base, decodeEncoder(await readFile(layers)).tensors),
    heads: decodeEncoderHeads(await readFile(heads)),
  })
  const [a, b] = await Promise.all([
    read(ENCODER_FILE, ENCODER_HEADS_FILE),
    read(join(other, 'layers.bin'), join(other, 'heads.bin')),
  ])
  const tensors = storedTensors(
    base,
    a.layers.map((l, i) => ({ ...l, values: mean(l.values, b.layers[i]!.values) })),
  )
  await writeFile(ENCODER_FILE, encodeEncoder({ pins: pinsOf(buildModel(base, tensors)), tensors }))
  const { specs, size, weights } = a.heads
  await writeFile(ENCODER_HEADS_FILE, encodeEncoderHeads({ specs, size, weights: mean(weights, b.heads.weights) }))
}

const mean = (a: Float32Array, b: Float32Array): Float32Array => a.map((x, i) => (x + b[i]!) / 2)

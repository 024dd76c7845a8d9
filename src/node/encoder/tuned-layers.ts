import { matmulWeights, readTensors } from './onnx-graph.ts'

/** The upper half of the base model is tuned; the lower half, and the vector for search, stay as they are (ADR 0017). */
export const TUNED_LAYERS = ['encoder.layer.2.', 'encoder.layer.3.'] as const
/** What the lower half hands on, in the model's graph. */
export const LOWER_OUTPUT = '/encoder/layer.1/output/LayerNorm/Add_1_output_0'
export const BASE_OUTPUT = 'last_hidden_state'
export const HIDDEN = 512
export const ATTENTION_HEADS = 8
const DENSE = [
  'attention.self.query',
  'attention.self.key',
  'attention.self.value',
  'attention.output.dense',
  'intermediate.dense',
  'output.dense',
]
const PLAIN = [
  ...DENSE.map((name) => `${name}.bias`),
  'attention.output.LayerNorm.weight',
  'attention.output.LayerNorm.bias',
  'output.LayerNorm.weight',
  'output.LayerNorm.bias',
]
/**
 * Seven bits instead of eight: sums of products of two bytes overflow sixteen bits on processors without VNNI, where the
 * runtime would cut them off, and the same text would be judged otherwise on another machine.
 */
const LARGEST = 63

/** A tensor of the tuned layers as floats; matrices lie [in, out]. */
export interface LayerTensor {
  name: string
  shape: number[]
  values: Float32Array
}

/** The layers to tune, as floats, from the int8 model, or from tensors that stand in their place. */
export function readLayers(model: Uint8Array, tuned: ReadonlyMap<string, Uint8Array> = new Map()): LayerTensor[] {
  const tensors = new Map([...readTensors(model), ...tuned])
  const weights = matmulWeights(model)
  const floats = (name: string): Float32Array => {
    const bytes = tensors.get(name)
    if (!bytes) throw new Error(`the model has no ${name}`)
    return new Float32Array(new Uint8Array(bytes).buffer)
  }
  return TUNED_LAYERS.flatMap((layer) => [
    ...DENSE.map((name) => {
      const stored = storedName(weights, layer, name)
      const q = new Int8Array(new Uint8Array(tensors.get(`${stored}_quantized`)!).buffer)
      const scale = floats(`${stored}_scale`)
      const out = scale.length
      const values = Float32Array.from(q, (v, i) => v * scale[i % out]!)
      return { name: `${layer}${name}.weight`, shape: [q.length / out, out], values }
    }),
    ...PLAIN.map((name) => {
      const values = floats(layer + name)
      return { name: layer + name, shape: [values.length], values }
    }),
  ])
}

/** Tuned layers as the model's own tensors: int8 with a scale for each output, and floats. */
export function storedTensors(model: Uint8Array, layers: readonly LayerTensor[]): Map<string, Uint8Array> {
  const weights = matmulWeights(model)
  const out = new Map<string, Uint8Array>()
  for (const { name, shape, values } of layers) {
    if (shape.length === 1) {
      out.set(name, bytesOfFloats(values))
      continue
    }
    const layer = TUNED_LAYERS.find((l) => name.startsWith(l))!
    const stored = storedName(weights, layer, name.slice(layer.length, -'.weight'.length))
    const columns = shape[1]!
    const most = new Float32Array(columns)
    for (let i = 0; i < values.length; i++) most[i % columns] = Math.max(most[i % columns]!, Math.abs(values[i]!))
    const scale = most.map((m) => m / LARGEST || 1)
    out.set(`${stored}_scale`, bytesOfFloats(scale))
    out.set(
      `${stored}_quantized`,
      new Uint8Array(Int8Array.from(values, (v, i) => Math.round(v / scale[i % columns]!)).buffer),
    )
  }
  return out
}

function storedName(weights: ReadonlyMap<string, string>, layer: string, name: string): string {
  const node = `/${layer.replace('encoder.layer.', 'encoder/layer.').replace(/\.$/, '')}/${name.replaceAll('.', '/')}/MatMul_quant`
  const stored = weights.get(node)
  if (!stored) throw new Error(`the model has no ${node}`)
  return stored
}

const bytesOfFloats = (f: Float32Array): Uint8Array => new Uint8Array(f.slice().buffer)

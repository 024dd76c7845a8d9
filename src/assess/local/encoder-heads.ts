import type { HeadSpec } from './heads.ts'

/** Linear heads over the state of the tuned encoder; they are trained together with it. */
export interface EncoderHeads {
  specs: readonly HeadSpec[]
  /** Numbers in a state. */
  size: number
  /** size x outputs, then a bias for each output. */
  weights: Float32Array
}

/** The scores of all heads' outputs, one after another, before calibration. */
export function encoderScores({ weights, size }: EncoderHeads, state: Float32Array): Float64Array {
  if (state.length !== size) throw new Error(`a state of ${state.length} numbers where the heads read ${size}`)
  const outputs = weights.length / (size + 1)
  const z = Float64Array.from(weights.subarray(size * outputs))
  for (let i = 0; i < size; i++) {
    const v = state[i]!
    for (let k = 0, at = i * outputs; k < outputs; k++, at++) z[k]! += weights[at]! * v
  }
  return z
}

const MAGIC = 'SZN1'

/** Magic, header length, JSON header, weights as float32, little-endian. */
export function encodeEncoderHeads({ specs, size, weights }: EncoderHeads): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ specs, size, count: weights.length }))
  const from = (8 + header.length + 3) & ~3
  const bytes = new Uint8Array(from + weights.length * 4)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(4, header.length, true)
  bytes.set(header, 8)
  for (const [i, v] of weights.entries()) view.setFloat32(from + i * 4, v, true)
  return bytes
}

/** Throws when the bytes are not whole. */
export function decodeEncoderHeads(bytes: Uint8Array): EncoderHeads {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new Error('not a file of encoder heads')
  const length = view.getUint32(4, true)
  const { specs, size, count } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
    specs: HeadSpec[]
    size: number
    count: number
  }
  const from = (8 + length + 3) & ~3
  if (bytes.length !== from + count * 4) throw new Error('the file of encoder heads is cut; run npm run tune')
  return { specs, size, weights: Float32Array.from({ length: count }, (_, i) => view.getFloat32(from + i * 4, true)) }
}

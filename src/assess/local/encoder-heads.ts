import { type HeadsFile, readHeadsFile, writeHeadsFile } from '../heads-frame.ts'
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

const FILE: HeadsFile = { magic: 'SZN1', holds: 'encoder heads', remedy: 'npm run tune' }

interface Header extends Pick<EncoderHeads, 'specs' | 'size'> {
  /** Weights, biases among them. */
  count: number
}

/** As bytes: weights as float32 in the frame of heads-frame.ts. */
export function encodeEncoderHeads({ specs, size, weights }: EncoderHeads): Uint8Array {
  const header: Header = { specs, size, count: weights.length }
  return writeHeadsFile(FILE, header, [weights])
}

/** Throws when the bytes are not whole. */
export function decodeEncoderHeads(bytes: Uint8Array): EncoderHeads {
  return readHeadsFile(FILE, bytes, ({ specs, size, count }: Header, left) => ({
    specs,
    size,
    weights: left.floats(count),
  }))
}

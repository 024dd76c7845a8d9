import { type HeadsFile, readHeadsFile, writeHeadsFile } from '../heads-frame.ts'
import { BUCKETS } from './features.ts'
import { type Calibration, columnsOf, type HeadSet, type HeadSpec, type Layout, outputsOf } from './heads.ts'

interface Header extends Calibration {
  layout: Layout
  specs: readonly HeadSpec[]
}

const FILE: HeadsFile = { magic: 'SZH3', holds: 'trained heads', remedy: 'npm run train' }

/** Trained heads as bytes: idf (float32), scales (float32), weights (int8) in the frame of heads-frame.ts. */
export function encodeHeads(set: HeadSet): Uint8Array {
  const header: Header = {
    layout: set.layout,
    specs: set.specs,
    temperature: set.temperature,
    cuts: set.cuts,
    codeCut: set.codeCut,
    complaintCut: set.complaintCut,
  }
  return writeHeadsFile(FILE, header, [Float32Array.from(set.idf), set.scales, set.weights])
}

/** Throws when the bytes are not whole: a cut or foreign file never judges a complaint. */
export function decodeHeads(bytes: Uint8Array): HeadSet {
  return readHeadsFile(FILE, bytes, (header: Header, left) => {
    const outputs = header.specs.reduce((n, s) => n + outputsOf(s), 0)
    return {
      ...header,
      idf: Float64Array.from(left.floats(BUCKETS)),
      scales: left.floats(outputs),
      weights: left.bytes(outputs * columnsOf(header.layout)),
    }
  })
}

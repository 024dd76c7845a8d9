import { BUCKETS } from './features.ts'
import { type Calibration, columnsOf, type HeadSet, type HeadSpec, type Layout, outputsOf } from './heads.ts'

interface Header extends Calibration {
  layout: Layout
  specs: readonly HeadSpec[]
}

const MAGIC = 'SZH3'
// Numbers are little-endian whatever the machine; every part begins at a multiple of four.
const padded = (n: number) => (n + 3) & ~3

/** Trained heads as bytes: magic, header length, JSON header, idf (float32), scales (float32), weights (int8). The same heads give the same bytes. */
export function encodeHeads(set: HeadSet): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({
      layout: set.layout,
      specs: set.specs,
      temperature: set.temperature,
      cuts: set.cuts,
      codeCut: set.codeCut,
      complaintCut: set.complaintCut,
    } satisfies Header),
  )
  const outputs = set.scales.length
  const idfAt = 8 + padded(header.length)
  const scalesAt = idfAt + BUCKETS * 4
  const weightsAt = scalesAt + outputs * 4
  const bytes = new Uint8Array(weightsAt + set.weights.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(4, header.length, true)
  bytes.set(header, 8)
  for (const [i, v] of set.idf.entries()) view.setFloat32(idfAt + i * 4, v, true)
  for (const [i, v] of set.scales.entries()) view.setFloat32(scalesAt + i * 4, v, true)
  bytes.set(new Uint8Array(set.weights.buffer, set.weights.byteOffset, set.weights.length), weightsAt)
  return bytes
}

/** Throws when the bytes are not whole: a cut or foreign file never judges a complaint. */
export function decodeHeads(bytes: Uint8Array): HeadSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new Error('not a file of trained heads')
  const headerLength = view.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Header
  const outputs = header.specs.reduce((n, s) => n + outputsOf(s), 0)
  const idfAt = 8 + padded(headerLength)
  const scalesAt = idfAt + BUCKETS * 4
  const weightsAt = scalesAt + outputs * 4
  const size = outputs * columnsOf(header.layout)
  if (bytes.length !== weightsAt + size)
    throw new Error('the file of trained heads is cut or of another version; run npm run train')
  return {
    ...header,
    idf: Float64Array.from({ length: BUCKETS }, (_, i) => view.getFloat32(idfAt + i * 4, true)),
    scales: Float32Array.from({ length: outputs }, (_, i) => view.getFloat32(scalesAt + i * 4, true)),
    // Copied out: a view would hold the whole file, or the pool it was read into.
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + weightsAt, size).slice(),
  }
}

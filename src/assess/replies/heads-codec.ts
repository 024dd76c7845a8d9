import type { ReplyRule } from '../../domain/policy/reply-rules.ts'
import type { ReplyCut } from '../../ports/reply-reader.ts'
import { columnsOf, OUTPUTS, type ReplyHeads } from './heads.ts'

const MAGIC = 'SZR1'
const padded = (n: number) => (n + 3) & ~3

interface Header {
  grams: number
  outputs: number
  cuts: Partial<Record<ReplyRule, ReplyCut>>
}

/** As bytes, little-endian: magic, header length, JSON header, scales and idf (float32), buckets (uint16), weights (int8). */
export function encodeReplyHeads({ grams, scales, weights, cuts }: ReplyHeads): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({ grams: grams.length, outputs: OUTPUTS, cuts } satisfies Header),
  )
  const scalesAt = 8 + padded(header.length)
  const idfAt = scalesAt + OUTPUTS * 4
  const bucketsAt = idfAt + grams.length * 4
  const weightsAt = bucketsAt + grams.length * 2
  const bytes = new Uint8Array(weightsAt + weights.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(4, header.length, true)
  bytes.set(header, 8)
  for (const [i, v] of scales.entries()) view.setFloat32(scalesAt + i * 4, v, true)
  for (const [i, { bucket, idf }] of grams.entries()) {
    view.setFloat32(idfAt + i * 4, idf, true)
    view.setUint16(bucketsAt + i * 2, bucket, true)
  }
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), weightsAt)
  return bytes
}

/** Throws when the bytes are not whole: a cut or foreign file never judges a reply. */
export function decodeReplyHeads(bytes: Uint8Array): ReplyHeads {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new Error('not a file of reply heads')
  const headerLength = view.getUint32(4, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Header
  const scalesAt = 8 + padded(headerLength)
  const idfAt = scalesAt + OUTPUTS * 4
  const bucketsAt = idfAt + header.grams * 4
  const weightsAt = bucketsAt + header.grams * 2
  const size = columnsOf(header.grams) * OUTPUTS
  if (header.outputs !== OUTPUTS || bytes.length !== weightsAt + size)
    throw new Error('the file of reply heads is cut or of another version; run suzhen train-replies')
  return {
    cuts: header.cuts,
    scales: Float32Array.from({ length: OUTPUTS }, (_, i) => view.getFloat32(scalesAt + i * 4, true)),
    grams: Array.from({ length: header.grams }, (_, i) => ({
      bucket: view.getUint16(bucketsAt + i * 2, true),
      idf: view.getFloat32(idfAt + i * 4, true),
    })),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + weightsAt, size).slice(),
  }
}

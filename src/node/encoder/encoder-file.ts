import { bytesOf, concat, text } from './protobuf.ts'

export interface Pin {
  bytes: number
  sha256: string
}

/** The tuned layers as they ship: tensors that stand in the base model's place in its second top. */
export interface EncoderFile {
  /** The files of the built model by their names, so that a broken one is found out before it judges. */
  pins: Readonly<Record<string, Pin>>
  tensors: ReadonlyMap<string, Uint8Array>
}

interface Header {
  pins: EncoderFile['pins']
  tensors: { name: string; bytes: number }[]
}

/** The figure counts what the header may say: 2 pins a model of several files. */
const MAGIC = 'SZE2'

/** Magic, header length (uint32, little-endian), JSON header, tensors one after another. The same layers give the same bytes. */
export function encodeEncoder({ pins, tensors }: EncoderFile): Uint8Array {
  const header: Header = { pins, tensors: [...tensors].map(([name, b]) => ({ name, bytes: b.length })) }
  const json = bytesOf(JSON.stringify(header))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, json.length, true)
  return concat([bytesOf(MAGIC), length, json, ...tensors.values()])
}

/** Throws when the bytes are not whole. */
export function decodeEncoder(bytes: Uint8Array): EncoderFile {
  if (text(bytes.subarray(0, 4)) !== MAGIC) throw new Error('not a file of tuned layers')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  const { pins, tensors } = JSON.parse(text(bytes.subarray(8, 8 + length))) as Header
  let at = 8 + length
  const out = new Map<string, Uint8Array>()
  for (const t of tensors) {
    out.set(t.name, bytes.subarray(at, at + t.bytes))
    at += t.bytes
  }
  if (at !== bytes.length) throw new Error('the file of tuned layers is cut; run npm run tune')
  return { pins, tensors: out }
}

import { deflateSync, strToU8 } from 'fflate'
import { crc32 } from '../../src/files/archive.ts'

/** An entry of a zip as it is to stand there, whether or not it is true. */
export interface RawEntry {
  name: string | Uint8Array
  content?: Uint8Array | string
  /** Deflated bytes as they are, in place of `content`. */
  packed?: Uint8Array
  /** What the directory says of the unpacked size and of the checksum. */
  size?: number
  crc?: number
  /** Whether the names are said to be UTF-8; true unless the name is given as bytes. */
  utf8?: boolean
  /** The number of an earlier entry whose bytes this one shares. */
  shares?: number
  link?: boolean
}

/** A zip made byte by byte, for what no packer writes: lies, shared bytes, names in other encodings. */
export function makeZip(entries: readonly RawEntry[]): Uint8Array {
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  const at: number[] = []
  let length = 0
  const push = (list: Uint8Array[], bytes: Uint8Array) => {
    list.push(bytes)
    if (list === parts) length += bytes.length
  }
  for (const e of entries) {
    const content = typeof e.content === 'string' ? strToU8(e.content) : (e.content ?? new Uint8Array())
    const name = typeof e.name === 'string' ? strToU8(e.name) : e.name
    const packed = e.packed ?? deflateSync(content)
    const flags = (e.utf8 ?? typeof e.name === 'string') ? 0x800 : 0
    const crc = e.crc ?? crc32(content)
    const size = e.size ?? content.length
    const offset = e.shares === undefined ? length : at[e.shares]!
    at.push(offset)
    if (e.shares === undefined) {
      push(
        parts,
        fields(
          [4, 0x04034b50],
          [2, 20],
          [2, flags],
          [2, 8],
          [4, 0],
          [4, crc],
          [4, packed.length],
          [4, size],
          [2, name.length],
          [2, 0],
        ),
      )
      push(parts, name)
      push(parts, packed)
    }
    push(
      central,
      fields(
        ...([
          [4, 0x02014b50],
          [2, e.link ? 0x0314 : 20],
          [2, 20],
          [2, flags],
          [2, 8],
          [4, 0],
          [4, crc],
        ] as Field[]),
        ...([
          [4, packed.length],
          [4, size],
          [2, name.length],
          [2, 0],
          [2, 0],
          [2, 0],
          [2, 0],
        ] as Field[]),
        ...([
          [4, e.link ? 0xa1ff0000 : 0],
          [4, offset],
        ] as Field[]),
      ),
    )
    push(central, name)
  }
  const directory = central.reduce((n, b) => n + b.length, 0)
  const end = fields(
    [4, 0x06054b50],
    [4, 0],
    [2, entries.length],
    [2, entries.length],
    [4, directory],
    [4, length],
    [2, 0],
  )
  return new Uint8Array(Buffer.concat([...parts, ...central, end]))
}

type Field = [width: 2 | 4, value: number]

function fields(...list: Field[]): Uint8Array {
  const out = new Uint8Array(list.reduce((n, [width]) => n + width, 0))
  const view = new DataView(out.buffer)
  let at = 0
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += width
  }
  return out
}

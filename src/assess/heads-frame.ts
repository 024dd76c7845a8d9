/** One kind of file of trained numbers. */
export interface HeadsFile {
  /** The four letters it begins with; another layout has others. */
  magic: string
  /** What messages call it: `not a file of …`. */
  holds: string
  /** The command that makes it anew. */
  remedy: string
}

/** Numbers as they stand in a file, each kind by its width. */
export type Numbers = Float32Array | Uint16Array | Int8Array

/** Takes numbers off a file from its header on. Throws a RangeError where there are fewer. */
export interface NumbersLeft {
  floats(count: number): Float32Array
  shorts(count: number): Uint16Array
  bytes(count: number): Int8Array
}

// Numbers begin at a multiple of four.
const numbersAt = (header: number) => (8 + header + 3) & ~3

/**
 * The frame of a file of trained numbers: magic, header length (uint32), JSON header, padding to a multiple of four, then
 * numbers one after another. Little-endian whatever the machine; the same header and numbers give the same bytes.
 */
export function writeHeadsFile({ magic }: HeadsFile, header: object, numbers: readonly Numbers[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header))
  let at = numbersAt(json.length)
  const bytes = new Uint8Array(numbers.reduce((size, n) => size + n.byteLength, at))
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(magic))
  view.setUint32(4, json.length, true)
  bytes.set(json, 8)
  for (const part of numbers) {
    if (part instanceof Float32Array) for (const [i, v] of part.entries()) view.setFloat32(at + i * 4, v, true)
    else if (part instanceof Uint16Array) for (const [i, v] of part.entries()) view.setUint16(at + i * 2, v, true)
    else bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.length), at)
    at += part.byteLength
  }
  return bytes
}

/**
 * What `read` makes of a file's header and numbers. The numbers are copies: a view would hold the whole file, or the pool it
 * was read into. Throws an error that names the file and the command that makes it anew where the bytes are of another kind,
 * where the header cannot be read, or where `read` throws or leaves numbers behind: a file that is not whole never judges.
 */
export function readHeadsFile<Header, T>(
  { magic, holds, remedy }: HeadsFile,
  bytes: Uint8Array,
  read: (header: Header, left: NumbersLeft) => T,
): T {
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic)
    throw new Error(`not a file of ${holds}; run ${remedy}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(4, true)
  let at = numbersAt(length)
  const take = (count: number, width: number) => {
    const from = at
    if (!Number.isInteger(count) || count < 0 || from + count * width > bytes.length)
      throw new RangeError('fewer numbers than the header says')
    at += count * width
    return from
  }
  const left: NumbersLeft = {
    floats(count) {
      const from = take(count, 4)
      return Float32Array.from({ length: count }, (_, i) => view.getFloat32(from + i * 4, true))
    },
    shorts(count) {
      const from = take(count, 2)
      return Uint16Array.from({ length: count }, (_, i) => view.getUint16(from + i * 2, true))
    },
    bytes(count) {
      const from = take(count, 1)
      return new Int8Array(bytes.buffer, bytes.byteOffset + from, count).slice()
    },
  }
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Header
    const made = read(header, left)
    if (at !== bytes.length) throw new RangeError('more numbers than the header says')
    return made
  } catch (cause) {
    throw new Error(`the file of ${holds} is cut or of another version; run ${remedy}`, { cause })
  }
}

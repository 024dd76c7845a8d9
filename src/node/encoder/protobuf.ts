/** One field of a protobuf message as it stands in the file; `body` is what a length-delimited one (wire 2) holds. */
export interface Field {
  no: number
  wire: number
  raw: Uint8Array
  body: Uint8Array
}

/** Takes a message apart, in order. Throws at a message that is cut. */
export function fieldsOf(bytes: Uint8Array): Field[] {
  const out: Field[] = []
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) throw new Error('the message is cut')
      value += (byte & 0x7f) * shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.length) {
    const start = at
    const tag = varint()
    const wire = tag % 8
    let from = at
    if (wire === 2) {
      const length = varint()
      from = at
      at += length
    } else if (wire === 0) varint()
    else if (wire === 1) at += 8
    else if (wire === 5) at += 4
    else throw new Error(`wire type ${wire} is none of ours`)
    if (at > bytes.length) throw new Error('the message is cut')
    out.push({ no: Math.floor(tag / 8), wire, raw: bytes.subarray(start, at), body: bytes.subarray(from, at) })
  }
  return out
}

/** A length-delimited field. */
export function field(no: number, body: Uint8Array): Uint8Array {
  return concat([varintOf(no * 8 + 2), varintOf(body.length), body])
}

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
export const bytesOf = (s: string): Uint8Array => new TextEncoder().encode(s)

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function varintOf(value: number): Uint8Array {
  const out: number[] = []
  let rest = value
  while (rest >= 128) {
    out.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  out.push(rest)
  return Uint8Array.from(out)
}

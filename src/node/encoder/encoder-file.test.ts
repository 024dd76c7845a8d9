import { describe, expect, it } from 'vitest'
import { decodeEncoder, encodeEncoder } from './encoder-file.ts'

const FILE = {
  pins: { 'onnx/a.onnx': { bytes: 12, sha256: 'ab' } },
  tensors: new Map([
    ['one', Uint8Array.of(1, 2, 3)],
    ['two', Uint8Array.of(4)],
  ]),
}

describe('the file of tuned layers', () => {
  it('gives back the very layers, also from a view into a larger buffer', () => {
    const bytes = encodeEncoder(FILE)
    const pool = Buffer.alloc(bytes.length + 16, 7)
    pool.set(bytes, 8)
    for (const view of [bytes, new Uint8Array(pool.buffer, pool.byteOffset + 8, bytes.length)]) {
      const { pins, tensors } = decodeEncoder(view)
      expect(pins).toEqual(FILE.pins)
      expect([...tensors].map(([name, b]) => [name, ...b])).toEqual([
        ['one', 1, 2, 3],
        ['two', 4],
      ])
    }
  })

  it('is refused when it is cut or foreign', () => {
    const bytes = encodeEncoder(FILE)
    expect(() => decodeEncoder(bytes.subarray(0, -1))).toThrow(/cut/)
    expect(() => decodeEncoder(Uint8Array.of(1, 2, 3, 4, 5))).toThrow(/not a file/)
  })
})

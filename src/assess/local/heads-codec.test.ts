import { describe, expect, it } from 'vitest'
import { BUCKETS } from './features.ts'
import { columnsOf, type HeadSet, headSpecs, outputsOf } from './heads.ts'
import { decodeHeads, encodeHeads } from './heads-codec.ts'

function someHeads(): HeadSet {
  const specs = headSpecs(['PQ-01', 'SP-07'])
  const layout = { signals: ['s:a', 's:b'], scale: { grams: 2, signals: 0.5 } }
  const outputs = specs.reduce((n, s) => n + outputsOf(s), 0)
  return {
    layout,
    specs,
    temperature: { nature: 1.2 },
    cuts: { repeat: [0.4] },
    codeCut: 0.03,
    complaintCut: 0.6,
    idf: Float64Array.from({ length: BUCKETS }, (_, i) => Math.fround(i / 7)),
    weights: Int8Array.from({ length: outputs * columnsOf(layout) }, (_, i) => ((i * 31) % 255) - 127),
    scales: Float32Array.from({ length: outputs }, (_, i) => i / 3),
  }
}

const bytesOf = (a: ArrayBufferView) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength)

describe('heads codec', () => {
  it('gives back the very heads, also from a view into a larger buffer', () => {
    const heads = someHeads()
    const bytes = encodeHeads(heads)
    const pool = Buffer.alloc(bytes.length + 64, 7)
    pool.set(bytes, 32)
    for (const view of [bytes, pool.subarray(32, 32 + bytes.length)]) {
      const { idf, weights, scales, ...rest } = decodeHeads(view)
      const { idf: i, weights: w, scales: sc, ...others } = heads
      expect(rest).toEqual(others)
      // Typed arrays by their bytes: comparing a million numbers one by one takes seconds.
      for (const [a, b] of [
        [idf, i],
        [weights, w],
        [scales, sc],
      ] as const)
        expect(Buffer.compare(bytesOf(a), bytesOf(b))).toBe(0)
    }
  })

  it('gives the same bytes for the same heads', () => {
    expect(Buffer.compare(encodeHeads(someHeads()), encodeHeads(someHeads()))).toBe(0)
  })

  it('refuses a file that is cut or foreign', () => {
    const bytes = encodeHeads(someHeads())
    expect(() => decodeHeads(bytes.subarray(0, bytes.length - 1))).toThrow(/cut|version/)
    expect(() => decodeHeads(new Uint8Array([1, 2, 3]))).toThrow(/not a file/)
  })
})

import { describe, expect, it } from 'vitest'
import { fromHalves, toHalves } from './half-floats.ts'

describe('half floats', () => {
  it('are the bits of IEEE 754, rounded to the nearest and a tie to the even one', () => {
    const known: [number, number][] = [
      [0, 0x0000],
      [-0, 0x8000],
      [1, 0x3c00],
      [-2, 0xc000],
      [0.1, 0x2e66],
      [1 / 3, 0x3555],
      [2 ** -14, 0x0400],
      [2 ** -24, 0x0001],
      [2 ** -25, 0x0000],
      [3 * 2 ** -25, 0x0002],
      [1 + 2 ** -11, 0x3c00],
      [1 + 3 * 2 ** -11, 0x3c02],
      [1 - 2 ** -13, 0x3c00],
      [2 ** -14 - 2 ** -26, 0x0400],
      [65_504, 0x7bff],
    ]
    expect([...toHalves(Float32Array.from(known, ([x]) => x))]).toEqual(known.map(([, bits]) => bits))
  })

  it('come back as they were, all of them', () => {
    const finite = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter((bits) => (bits & 0x7c00) !== 0x7c00)
    expect(toHalves(fromHalves(finite))).toEqual(finite)
  })
})

import { describe, expect, it } from 'vitest'
import { type HeadsFile, readHeadsFile, writeHeadsFile } from './heads-frame.ts'

const FILE: HeadsFile = { magic: 'SZT1', holds: 'test heads', remedy: 'npm run nothing' }
const HEADER = { count: 3, name: '诉诊' }
const floats = Float32Array.of(1.5, -0.25, 3e7)
const shorts = Uint16Array.of(0, 513, 65_535)
const bytes = Int8Array.of(-127, 0, 127)
const written = () => writeHeadsFile(FILE, HEADER, [floats, shorts, bytes])
const read = (file: Uint8Array) =>
  readHeadsFile(FILE, file, (header: typeof HEADER, left) => ({
    header,
    floats: left.floats(header.count),
    shorts: left.shorts(header.count),
    bytes: left.bytes(header.count),
  }))
const REFUSED = 'the file of test heads is cut or of another version; run npm run nothing'
/** The file with some of its bytes put otherwise. */
const changed = (change: (file: Uint8Array, view: DataView) => void) => {
  const file = written()
  change(file, new DataView(file.buffer))
  return file
}

describe('the frame of a file of heads', () => {
  it('gives back header and numbers, also from a view into a larger buffer', () => {
    const file = written()
    const pool = new Uint8Array(file.length + 64).fill(7)
    pool.set(file, 33)
    const whole = { header: HEADER, floats, shorts, bytes }
    expect(read(file)).toEqual(whole)
    const view = read(pool.subarray(33, 33 + file.length))
    pool.fill(9)
    expect(view).toEqual(whole)
  })

  it('is these bytes on every machine: little-endian, numbers from a multiple of four on', () => {
    const file = writeHeadsFile(FILE, { a: 12 }, [Float32Array.of(1), Uint16Array.of(258), Int8Array.of(-1)])
    expect([...file]).toEqual([
      ...new TextEncoder().encode('SZT1'),
      ...[8, 0, 0, 0],
      ...new TextEncoder().encode('{"a":12}'),
      ...[0, 0, 128, 63],
      ...[2, 1],
      255,
    ])
    const odd = writeHeadsFile(FILE, { a: 1 }, [Int8Array.of(5)])
    expect([...odd.subarray(15)]).toEqual([0, 5])
  })

  it('refuses a file that is cut short anywhere, by its name and with the command that makes it anew', () => {
    const file = written()
    for (let length = 8; length < file.length; length++) expect(() => read(file.subarray(0, length))).toThrow(REFUSED)
    for (const length of [0, 3, 7]) expect(() => read(file.subarray(0, length))).toThrow('not a file of test heads')
  })

  it('refuses a file that goes on after its numbers', () => {
    const file = written()
    const longer = new Uint8Array(file.length + 1)
    longer.set(file)
    expect(() => read(longer)).toThrow(REFUSED)
  })

  it('refuses another magic', () => {
    const other = changed((file) => file.set(new TextEncoder().encode('SZT2')))
    expect(() => read(other)).toThrow('not a file of test heads; run npm run nothing')
    expect(() => read(new Uint8Array(200))).toThrow('not a file of test heads')
  })

  it.each([
    ['is no JSON', (file: Uint8Array) => file.fill(0x78, 8, 12)],
    ['is longer than the file', (_: Uint8Array, view: DataView) => view.setUint32(4, 0xffff_ffff, true)],
    ['is shorter than it was', (_: Uint8Array, view: DataView) => view.setUint32(4, 5, true)],
  ])('refuses a header that %s', (_, change) => {
    expect(() => read(changed(change))).toThrow(REFUSED)
  })

  it.each([
    [null],
    [{}],
    [{ count: -1 }],
    [{ count: 1.5 }],
    [{ count: 1e15 }],
    [{ count: '3' }],
  ])('refuses a header that counts no numbers: %j', (header) => {
    const file = writeHeadsFile(FILE, header as object, [floats, shorts, bytes])
    expect(() => read(file)).toThrow(REFUSED)
  })
})

import { describe, expect, it } from 'vitest'
import { matmulWeights, partOf, readTensors, withTensors } from './onnx-graph.ts'
import { bytesOf, concat, field, fieldsOf, text } from './protobuf.ts'

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer)
const tensor = (name: string, values: Uint8Array, no = 9) =>
  field(5, concat([field(8, bytesOf(name)), field(no, values)]))
const node = (name: string, inputs: string[], output: string) =>
  field(
    1,
    concat([
      ...inputs.map((i) => field(1, bytesOf(i))),
      field(2, bytesOf(output)),
      field(3, bytesOf(name)),
      field(4, bytesOf('Mul')),
    ]),
  )
const wire = (no: number, name: string, type: string) =>
  field(no, concat([field(1, bytesOf(name)), field(2, bytesOf(type))]))

/** x -> low (a) -> mid (b) -> out, which takes the mask too, made of y. */
const MODEL = concat([
  field(
    2,
    bytesOf(
      'a producer with a name longer than a hundred and twenty-eight bytes, so that its length takes two: '.repeat(3),
    ),
  ),
  field(
    7,
    concat([
      node('mask', ['y', 'c'], 'mask'),
      node('low', ['x', 'a', 'mask'], 'low'),
      node('mid', ['low', 'b_quantized'], 'mid'),
      node('top', ['mid', 'low', 'mask'], 'out'),
      tensor('a', floats(1, 2)),
      tensor('b_quantized', floats(3, 4), 4),
      tensor('c', floats(5)),
      wire(11, 'x', 'ids'),
      wire(11, 'y', 'bits'),
      wire(12, 'out', 'sized'),
      wire(13, 'low', 'floats'),
      wire(13, 'mid', 'floats'),
    ]),
  ),
])
const graphOf = (model: Uint8Array) => fieldsOf(fieldsOf(model).find((f) => f.no === 7)!.body)
const nodesOf = (model: Uint8Array) =>
  graphOf(model)
    .filter((f) => f.no === 1)
    .map((f) => {
      const parts = fieldsOf(f.body)
      const all = (no: number) => parts.filter((p) => p.no === no).map((p) => text(p.body))
      return `${all(1).join(',')} > ${all(2).join(',')}`
    })
const wiresOf = (model: Uint8Array, no: number) =>
  graphOf(model)
    .filter((f) => f.no === no)
    .map((f) =>
      fieldsOf(f.body)
        .map((p) => text(p.body))
        .join(':'),
    )
const numbersOf = (model: Uint8Array) =>
  [...readTensors(model)].map(([name, b]) => [name, ...new Float32Array(new Uint8Array(b).buffer)])

describe('a model’s graph', () => {
  it('gives its tensors, raw or as packed floats, and which node multiplies with which', () => {
    expect(numbersOf(MODEL)).toEqual([
      ['a', 1, 2],
      ['b_quantized', 3, 4],
      ['c', 5],
    ])
    expect([...matmulWeights(MODEL)]).toEqual([['mid', 'b']])
  })

  it('takes other values for a tensor, and leaves all else as it was', () => {
    const other = withTensors(MODEL, new Map([['b_quantized', floats(5, 6)]]))
    expect(numbersOf(other)).toEqual([
      ['a', 1, 2],
      ['b_quantized', 5, 6],
      ['c', 5],
    ])
    expect(Buffer.compare(withTensors(other, new Map([['b_quantized', floats(3, 4)]])), MODEL)).toBe(0)
  })

  it('is cut at a wire: each part has the nodes and weights it needs, and no others', () => {
    const lower = partOf(MODEL, 'low')
    expect(nodesOf(lower)).toEqual(['y,c > mask', 'x,a,mask > low'])
    expect(numbersOf(lower).map(([name]) => name)).toEqual(['a', 'c'])
    expect([wiresOf(lower, 11), wiresOf(lower, 12)]).toEqual([['x:ids', 'y:bits'], ['low:floats']])
    const top = partOf(MODEL, 'out', 'low')
    expect(nodesOf(top)).toEqual(['y,c > mask', 'low,b_quantized > mid', 'mid,low,mask > out'])
    expect(numbersOf(top).map(([name]) => name)).toEqual(['b_quantized', 'c'])
    // Of a wire no more is said than the model says of it: no shape.
    expect([wiresOf(top, 11), wiresOf(top, 12)]).toEqual([['y:bits', 'low:floats'], ['out:sized']])
    for (const part of [lower, top]) expect(Buffer.compare(fieldsOf(part)[0]!.raw, fieldsOf(MODEL)[0]!.raw)).toBe(0)
  })

  it('refuses a tensor or a wire that is not there, does not fit, or does not lie below, and a file that is cut', () => {
    expect(() => withTensors(MODEL, new Map([['d', floats(1)]]))).toThrow(/no d/)
    expect(() => withTensors(partOf(MODEL, 'out', 'low'), new Map([['a', floats(1, 2)]]))).toThrow(/no a/)
    expect(() => withTensors(MODEL, new Map([['a', floats(1)]]))).toThrow(/do not fit/)
    expect(() => partOf(MODEL, 'nowhere')).toThrow(/no wire/)
    expect(() => partOf(MODEL, 'low', 'out')).toThrow(/does not depend/)
    expect(() => readTensors(MODEL.subarray(0, MODEL.length - 3))).toThrow(/cut/)
    expect(() => partOf(bytesOf(''), 'low')).toThrow(/not an ONNX model/)
  })
})

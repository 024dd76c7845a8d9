import { describe, expect, it } from 'vitest'
import { matmulWeights, readTensors, withOutput, withSecondTop } from './onnx-graph.ts'
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
const output = (name: string) => field(12, concat([field(1, bytesOf(name)), field(2, bytesOf('type'))]))

/** x -> low (a) -> mid (b) -> out, and a weight that nothing above uses. */
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
      node('low', ['x', 'a'], 'low'),
      node('mid', ['low', 'b_quantized'], 'mid'),
      node('top', ['mid', 'low'], 'out'),
      tensor('a', floats(1, 2)),
      tensor('b_quantized', floats(3, 4), 4),
      output('out'),
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
const outputsOf = (model: Uint8Array) =>
  graphOf(model)
    .filter((f) => f.no === 12)
    .map((f) => text(fieldsOf(f.body)[0]!.body))

describe('a model’s graph', () => {
  it('gives its tensors, raw or as packed floats, and which node multiplies with which', () => {
    expect([...readTensors(MODEL)].map(([name, b]) => [name, ...new Float32Array(new Uint8Array(b).buffer)])).toEqual([
      ['a', 1, 2],
      ['b_quantized', 3, 4],
    ])
    expect([...matmulWeights(MODEL)]).toEqual([['mid', 'b']])
  })

  it('may hand out a tensor from its midst', () => {
    const more = withOutput(MODEL, 'low', 'out')
    expect(outputsOf(more)).toEqual(['out', 'low'])
    expect(nodesOf(more)).toEqual(nodesOf(MODEL))
  })

  it('with a second top has twice what depends on the changed tensor, and all that was there as it was', () => {
    const two = withSecondTop(MODEL, new Map([['b_quantized', floats(5, 6)]]), 'out', 'other')
    expect(nodesOf(two)).toEqual([...nodesOf(MODEL), 'low,b_quantized.second > mid.second', 'mid.second,low > other'])
    expect(outputsOf(two)).toEqual(['out', 'other'])
    expect([...new Float32Array(new Uint8Array(readTensors(two).get('b_quantized.second')!).buffer)]).toEqual([5, 6])
    expect([...new Float32Array(new Uint8Array(readTensors(two).get('b_quantized')!).buffer)]).toEqual([3, 4])
    const kept = fieldsOf(MODEL)[0]!.raw
    expect(Buffer.compare(fieldsOf(two)[0]!.raw, kept)).toBe(0)
  })

  it('refuses a tensor that is not there, does not fit, or changes nothing, and a file that is cut', () => {
    expect(() => withSecondTop(MODEL, new Map([['c', floats(1)]]), 'out', 'other')).toThrow(/no c/)
    expect(() => withSecondTop(MODEL, new Map([['a', floats(1)]]), 'out', 'other')).toThrow(/do not fit/)
    expect(() => withSecondTop(MODEL, new Map([['a', floats(1, 2)]]), 'none', 'other')).toThrow(/does not depend/)
    expect(() => readTensors(MODEL.subarray(0, MODEL.length - 3))).toThrow(/cut/)
    expect(() => withOutput(bytesOf(''), 'low', 'out')).toThrow(/not an ONNX model/)
  })
})

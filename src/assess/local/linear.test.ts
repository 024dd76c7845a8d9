import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, fitLogistic, generator, type Matrix, sigmoid, softmax, toMatrix } from './linear.ts'

const rowOf = (values: readonly number[]) => ({ index: values.map((_, i) => i), value: values })

/** Three clouds around three corners, and a bias. */
function clouds(perClass = 30) {
  const random = generator(7)
  const corners = [
    [3, 0],
    [-3, 3],
    [0, -4],
  ]
  const rows: number[][] = []
  const targets: number[] = []
  for (let i = 0; i < perClass * 3; i++) {
    const [a, b] = corners[i % 3]!
    rows.push([a! + random() - 0.5, b! + random() - 0.5, 1])
    targets.push(...[0, 1, 2].map((k) => (k === i % 3 ? 1 : 0)))
  }
  return { rows, x: toMatrix(rows.map(rowOf), 3), targets: Float32Array.from(targets) }
}

/** One block of all outputs. */
const learn = (
  x: Matrix,
  targets: Float32Array,
  outputs: number,
  { link, l2 = 1e-4, epochs = 60 }: { link: Block['link']; l2?: number; epochs?: number },
) =>
  fitLogistic(x, targets, outputs, {
    blocks: [{ from: 0, to: outputs, link, l2 }],
    epochs,
    rate: 0.5,
    decay: 0.95,
    seed: 1,
  })

/** The scores of a dense row; weights are columns x outputs. */
const scoresOf = (w: Float32Array, row: readonly number[], outputs: number) =>
  Array.from({ length: outputs }, (_, k) => row.reduce((sum, v, c) => sum + v * w[c * outputs + k]!, 0))

/** The penalised loss per example, written out anew, dense and plain. */
function lossOf(
  rows: number[][],
  targets: Float32Array,
  outputs: number,
  w: Float32Array,
  link: Block['link'],
  l2: number,
) {
  let loss = 0
  rows.forEach((row, r) => {
    const z = scoresOf(w, row, outputs)
    const logSum = Math.log(z.reduce((sum, v) => sum + Math.exp(v), 0))
    z.forEach((v, k) => {
      const t = targets[r * outputs + k]!
      loss +=
        link === 'softmax' ? t * (logSum - v) : t * Math.log(1 + Math.exp(-v)) + (1 - t) * Math.log(1 + Math.exp(v))
    })
  })
  return loss / rows.length + 0.5 * l2 * w.reduce((sum, v) => sum + v * v, 0)
}

describe('the matrix', () => {
  it('keeps each row’s pairs', () => {
    const m: Matrix = toMatrix(
      [
        { index: [0, 3], value: [1, 2] },
        { index: [], value: [] },
        { index: [1], value: [5] },
      ],
      4,
    )
    expect([...m.start]).toEqual([0, 2, 2, 3])
    expect([...m.index]).toEqual([0, 3, 1])
    expect([...m.value]).toEqual([1, 2, 5])
  })
})

describe('logistic regression', () => {
  it('tells apart what can be told apart, and is sure of it', () => {
    const { rows, x, targets } = clouds()
    const w = learn(x, targets, 3, { link: 'softmax' })
    rows.forEach((row, r) => {
      expect(softmax(scoresOf(w, row, 3))[r % 3]).toBeGreaterThan(0.9)
    })
  })

  it('learns yes and no for each class on its own', () => {
    const random = generator(3)
    const rows = Array.from({ length: 80 }, () => [random() * 2 - 1, random() * 2 - 1, 1])
    const targets = Float32Array.from(rows.flatMap(([a, b]) => [a! > 0 ? 1 : 0, b! > 0 ? 1 : 0]))
    const w = learn(toMatrix(rows.map(rowOf), 3), targets, 2, { link: 'sigmoid', l2: 1e-5 })
    const right = rows.filter((row) => scoresOf(w, row, 2).every((z, k) => sigmoid(z) > 0.5 === row[k]! > 0))
    expect(right.length).toBeGreaterThanOrEqual(76)
  })

  it('answers the share of each class where the rows say nothing', () => {
    const rows = Array.from({ length: 100 }, () => rowOf([1]))
    const targets = Float32Array.from(Array.from({ length: 100 }, (_, i) => (i % 10 < 7 ? [1, 0] : [0, 1])).flat())
    const w = learn(toMatrix(rows, 1), targets, 2, { link: 'softmax', l2: 1e-9 })
    expect(softmax([w[0]!, w[1]!])[0]).toBeCloseTo(0.7, 1)
  })

  it('is the same to the byte, and another seed takes the rows in another order', () => {
    const bytes = (seed: number) => {
      const { x, targets } = clouds()
      const blocks: Block[] = [{ from: 0, to: 3, link: 'softmax', l2: 1e-3 }]
      return new Uint8Array(fitLogistic(x, targets, 3, { blocks, epochs: 4, rate: 0.5, decay: 0.9, seed }).buffer)
    }
    expect(bytes(1)).toEqual(bytes(1))
    expect(bytes(1)).not.toEqual(bytes(2))
  })

  it.each([
    'softmax',
    'sigmoid',
  ] as const)('%s: ends near the least loss: no step away from it lowers it much', (link) => {
    const { rows, x, targets } = clouds(20)
    const l2 = 0.01
    const w = learn(x, targets, 3, { link, l2, epochs: 200 })
    const least = lossOf(rows, targets, 3, w, link, l2)
    expect(least).toBeLessThan(0.5 * lossOf(rows, targets, 3, new Float32Array(9), link, l2))
    for (let i = 0; i < 9; i++)
      for (const by of [-0.1, 0.1]) {
        const moved = w.slice()
        moved[i]! += by
        expect(lossOf(rows, targets, 3, moved, link, l2)).toBeGreaterThan(least - 0.01)
      }
  })

  it('a block that is not taught in a row neither learns from it nor disturbs the others', () => {
    const { rows, targets } = clouds(10)
    const silent = Float32Array.from(rows.flatMap((_, r) => [...targets.slice(r * 3, r * 3 + 3), Number.NaN]))
    const blocks: Block[] = [
      { from: 0, to: 3, link: 'softmax', l2: 1e-3 },
      { from: 3, to: 4, link: 'sigmoid', l2: 1e-3 },
    ]
    const w = fitLogistic(toMatrix(rows.map(rowOf), 3), silent, 4, {
      blocks,
      epochs: 20,
      rate: 0.5,
      decay: 0.9,
      seed: 1,
    })
    for (let c = 0; c < 3; c++) expect(w[c * 4 + 3]).toBe(0)
    rows.forEach((row, r) => {
      expect(softmax(scoresOf(w, row, 4).slice(0, 3))[r % 3]).toBeGreaterThan(0.6)
    })
  })
})

describe('softmax', () => {
  it('is a distribution in the order of its scores, however large they are', () => {
    const scores = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(scores, fc.double({ min: 0.3, max: 4, noNaN: true }), (z, temperature) => {
        const p = softmax(z, temperature)
        expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
        const order = z.map((_, i) => i).sort((a, b) => z[a]! - z[b]!)
        for (let i = 1; i < order.length; i++) expect(p[order[i]!]!).toBeGreaterThanOrEqual(p[order[i - 1]!]!)
      }),
    )
  })
})

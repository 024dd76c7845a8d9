import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FitOptions, fitLogistic, type Matrix, sigmoid, softmax, toMatrix } from './linear.ts'

/** A small generator of our own: the same numbers on every machine. */
function numbers(seed: number): () => number {
  let s = seed
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

const rowOf = (values: readonly number[]) => ({ index: values.map((_, i) => i), value: values })

/** Three clouds around three corners, and a bias. */
function clouds(perClass = 30) {
  const random = numbers(7)
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
  return { rows, x: toMatrix(rows.map(rowOf), 3), targets: Float64Array.from(targets) }
}

/** The penalised loss written out anew, dense and plain; weights are classes x columns. */
function lossOf(rows: number[][], targets: Float64Array, classes: number, w: Float64Array, o: FitOptions): number {
  const columns = rows[0]!.length
  const weights = o.rowWeights ?? new Float64Array(rows.length).fill(1)
  const all = weights.reduce((a, b) => a + b, 0)
  let loss = 0
  rows.forEach((row, r) => {
    const z = Array.from({ length: classes }, (_, k) => row.reduce((sum, v, c) => sum + v * w[k * columns + c]!, 0))
    const logSum = Math.log(z.reduce((sum, v) => sum + Math.exp(v), 0))
    z.forEach((v, k) => {
      const t = targets[r * classes + k]!
      const one =
        o.link === 'softmax' ? t * (logSum - v) : t * Math.log(1 + Math.exp(-v)) + (1 - t) * Math.log(1 + Math.exp(v))
      loss += (weights[r]! / all) * one
    })
  })
  return loss + 0.5 * o.l2 * w.reduce((sum, v) => sum + v * v, 0)
}

const finiteDifferences = (f: (w: Float64Array) => number, at: Float64Array): number[] =>
  Array.from(at, (_, i) => {
    const move = (by: number) => {
      const w = at.slice()
      w[i]! += by
      return f(w)
    }
    return (move(1e-5) - move(-1e-5)) / 2e-5
  })
const length = (v: ArrayLike<number>) => Math.sqrt(Array.from(v).reduce((sum, x) => sum + x * x, 0))

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
    const w = fitLogistic(x, targets, 3, { l2: 1e-4, iterations: 100, link: 'softmax' })
    rows.forEach((row, r) => {
      const p = softmax([0, 1, 2].map((k) => row.reduce((sum, v, c) => sum + v * w[k * 3 + c]!, 0)))
      expect(p[r % 3]).toBeGreaterThan(0.95)
    })
  })

  it('learns yes and no for each class on its own', () => {
    const random = numbers(3)
    const rows = Array.from({ length: 80 }, () => [random() * 2 - 1, random() * 2 - 1, 1])
    const targets = Float64Array.from(rows.flatMap(([a, b]) => [a! > 0 ? 1 : 0, b! > 0 ? 1 : 0]))
    const w = fitLogistic(toMatrix(rows.map(rowOf), 3), targets, 2, { l2: 1e-5, iterations: 200, link: 'sigmoid' })
    const right = rows.filter(([a, b]) =>
      [a!, b!].every((v, k) => sigmoid(a! * w[k * 3]! + b! * w[k * 3 + 1]! + w[k * 3 + 2]!) > 0.5 === v > 0),
    )
    expect(right.length).toBeGreaterThanOrEqual(77)
  })

  it('answers the share of each class where the rows say nothing', () => {
    const rows = Array.from({ length: 10 }, () => rowOf([1]))
    const targets = Float64Array.from(Array.from({ length: 10 }, (_, i) => (i < 7 ? [1, 0] : [0, 1])).flat())
    const w = fitLogistic(toMatrix(rows, 1), targets, 2, { l2: 1e-9, iterations: 100, link: 'softmax' })
    expect(softmax([w[0]!, w[1]!])[0]).toBeCloseTo(0.7, 2)
  })

  it('is the same to the byte', () => {
    const learn = () => {
      const { x, targets } = clouds()
      return new Uint8Array(fitLogistic(x, targets, 3, { l2: 1e-3, iterations: 40, link: 'softmax' }).buffer)
    }
    expect(learn()).toEqual(learn())
  })

  // The first step goes straight down from zero, so it shows the gradient there; the last stands where there is none.
  it.each(['softmax', 'sigmoid'] as const)('%s: its gradient agrees with finite differences', (link) => {
    const { rows, x, targets } = clouds(5)
    const rowWeights = Float64Array.from(rows, (_, i) => 1 + (i % 4))
    const options = { l2: 0.05, link, rowWeights }
    const f = (w: Float64Array) => lossOf(rows, targets, 3, w, { ...options, iterations: 0 })

    const first = fitLogistic(x, targets, 3, { ...options, iterations: 1 })
    const slope = finiteDifferences(f, new Float64Array(9))
    for (const [i, v] of first.entries()) expect(v / length(first)).toBeCloseTo(-slope[i]! / length(slope), 6)

    const last = fitLogistic(x, targets, 3, { ...options, iterations: 300 })
    expect(length(finiteDifferences(f, last))).toBeLessThan(0.01 * length(slope))
    expect(f(last)).toBeLessThan(f(first))
  })

  it('a row of weight 0 is as if it were not there', () => {
    const { rows, targets } = clouds(4)
    const o = { l2: 1e-2, iterations: 60, link: 'softmax' as const }
    const without = fitLogistic(toMatrix(rows.slice(3).map(rowOf), 3), targets.slice(9), 3, o)
    const rowWeights = Float64Array.from(rows, (_, i) => (i < 3 ? 0 : 1))
    const zero = fitLogistic(toMatrix(rows.map(rowOf), 3), targets, 3, { ...o, rowWeights })
    for (const [i, v] of zero.entries()) expect(v).toBeCloseTo(without[i]!, 9)
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

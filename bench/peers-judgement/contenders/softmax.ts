import type { Rows } from './char-tfidf.ts'
import { minimise } from './minimise.ts'

/** Weights, `columns + 1` x `classes`; the last row is the bias. */
export interface Softmax {
  classes: number
  weights: Float64Array
}

/**
 * Plain multinomial logistic regression: least mean cross-entropy + |weights|^2 / (2 c n), the bias free; what
 * scikit-learn's LogisticRegression(C=c) minimises. Starts from `from` when given, which only saves time.
 */
export function fitSoftmax(x: Rows, labels: Int32Array, classes: number, c: number, from?: Softmax): Softmax {
  const { start, index, value } = x
  const free = x.columns * classes
  const begin = from ? from.weights.slice() : new Float64Array(free + classes)
  const z = new Float64Array(classes)
  const weights = minimise(begin, (w, gradient) => {
    let loss = 0
    gradient.fill(0)
    for (let r = 0; r < x.rows; r++) {
      score(x, r, w, z)
      loss -= Math.log(toProbabilities(z, labels[r]!))
      z[labels[r]!]! -= 1
      const end = start[r + 1]!
      for (let i = start[r]!; i < end; i++) {
        const at = index[i]! * classes
        const v = value[i]!
        for (let k = 0; k < classes; k++) gradient[at + k]! += v * z[k]!
      }
      for (let k = 0; k < classes; k++) gradient[free + k]! += z[k]!
    }
    let square = 0
    for (let i = 0; i < free; i++) {
      square += w[i]! * w[i]!
      gradient[i] = (gradient[i]! + w[i]! / c) / x.rows
    }
    for (let i = free; i < free + classes; i++) gradient[i]! /= x.rows
    return (loss + square / (2 * c)) / x.rows
  })
  return { classes, weights }
}

/** The likeliest class of each row. */
export function likeliest(model: Softmax, x: Rows): number[] {
  const z = new Float64Array(model.classes)
  return Array.from({ length: x.rows }, (_, r) => {
    score(x, r, model.weights, z)
    return z.indexOf(Math.max(...z))
  })
}

function score(x: Rows, r: number, w: Float64Array, z: Float64Array): void {
  const classes = z.length
  const { start, index, value, columns } = x
  const bias = columns * classes
  for (let k = 0; k < classes; k++) z[k] = w[bias + k]!
  const end = start[r + 1]!
  for (let i = start[r]!; i < end; i++) {
    const at = index[i]! * classes
    const v = value[i]!
    for (let k = 0; k < classes; k++) z[k]! += w[at + k]! * v
  }
}

/** Turns scores into probabilities, in place; answers that of `label`. */
function toProbabilities(z: Float64Array, label: number): number {
  const top = Math.max(...z)
  let sum = 0
  for (let k = 0; k < z.length; k++) {
    z[k] = Math.exp(z[k]! - top)
    sum += z[k]!
  }
  for (let k = 0; k < z.length; k++) z[k]! /= sum
  return z[label]!
}

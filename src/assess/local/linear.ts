/** Rows of a design matrix: sparse (index, value) pairs in CSR form. */
export interface Matrix {
  rows: number
  columns: number
  start: Int32Array
  index: Int32Array
  value: Float64Array
}

export function toMatrix(
  rows: readonly { index: ArrayLike<number>; value: ArrayLike<number> }[],
  columns: number,
): Matrix {
  const total = rows.reduce((n, r) => n + r.index.length, 0)
  const m: Matrix = {
    rows: rows.length,
    columns,
    start: new Int32Array(rows.length + 1),
    index: new Int32Array(total),
    value: new Float64Array(total),
  }
  let at = 0
  rows.forEach((r, i) => {
    m.index.set(r.index, at)
    m.value.set(r.value, at)
    at += r.index.length
    m.start[i + 1] = at
  })
  return m
}

export interface FitOptions {
  /** Strength of the L2 penalty, per example. */
  l2: number
  iterations: number
  /** `softmax`: each row's targets are one distribution; `sigmoid`: each class is a yes or no of its own. */
  link: 'softmax' | 'sigmoid'
  /** Weight of each row; 1 when left out. */
  rowWeights?: Float64Array
}

/**
 * Logistic regression by L-BFGS: `targets` is rows x classes. Returns classes x columns, row-major. Deterministic: no randomness anywhere.
 */
export function fitLogistic(x: Matrix, targets: Float64Array, classes: number, options: FitOptions): Float64Array {
  const size = classes * x.columns
  const rowWeights = options.rowWeights ?? new Float64Array(x.rows).fill(1)
  const totalWeight = rowWeights.reduce((a, b) => a + b, 0)

  // Class runs fastest inside: weights lie [column][class], so that one feature's classes are side by side in memory.
  const objective = (w: Float64Array, gradient: Float64Array): number => {
    let loss = 0
    gradient.fill(0)
    const z = new Float64Array(classes)
    for (let r = 0; r < x.rows; r++) {
      const from = x.start[r]!
      const to = x.start[r + 1]!
      const weight = rowWeights[r]! / totalWeight
      z.fill(0)
      for (let i = from; i < to; i++) {
        const base = x.index[i]! * classes
        const v = x.value[i]!
        for (let k = 0; k < classes; k++) z[k]! += w[base + k]! * v
      }
      loss += weight * residual(z, targets, r * classes, options.link)
      for (let k = 0; k < classes; k++) z[k]! *= weight
      for (let i = from; i < to; i++) {
        const base = x.index[i]! * classes
        const v = x.value[i]!
        for (let k = 0; k < classes; k++) gradient[base + k]! += z[k]! * v
      }
    }
    for (let i = 0; i < size; i++) {
      loss += 0.5 * options.l2 * w[i]! * w[i]!
      gradient[i]! += options.l2 * w[i]!
    }
    return loss
  }
  const columnMajor = minimise(objective, size, options.iterations)
  const out = new Float64Array(size)
  for (let c = 0; c < x.columns; c++)
    for (let k = 0; k < classes; k++) out[k * x.columns + c] = columnMajor[c * classes + k]!
  return out
}

/** Log loss of one row; leaves in `z` the difference of prediction and target. */
function residual(z: Float64Array, targets: Float64Array, at: number, link: FitOptions['link']): number {
  if (link === 'sigmoid') {
    let loss = 0
    for (let k = 0; k < z.length; k++) {
      const t = targets[at + k]!
      loss -= t * logSigmoid(z[k]!) + (1 - t) * logSigmoid(-z[k]!)
      z[k] = sigmoid(z[k]!) - t
    }
    return loss
  }
  let max = Number.NEGATIVE_INFINITY
  for (let k = 0; k < z.length; k++) if (z[k]! > max) max = z[k]!
  let sum = 0
  for (let k = 0; k < z.length; k++) sum += Math.exp(z[k]! - max)
  const logSum = max + Math.log(sum)
  let loss = 0
  for (let k = 0; k < z.length; k++) {
    const t = targets[at + k]!
    const logP = z[k]! - logSum
    if (t > 0) loss -= t * logP
    z[k] = Math.exp(logP) - t
  }
  return loss
}

/** L-BFGS with a backtracking line search; stops early when the step no longer lowers the loss. */
function minimise(
  objective: (w: Float64Array, g: Float64Array) => number,
  size: number,
  iterations: number,
): Float64Array {
  const memory = 6
  let w = new Float64Array(size)
  let g = new Float64Array(size)
  let loss = objective(w, g)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let iteration = 0; iteration < iterations; iteration++) {
    const d = g.slice()
    const alphas: number[] = []
    for (let i = steps.length - 1; i >= 0; i--) {
      const { s, y, rho } = steps[i]!
      const a = rho * dot(s, d)
      alphas[i] = a
      addScaled(d, y, -a)
    }
    const last = steps.at(-1)
    const scale = last ? 1 / (last.rho * dot(last.y, last.y)) : 1 / Math.max(1e-9, Math.sqrt(dot(g, g)))
    for (let i = 0; i < size; i++) d[i]! *= scale
    for (const [i, { s, y, rho }] of steps.entries()) addScaled(d, s, alphas[i]! - rho * dot(y, d))
    const slope = -dot(g, d)
    let t = 1
    let accepted = false
    for (let tries = 0; tries < 12; tries++) {
      const next = w.slice()
      addScaled(next, d, -t)
      const nextG = new Float64Array(size)
      const nextLoss = objective(next, nextG)
      if (nextLoss <= loss + 1e-4 * t * slope) {
        const s = new Float64Array(size)
        const y = new Float64Array(size)
        for (let i = 0; i < size; i++) {
          s[i] = next[i]! - w[i]!
          y[i] = nextG[i]! - g[i]!
        }
        const sy = dot(s, y)
        if (sy > 1e-12) {
          steps.push({ s, y, rho: 1 / sy })
          if (steps.length > memory) steps.shift()
        }
        const gain = loss - nextLoss
        w = next
        g = nextG
        loss = nextLoss
        accepted = gain > 1e-5 * Math.max(1, Math.abs(loss))
        break
      }
      t /= 2
    }
    if (!accepted) break
  }
  return w
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function addScaled(a: Float64Array, b: Float64Array, scale: number): void {
  for (let i = 0; i < a.length; i++) a[i]! += b[i]! * scale
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
const logSigmoid = (z: number): number => (z > 0 ? -Math.log1p(Math.exp(-z)) : z - Math.log1p(Math.exp(z)))

/** Softmax of z / temperature. */
export function softmax(z: ArrayLike<number>, temperature = 1): number[] {
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < z.length; i++) if (z[i]! > max) max = z[i]!
  const e = Array.from({ length: z.length }, (_, i) => Math.exp((z[i]! - max) / temperature))
  const sum = e.reduce((a, b) => a + b, 0)
  return e.map((v) => v / sum)
}

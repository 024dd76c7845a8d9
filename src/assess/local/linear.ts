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

/** Outputs [from, to) that are judged together: one softmax, or each a yes or no of its own. */
export interface Block {
  from: number
  to: number
  link: 'softmax' | 'sigmoid'
  /** Strength of the L2 penalty, per example. */
  l2: number
}

export interface FitOptions {
  blocks: readonly Block[]
  epochs: number
  /** First step; each epoch's is `decay` of the one before. */
  rate: number
  decay: number
  /** Of the order in which examples are taken. */
  seed: number
  onEpoch?: (done: number) => void
}

/**
 * Logistic regression of all outputs in one walk over the rows, by stochastic gradients whose step shrinks for each
 * column as it is used (AdaGrad, one sum of squares a column). `targets` is rows x outputs; a block whose first target
 * is NaN teaches nothing in that row. Returns columns x outputs. Deterministic: the order comes from the seed.
 */
export function fitLogistic(x: Matrix, targets: Float32Array, outputs: number, options: FitOptions): Float32Array {
  const { blocks, epochs } = options
  const weights = new Float32Array(x.columns * outputs)
  const squares = new Float64Array(x.columns).fill(1e-8)
  // The penalty is paid when a column is next used, for all the rows in between.
  const paid = new Int32Array(x.columns)
  const order = Int32Array.from({ length: x.rows }, (_, i) => i)
  const random = generator(options.seed)
  const z = new Float64Array(outputs)
  let step = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    const rate = options.rate * options.decay ** epoch
    for (const r of order) {
      step++
      const to = x.start[r + 1]!
      z.fill(0)
      for (let i = x.start[r]!; i < to; i++) {
        const base = x.index[i]! * outputs
        const v = x.value[i]!
        for (let k = 0; k < outputs; k++) z[k]! += weights[base + k]! * v
      }
      let square = 0
      for (const b of blocks) square += residual(z, targets, r * outputs, b)
      square /= outputs
      for (let i = x.start[r]!; i < to; i++) {
        const column = x.index[i]!
        const v = x.value[i]!
        squares[column]! += square * v * v
        const move = rate / Math.sqrt(squares[column]!)
        const owed = move * (step - paid[column]!)
        paid[column] = step
        const base = column * outputs
        for (const b of blocks) {
          const keep = 1 - Math.min(0.5, owed * b.l2)
          for (let k = b.from; k < b.to; k++) weights[base + k] = weights[base + k]! * keep - move * v * z[k]!
        }
      }
    }
    options.onEpoch?.(epoch + 1)
  }
  return weights
}

/** Turns a block of scores into prediction minus target; answers its sum of squares. A block that is not taught gives zeros. */
function residual(z: Float64Array, targets: Float32Array, at: number, { from, to, link }: Block): number {
  if (Number.isNaN(targets[at + from]!)) {
    z.fill(0, from, to)
    return 0
  }
  let square = 0
  if (link === 'sigmoid') {
    for (let k = from; k < to; k++) {
      const d = sigmoid(z[k]!) - targets[at + k]!
      z[k] = d
      square += d * d
    }
    return square
  }
  let max = Number.NEGATIVE_INFINITY
  for (let k = from; k < to; k++) if (z[k]! > max) max = z[k]!
  let sum = 0
  for (let k = from; k < to; k++) {
    z[k] = Math.exp(z[k]! - max)
    sum += z[k]!
  }
  for (let k = from; k < to; k++) {
    const d = z[k]! / sum - targets[at + k]!
    z[k] = d
    square += d * d
  }
  return square
}

/** Numbers in [0, 1) that are the same on every machine (mulberry32). */
export function generator(seed: number): () => number {
  let s = seed | 0
  return () => {
    s = (s + 0x6d2b79f5) | 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
}

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** Softmax of z / temperature. */
export function softmax(z: ArrayLike<number>, temperature = 1): number[] {
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < z.length; i++) if (z[i]! > max) max = z[i]!
  const e = Array.from({ length: z.length }, (_, i) => Math.exp((z[i]! - max) / temperature))
  const sum = e.reduce((a, b) => a + b, 0)
  return e.map((v) => v / sum)
}

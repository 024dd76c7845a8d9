const MEMORY = 5
const MOST_STEPS = 200
/** Done when no slope is steeper: scikit-learn's own bound. */
const FLAT = 1e-4

/** Writes the gradient at `w` and answers the value there. */
type Slope = (w: Float64Array, gradient: Float64Array) => number

/** The lowest point of a smooth convex function, by L-BFGS with steps halved until they pay (Nocedal and Wright, 7.4 and 3.1). */
export function minimise(start: Float64Array, slope: Slope): Float64Array {
  let w = start
  let g: Float64Array = new Float64Array(w.length)
  let value = slope(w, g)
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = []
  for (let step = 0; step < MOST_STEPS && g.some((x) => Math.abs(x) > FLAT); step++) {
    const d = direction(g, steps)
    const down = dot(g, d)
    // Without a curvature yet, the slope's own length says nothing of how far to go.
    let length = steps.length ? 1 : 1 / Math.sqrt(dot(g, g))
    const next = new Float64Array(w.length)
    const nextG = new Float64Array(w.length)
    let nextValue = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 30; tries++, length /= 2) {
      for (let i = 0; i < w.length; i++) next[i] = w[i]! + length * d[i]!
      nextValue = slope(next, nextG)
      if (nextValue <= value + 1e-4 * length * down) break
    }
    if (nextValue >= value) break
    const s = new Float64Array(w.length)
    const y = new Float64Array(w.length)
    for (let i = 0; i < w.length; i++) {
      s[i] = next[i]! - w[i]!
      y[i] = nextG[i]! - g[i]!
    }
    const sy = dot(s, y)
    if (sy > 1e-12) steps.push({ s, y, rho: 1 / sy })
    if (steps.length > MEMORY) steps.shift()
    w = next
    g = nextG
    value = nextValue
  }
  return w
}

function direction(g: Float64Array, steps: readonly { s: Float64Array; y: Float64Array; rho: number }[]): Float64Array {
  const d = g.map((x) => -x)
  const alphas: number[] = []
  for (const { s, y, rho } of [...steps].reverse()) {
    const alpha = rho * dot(s, d)
    alphas.push(alpha)
    add(d, -alpha, y)
  }
  const last = steps.at(-1)
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y))
    for (let i = 0; i < d.length; i++) d[i]! *= scale
  }
  for (const { s, y, rho } of steps) add(d, alphas.pop()! - rho * dot(y, d), s)
  return d
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function add(to: Float64Array, times: number, x: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * x[i]!
}

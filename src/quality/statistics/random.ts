/** A stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-32. */
  (): number
  /** Adds `times` uniform draws from `targets` to the counts: `out[one of targets]++`. What calling it once a draw gives, four times as fast. */
  scatter(times: number, targets: Int32Array, out: Int32Array): void
}

/**
 * xoshiro128** (Blackman and Vigna), its 128 bits of state filled by splitmix32 from the FNV-1a hash of `seed`.
 * The same seed gives the same numbers everywhere; streams of different seeds (`7/level.qwk`, `7/code.ece`) are
 * independent for our purpose, so that a measure's interval does not depend on which others were computed.
 */
export function createRandom(seed: string): Random {
  let h = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193)
  const state = Int32Array.from({ length: 4 }, () => {
    h = (h + 0x9e3779b9) | 0
    let x = h ^ (h >>> 16)
    x = Math.imul(x, 0x21f0aaad)
    x ^= x >>> 15
    x = Math.imul(x, 0x735a2d97)
    return x ^ (x >>> 15)
  })
  const next = (): number => {
    const x = Math.imul(state[1]!, 5)
    const out = Math.imul((x << 7) | (x >>> 25), 9)
    const t = state[1]! << 9
    state[2]! ^= state[0]!
    state[3]! ^= state[1]!
    state[1]! ^= state[2]!
    state[0]! ^= state[3]!
    state[2]! ^= t
    state[3] = (state[3]! << 11) | (state[3]! >>> 21)
    return (out >>> 0) * 2 ** -32
  }
  return Object.assign(next, {
    // The same generator with its state in local variables, which is where the time goes.
    scatter(times: number, targets: Int32Array, out: Int32Array): void {
      let [a, b, c, d] = state as unknown as [number, number, number, number]
      const scale = targets.length * 2 ** -32
      for (let i = 0; i < times; i++) {
        const x = Math.imul(b, 5)
        const u = Math.imul((x << 7) | (x >>> 25), 9) >>> 0
        const t = b << 9
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = (d << 11) | (d >>> 21)
        out[targets[(u * scale) | 0]!]!++
      }
      state[0] = a
      state[1] = b
      state[2] = c
      state[3] = d
    },
  })
}

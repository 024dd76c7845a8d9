import type { ReplyCut } from '../../ports/reply-reader.ts'
import { generator } from '../local/linear.ts'

/** One reply under one rule: what the patterns found, with the reading's probability of each, and what it would add. */
export interface Tally {
  /** Labels of the rule. */
  labels: number
  found: readonly { p: number; right: boolean }[]
  /** The clause, or the lack, that the reading holds most likely; counts where the patterns found nothing. */
  top: { p: number; right: boolean }
}

const ADD = [null, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3] as const
const KEEP = [null, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5] as const
const DRAWS = 400

export interface Score {
  precision: number
  recall: number
  f1: number
}

/** What the patterns and the reading together say of one reply with this cut. */
function countsOf({ found, top }: Tally, { add, keep }: ReplyCut): { said: number; right: number } {
  const kept = keep === null ? found : found.filter((f) => f.p >= keep)
  const all = found.length === 0 && add !== null && top.p >= add ? [top] : kept
  return { said: all.length, right: all.filter((f) => f.right).length }
}

/** What the findings are worth with this cut. */
export function scoreOf(tallies: readonly Tally[], cut: ReplyCut): Score {
  const counts = tallies.map((t) => countsOf(t, cut))
  const said = counts.reduce((n, c) => n + c.said, 0)
  const right = counts.reduce((n, c) => n + c.right, 0)
  const labels = tallies.reduce((n, t) => n + t.labels, 0)
  return { precision: right / said, recall: right / labels, f1: (2 * right) / Math.max(1, said + labels) }
}

/**
 * The most careful cut that is as good as the best within one standard error of the difference (ADR 0014): first what is
 * dropped, then, with that, what is added.
 */
export function learnCut(tallies: readonly Tally[]): ReplyCut {
  const draws = drawsOf(tallies.length)
  const labels = Int32Array.from(tallies, (t) => t.labels)
  const pick = (cuts: readonly ReplyCut[]): ReplyCut => {
    const f1s = cuts.map((cut) => {
      const counts = tallies.map((t) => countsOf(t, cut))
      const said = Int32Array.from(counts, (c) => c.said)
      const right = Int32Array.from(counts, (c) => c.right)
      const f1 = (times: Int32Array) => (2 * dot(right, times)) / Math.max(1, dot(said, times) + dot(labels, times))
      return { all: scoreOf(tallies, cut).f1, drawn: draws.map(f1) }
    })
    const best = f1s.reduce((a, b) => (b.all > a.all ? b : a))
    return cuts[f1s.findIndex((f) => best.all - f.all <= deviation(f.drawn.map((v, d) => best.drawn[d]! - v)))]!
  }
  const { keep } = pick(KEEP.map((k) => ({ add: null, keep: k })))
  return pick(ADD.map((add) => ({ add, keep })))
}

function dot(a: Int32Array, b: Int32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function drawsOf(size: number): Int32Array[] {
  const random = generator(11)
  return Array.from({ length: DRAWS }, () => {
    const drawn = new Int32Array(size)
    for (let i = 0; i < size; i++) drawn[Math.floor(random() * size)]!++
    return drawn
  })
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length)
}

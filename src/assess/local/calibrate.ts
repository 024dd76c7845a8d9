import { type Blend, type Calibration, type HeadSpec, hierarchical } from './heads.ts'
import { sigmoid, softmax } from './linear.ts'

/** Scores of one head on held-out examples, and what they should have been; only the examples that teach the head. */
export interface HeldOut {
  scores: readonly ArrayLike<number>[]
  targets: readonly (readonly number[])[]
}

/** Codes are listed until the right one is among them this often. */
export const CODE_COVERAGE = 0.95
/** Below so many held-out positives a cut would be chance: one half is kept. */
const LEAST_POSITIVES = 12

/** Learns from held-out examples what the heads' scores are worth. Pure and deterministic. */
export function calibrate(specs: readonly HeadSpec[], heldOut: ReadonlyMap<string, HeldOut>): Calibration {
  const temperature: Record<string, number> = {}
  const cuts: Record<string, number[]> = {}
  for (const spec of specs) {
    const { scores, targets } = heldOut.get(spec.name)!
    const { temperature: t } = bestTemperature((at) =>
      scores.reduce((sum, z, i) => sum + logLoss(spec, z, targets[i]!, at), 0),
    )
    temperature[spec.name] = t
    if (spec.kind === 'binary')
      cuts[spec.name] = spec.classes.map((_, k) =>
        bestCut(
          scores.map((z) => sigmoid(z[k]! / t)),
          targets.map((y) => y[k]! > 0.5),
        ),
      )
  }
  const nature = heldOut.get('nature')
  const complaintCut = nature
    ? bestSplit(
        nature.scores.map((z) => softmax(z, temperature.nature)[0]!),
        nature.targets.map((y) => y[0]! > 0.5),
      )
    : 0.5
  const code = specs.find((s) => s.name === 'code')
  if (!code) return { temperature, cuts, codeCut: 0, complaintCut }
  const { scores, targets } = heldOut.get('code')!
  // The family is taught by the very cases that teach the code, in their order.
  const families = heldOut.get('family')!.scores.map((z) => softmax(z, temperature.family))
  const judged = (at: number) => scores.map((z, i) => hierarchical(code.classes, softmax(z, at), families[i]!))
  // What is shown is the first code's probability, and a code that could also have been given is right.
  temperature.code = bestTemperature((at) =>
    judged(at).reduce((sum, p, i) => {
      const first = argmax(p)
      return sum - Math.log(Math.max(1e-12, targets[i]![first]! > 0 ? p[first]! : 1 - p[first]!))
    }, 0),
  ).temperature
  return {
    temperature,
    cuts,
    complaintCut,
    codeCut: conformalCut(judged(temperature.code).map((p, i) => p[argmax(targets[i]!)]!)),
  }
}

/** Shares that are tried, from the n-grams alone to the encoder alone. */
const SHARES = Array.from({ length: 11 }, (_, i) => i / 10)

/** Learns from held-out examples how much of each head's scores is the encoder's, and what the mixture is worth. */
export function calibrateBlend(
  specs: readonly HeadSpec[],
  lexical: ReadonlyMap<string, HeldOut>,
  encoder: ReadonlyMap<string, HeldOut>,
): { blend: Blend; mixed: Map<string, HeldOut> } {
  const share: Record<string, number> = {}
  const mixed = new Map<string, HeldOut>()
  for (const spec of specs) {
    const { scores, targets } = lexical.get(spec.name)!
    const others = encoder.get(spec.name)!.scores
    let least = Number.POSITIVE_INFINITY
    for (const s of SHARES) {
      const both = scores.map((z, i) => Float64Array.from(z, (v, k) => (1 - s) * v + s * others[i]![k]!))
      const loss = bestTemperature((t) => both.reduce((sum, z, i) => sum + logLoss(spec, z, targets[i]!, t), 0)).loss
      if (loss >= least) continue
      least = loss
      share[spec.name] = s
      mixed.set(spec.name, { scores: both, targets })
    }
  }
  return { blend: { ...calibrate(specs, mixed), share }, mixed }
}

function logLoss(spec: HeadSpec, z: ArrayLike<number>, target: readonly number[], temperature: number): number {
  if (spec.kind === 'softmax')
    return softmax(z, temperature).reduce((sum, p, k) => sum - target[k]! * Math.log(Math.max(1e-12, p)), 0)
  return Array.from(z).reduce((sum, v, k) => sum + Math.log1p(Math.exp((target[k]! ? -v : v) / temperature)), 0)
}

/** The temperature with the least loss, by a fixed grid from 0.3 to 3. */
export function bestTemperature(lossAt: (temperature: number) => number): { temperature: number; loss: number } {
  let best = 1
  let least = Number.POSITIVE_INFINITY
  for (let step = 6; step <= 60; step++) {
    const loss = lossAt(step / 20)
    if (loss < least) {
      least = loss
      best = step / 20
    }
  }
  return { temperature: best, loss: least }
}

/** A loss of F1 that a few held-out examples more or less could have made. */
const SLACK = 0.01

/**
 * The probability from which saying yes gives the best F1; one half where there are too few to tell. F1 is flat at its
 * top, and its very peak chance: the middle of the stretch around it that is as good within SLACK is taken.
 */
export function bestCut(probabilities: readonly number[], yes: readonly boolean[]): number {
  const positives = yes.filter(Boolean).length
  if (positives < LEAST_POSITIVES) return 0.5
  const order = probabilities.map((p, i) => ({ p, y: yes[i]! })).sort((a, b) => b.p - a.p)
  const tried: { f1: number; cut: number }[] = []
  let hits = 0
  for (const [i, { p, y }] of order.entries()) {
    if (y) hits++
    const next = order[i + 1]?.p ?? 0
    if (next === p) continue
    tried.push({ f1: (2 * hits) / (i + 1 + positives), cut: (p + next) / 2 })
  }
  const peak = tried.reduce((best, t, i) => (t.f1 > tried[best]!.f1 ? i : best), 0)
  const good = (i: number) => (tried[i]?.f1 ?? -1) >= tried[peak]!.f1 - SLACK
  let [from, to] = [peak, peak]
  while (good(from - 1)) from--
  while (good(to + 1)) to++
  const middle = (tried[from]!.cut + tried[to]!.cut) / 2
  // Never so low or so high that a single odd example would have set it.
  return Math.round(Math.min(0.8, Math.max(0.2, middle)) * 1000) / 1000
}

/**
 * The probability from which saying yes is right most often, or as often within one standard error, and of those the one
 * nearest to a half: a calibrated probability means what it says unless the examples clearly tell otherwise. Kept within
 * 0.3 to 0.8.
 */
export function bestSplit(probabilities: readonly number[], yes: readonly boolean[]): number {
  const n = probabilities.length
  const cuts = Array.from({ length: 51 }, (_, i) => (30 + i) / 100)
  const right = cuts.map((cut) => probabilities.filter((p, i) => p >= cut === yes[i]).length)
  const best = Math.max(...right)
  const good = cuts.filter((_, i) => right[i]! >= best - Math.sqrt((best * (n - best)) / Math.max(1, n)))
  return good.reduce((nearest, cut) => (Math.abs(cut - 0.5) < Math.abs(nearest - 0.5) ? cut : nearest), good[0] ?? 0.5)
}

/** Split-conformal: the probability that all but 1 - CODE_COVERAGE of the right codes reach, with the correction for a finite sample. */
export function conformalCut(ofRight: readonly number[], coverage = CODE_COVERAGE): number {
  const sorted = [...ofRight].sort((a, b) => a - b)
  const allowed = Math.floor((sorted.length + 1) * (1 - coverage))
  return allowed < 1 ? 0 : sorted[allowed - 1]!
}

const argmax = (xs: readonly number[]): number => xs.reduce((best, x, i) => (x > xs[best]! ? i : best), 0)

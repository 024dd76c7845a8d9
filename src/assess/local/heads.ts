import { DEMANDS, DOMINANTS, FAMILIES, familyOf, NATURES, RULES, THREAT_CHANNELS } from '../../domain/labels.ts'
import { type EncoderHeads, encoderScores } from './encoder-heads.ts'
import { BUCKETS, type FeatureRow, gramVector } from './features.ts'
import { sigmoid, softmax } from './linear.ts'

/** `softmax`: one of the classes. `binary`: each class yes or no on its own. `ordinal`: output k is P(value <= classes[k]), one fewer than classes. */
export type HeadKind = 'softmax' | 'binary' | 'ordinal'
export interface HeadSpec {
  name: HeadName
  kind: HeadKind
  classes: readonly string[]
}
export type HeadName =
  | 'nature'
  | 'level'
  | 'rules'
  | 'family'
  | 'code'
  | 'emotion'
  | 'dominant'
  | 'repeat'
  | 'group'
  | 'public'
  | 'external'
  | 'threats'
  | 'done'
  | 'demands'

/** The heads, given the policy's codes. `level` is of complaints only (1-3): level 4 is «no complaint», which `nature` decides. */
export const headSpecs = (codes: readonly string[]): HeadSpec[] => [
  { name: 'nature', kind: 'softmax', classes: NATURES },
  { name: 'level', kind: 'ordinal', classes: ['1', '2', '3'] },
  { name: 'rules', kind: 'binary', classes: RULES },
  { name: 'family', kind: 'softmax', classes: FAMILIES },
  { name: 'code', kind: 'softmax', classes: codes },
  { name: 'emotion', kind: 'ordinal', classes: ['1', '2', '3', '4', '5'] },
  { name: 'dominant', kind: 'softmax', classes: DOMINANTS.filter((d) => d !== 'none') },
  { name: 'repeat', kind: 'binary', classes: ['yes'] },
  { name: 'group', kind: 'binary', classes: ['yes'] },
  { name: 'public', kind: 'binary', classes: ['yes'] },
  { name: 'external', kind: 'binary', classes: ['yes'] },
  { name: 'threats', kind: 'binary', classes: THREAT_CHANNELS },
  { name: 'done', kind: 'binary', classes: ['yes'] },
  { name: 'demands', kind: 'binary', classes: DEMANDS },
]

export const outputsOf = (spec: HeadSpec): number =>
  spec.kind === 'ordinal' ? spec.classes.length - 1 : spec.classes.length

/** How the two parts of a row are laid side by side, and how loud each speaks. */
export interface Layout {
  signals: readonly string[]
  scale: { grams: number; signals: number }
}

export const columnsOf = (layout: Layout): number => BUCKETS + layout.signals.length + 1

/** A row as (index, value) pairs. */
export interface Row {
  index: Int32Array
  value: Float64Array
}

/** Lays a row out: [n-gram buckets | signals | bias]. */
export function layRow(row: FeatureRow, layout: Layout): Row {
  const { scale } = layout
  const size = row.indices.length + layout.signals.length + 1
  const index = new Int32Array(size)
  const value = new Float64Array(size)
  let n = 0
  for (let i = 0; i < row.indices.length; i++) {
    index[n] = row.indices[i]!
    value[n++] = row.values[i]! * scale.grams
  }
  for (let i = 0; i < layout.signals.length; i++) {
    const v = row.signals.get(layout.signals[i]!)
    if (!v) continue
    index[n] = BUCKETS + i
    value[n++] = v * scale.signals
  }
  index[n] = BUCKETS + layout.signals.length
  value[n++] = 1
  return { index: index.subarray(0, n), value: value.subarray(0, n) }
}

/** What held-out examples taught about the heads' numbers. */
export interface Calibration {
  /** By head: what its scores are divided by. */
  temperature: Readonly<Record<string, number>>
  /** By yes-or-no head: the probability from which each class is said, where F1 on the held-out examples is best. */
  cuts: Readonly<Record<string, readonly number[]>>
  /** Split-conformal: a code at least this likely belongs to the set that holds the right one in 95 of 100. */
  codeCut: number
  /** The probability from which a text is said to be a complaint, where that is right most often. */
  complaintCut: number
}

/** Trained heads over n-grams and signals: weights in int8 with a scale for each output, and their calibration when they judge alone. */
export interface HeadSet extends Calibration {
  layout: Layout
  specs: readonly HeadSpec[]
  idf: Float64Array
  /** columnsOf(layout) x outputs, all heads' outputs one after another: a column's weights lie side by side. */
  weights: Int8Array
  scales: Float32Array
}

/** How both judge together: each head's scores are `share` of the encoder's and the rest of the n-grams' and signals'. */
export interface Blend extends Calibration {
  share: Readonly<Record<string, number>>
}

/** Everything trained that judges. Without an encoder the lexical heads judge alone; they also find the evidence. */
export interface Heads {
  lexical: HeadSet
  encoder: { heads: EncoderHeads; blend: Blend } | null
}

/** Runs trained heads. Probabilities; for ordinal heads P(<= class k). */
export interface HeadRunner {
  readonly specs: readonly HeadSpec[]
  /** A text laid out for these heads; `grams` by countGrams. */
  row(grams: ReadonlyMap<number, number>, signals: ReadonlyMap<string, number>): Row
  /** `state` is the encoder's, or null where there is none; answers the calibration that holds for what was asked. */
  run(row: Row, state: Float32Array | null): { outputs: Outputs; calibration: Calibration }
  /** One output of one lexical head before calibration: linear, so what a clause adds to it is what its removal takes away. */
  logit(row: Row, head: HeadName, output: number): number
}
export type Outputs = Record<HeadName, number[]>

export function createHeadRunner({ lexical: set, encoder }: Heads): HeadRunner {
  const first = new Map<string, number>()
  let at = 0
  for (const spec of set.specs) {
    first.set(spec.name, at)
    at += outputsOf(spec)
  }
  const outputs = at
  const codes = set.specs.find((s) => s.name === 'code')?.classes ?? []
  return {
    specs: set.specs,
    row(grams, signals) {
      return layRow({ ...gramVector(grams, set.idf), signals }, set.layout)
    },
    run(row, state) {
      const calibration = state && encoder ? encoder.blend : set
      const all = lexicalScores(set, row)
      if (state && encoder) mixScores(set.specs, all, encoderScores(encoder.heads, state), encoder.blend.share)
      const out = {} as Outputs
      for (const spec of set.specs) {
        const from = first.get(spec.name)!
        const t = calibration.temperature[spec.name] ?? 1
        const z = Array.from(all.subarray(from, from + outputsOf(spec)))
        if (spec.kind === 'softmax') out[spec.name] = softmax(z, t)
        else
          out[spec.name] =
            spec.kind === 'binary' ? z.map((v) => sigmoid(v / t)) : ascending(z.map((v) => sigmoid(v / t)))
      }
      if (out.code && out.family) out.code = hierarchical(codes, out.code, out.family)
      return { outputs: out, calibration }
    },
    logit(row, head, output) {
      const k = first.get(head)! + output
      let sum = 0
      for (let i = 0; i < row.index.length; i++) sum += set.weights[row.index[i]! * outputs + k]! * row.value[i]!
      return sum * set.scales[k]!
    },
  }
}

/** All outputs' scores of a row, one after another, before calibration. */
export function lexicalScores({ weights, scales }: Pick<HeadSet, 'weights' | 'scales'>, row: Row): Float64Array {
  const outputs = scales.length
  const z = new Float64Array(outputs)
  for (let i = 0; i < row.index.length; i++) {
    const base = row.index[i]! * outputs
    const v = row.value[i]!
    for (let k = 0; k < outputs; k++) z[k]! += weights[base + k]! * v
  }
  for (let k = 0; k < outputs; k++) z[k]! *= scales[k]!
  return z
}

/** Mixes the encoder's scores into the lexical ones, in place. */
export function mixScores(
  specs: readonly HeadSpec[],
  lexical: Float64Array,
  encoder: ArrayLike<number>,
  share: Readonly<Record<string, number>>,
): void {
  let at = 0
  for (const spec of specs) {
    const to = at + outputsOf(spec)
    const s = share[spec.name] ?? 0
    for (; at < to; at++) lexical[at] = (1 - s) * lexical[at]! + s * encoder[at]!
  }
}

/** How much the family's own judgement weighs in its codes' (docs/local-engine.md). */
export const FAMILY_WEIGHT = 0.5

/** Hierarchical codes: each code's probability times its family's, to a power, made one again. */
export function hierarchical(codes: readonly string[], p: readonly number[], family: readonly number[]): number[] {
  const joint = p.map((v, i) => v * family[FAMILIES.indexOf(familyOf(codes[i]!))]! ** FAMILY_WEIGHT)
  const sum = joint.reduce((a, b) => a + b, 0)
  return joint.map((v) => v / sum)
}

/** Cumulative probabilities made to rise: the outputs are trained apart and may cross. */
function ascending(p: number[]): number[] {
  for (let i = 1; i < p.length; i++) if (p[i]! < p[i - 1]!) p[i] = p[i - 1]!
  return p
}

/** P(<= k) -> P(= k), for `classes` = outputs + 1. */
export function fromCumulative(cumulative: readonly number[]): number[] {
  const out: number[] = []
  let before = 0
  for (const c of cumulative) {
    out.push(c - before)
    before = c
  }
  out.push(1 - before)
  return out
}

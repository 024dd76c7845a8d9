import { DEMANDS, DOMINANTS, FAMILIES, NATURES, RULES } from '../../domain/labels.ts'
import { BUCKETS, type FeatureRow, gramVector } from './features.ts'
import { sigmoid, softmax } from './linear.ts'

/** `softmax`: one of the classes. `binary`: each class yes or no on its own. `ordinal`: output k is P(value <= classes[k]), one fewer than classes. */
export type HeadKind = 'softmax' | 'binary' | 'ordinal'
export interface HeadSpec {
  name: HeadName
  kind: HeadKind
  classes: readonly string[]
}
export type HeadName = 'nature' | 'level' | 'rules' | 'family' | 'code' | 'emotion' | 'dominant' | 'repeat' | 'group' | 'public' | 'external' | 'demands'

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
  { name: 'demands', kind: 'binary', classes: DEMANDS },
]

export const outputsOf = (spec: HeadSpec): number => (spec.kind === 'ordinal' ? spec.classes.length - 1 : spec.classes.length)

/** How the three parts of a row are laid side by side, and how loud each speaks. */
export interface Layout {
  vector: number
  signals: readonly string[]
  scale: { vector: number; grams: number; signals: number }
}

export const columnsOf = (layout: Layout): number => layout.vector + BUCKETS + layout.signals.length + 1

/** A row as (index, value) pairs: [embedding | n-gram buckets | signals | bias]. A missing embedding leaves its part at zero. */
export function layRow(row: FeatureRow, layout: Layout): { index: number[]; value: number[] } {
  const index: number[] = []
  const value: number[] = []
  const { scale } = layout
  if (layout.vector > 0 && row.vector) {
    for (let i = 0; i < layout.vector; i++) {
      index.push(i)
      value.push(row.vector[i]! * scale.vector)
    }
  }
  row.indices.forEach((bucket, i) => {
    index.push(layout.vector + bucket)
    value.push(row.values[i]! * scale.grams)
  })
  const base = layout.vector + BUCKETS
  layout.signals.forEach((name, i) => {
    const v = row.signals.get(name)
    if (v) {
      index.push(base + i)
      value.push(v * scale.signals)
    }
  })
  index.push(base + layout.signals.length)
  value.push(1)
  return { index, value }
}

/** Trained weights: int8 rows with a scale each, and the temperature that calibrates each head. */
export interface HeadSet {
  layout: Layout
  specs: readonly HeadSpec[]
  temperature: Readonly<Record<string, number>>
  idf: Float64Array
  /** All heads' outputs one after another, each a row of columnsOf(layout). */
  weights: Int8Array
  scales: Float32Array
}

/** What each head says of one row, before any decision. Probabilities; for ordinal heads P(<= class k). */
export type HeadOutputs = Readonly<Record<HeadName, readonly number[]>>

export interface HeadRunner {
  readonly set: HeadSet
  /** The three parts of a text laid out for these heads. */
  row(text: string, signals: ReadonlyMap<string, number>, vector: Float32Array | null): { index: number[]; value: number[] }
  /** Runs all heads, or those named. */
  run(row: { index: readonly number[]; value: readonly number[] }, names?: readonly HeadName[]): Partial<Record<HeadName, number[]>>
}

export function createHeadRunner(set: HeadSet): HeadRunner {
  const columns = columnsOf(set.layout)
  const first = new Map<string, number>()
  let at = 0
  for (const spec of set.specs) {
    first.set(spec.name, at)
    at += outputsOf(spec)
  }
  return {
    set,
    row(text, signals, vector) {
      return layRow({ ...gramVector(text, set.idf), signals, vector }, set.layout)
    },
    run(row, names) {
      const out: Partial<Record<HeadName, number[]>> = {}
      for (const spec of set.specs) {
        if (names && !names.includes(spec.name)) continue
        const from = first.get(spec.name)!
        const z: number[] = []
        for (let k = 0; k < outputsOf(spec); k++) {
          const base = (from + k) * columns
          let sum = 0
          for (let i = 0; i < row.index.length; i++) sum += set.weights[base + row.index[i]!]! * row.value[i]!
          z.push(sum * set.scales[from + k]!)
        }
        const t = set.temperature[spec.name] ?? 1
        out[spec.name] = spec.kind === 'softmax' ? softmax(z, t) : spec.kind === 'binary' ? z.map((v) => sigmoid(v / t)) : ascending(z.map((v) => sigmoid(v / t)))
      }
      return out
    },
  }
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

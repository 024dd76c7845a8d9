import type { LabelledCase } from '../../domain/labelled-case.ts'
import {
  DEMANDS,
  DOMINANTS,
  EXTERNAL_CHANNELS,
  FAMILIES,
  familyOf,
  NATURES,
  PUBLIC_CHANNELS,
  RULES,
} from '../../domain/labels.ts'
import { countGrams, type FeatureRow, gramVector, learnIdf } from './features.ts'
import {
  columnsOf,
  type HeadName,
  type HeadSet,
  type HeadSpec,
  headSpecs,
  type Layout,
  layRow,
  outputsOf,
  type Row,
} from './heads.ts'
import { fitLogistic, softmax, toMatrix } from './linear.ts'

/** One training example: the case, its reading's text, its signal features and its embedding. */
export interface Example {
  case: LabelledCase
  text: string
  signals: ReadonlyMap<string, number>
  vector: Float32Array | null
}

export interface TrainOptions {
  codes: readonly string[]
  signalNames: readonly string[]
  /** 0 trains heads without the embedding. */
  vectorSize: number
  scale?: Layout['scale']
  /** Folds of the cross-validation that sets the temperatures; 0 leaves them at 1. */
  folds?: number
  onProgress?: (done: number, total: number, label: string) => void
}

const L2: Partial<Record<HeadName, number>> = {
  code: 1.5e-3,
  family: 2e-3,
  nature: 3e-3,
  repeat: 1e-3,
  group: 1e-3,
  public: 1e-3,
  external: 1e-3,
}
const DEFAULT_L2 = 4e-3
const ITERATIONS = 35
/** Fewer on the folds: they only set a temperature. */
const FOLD_ITERATIONS = 20
/** A code that a careful supervisor could also have given shares in the target. */
const ALSO_OK_SHARE = 0.3
/** Loudness of the three parts; chosen on dev (docs/local-engine.md). */
export const DEFAULT_SCALE = { vector: 4, grams: 6, signals: 1 }

/** Whether a case teaches a head, and its target: a distribution over classes, or a yes for each. */
function targetOf(spec: HeadSpec, c: LabelledCase): number[] | null {
  const oneHot = (classes: readonly string[], value: string) => classes.map((k) => (k === value ? 1 : 0))
  const cumulative = (n: number, value: number) => Array.from({ length: n }, (_, i) => (value <= i + 1 ? 1 : 0))
  switch (spec.name) {
    case 'nature':
      return oneHot(NATURES, c.nature)
    case 'level':
      return c.nature === 'complaint' ? cumulative(2, c.severity) : null
    case 'rules':
      return c.nature === 'complaint' ? RULES.map((r) => (c.rules.includes(r) ? 1 : 0)) : null
    case 'family':
      return c.primary ? oneHot(FAMILIES, familyOf(c.primary)) : null
    case 'code': {
      if (!c.primary) return null
      const share = c.also_ok.length ? ALSO_OK_SHARE / c.also_ok.length : 0
      return spec.classes.map((k) =>
        k === c.primary ? 1 - (c.also_ok.length ? ALSO_OK_SHARE : 0) : c.also_ok.includes(k) ? share : 0,
      )
    }
    case 'emotion':
      return cumulative(4, c.emotion)
    case 'dominant':
      return c.dominant === 'none'
        ? null
        : oneHot(
            DOMINANTS.filter((d) => d !== 'none'),
            c.dominant,
          )
    case 'repeat':
      return [c.repeat ? 1 : 0]
    case 'group':
      return [c.group ? 1 : 0]
    case 'public':
      return [c.threats.some((t) => PUBLIC_CHANNELS.has(t.channel)) ? 1 : 0]
    case 'external':
      return [c.threats.some((t) => EXTERNAL_CHANNELS.has(t.channel)) ? 1 : 0]
    case 'demands':
      return DEMANDS.map((d) => (c.demands.includes(d) ? 1 : 0))
  }
}

interface Fitted {
  spec: HeadSpec
  weights: Float64Array
}

function fitHead(
  spec: HeadSpec,
  rows: readonly Row[],
  targets: readonly number[][],
  columns: number,
  iterations = ITERATIONS,
): Fitted {
  const x = toMatrix(rows, columns)
  const link = spec.kind === 'softmax' ? ('softmax' as const) : ('sigmoid' as const)
  const options = { l2: L2[spec.name] ?? DEFAULT_L2, iterations, link }
  return { spec, weights: fitLogistic(x, Float64Array.from(targets.flat()), outputsOf(spec), options) }
}

/** Trains all heads from the examples, in their order; the same examples give the same bytes. */
export function trainHeads(examples: readonly Example[], options: TrainOptions): HeadSet {
  const specs = headSpecs(options.codes)
  const layout: Layout = {
    vector: options.vectorSize,
    signals: options.signalNames,
    scale: options.scale ?? DEFAULT_SCALE,
  }
  const columns = columnsOf(layout)
  const idf = learnIdf(examples.map((e) => e.text))
  const rows = examples.map((e) => layRow(featureRow(e, idf, options.vectorSize), layout))
  const folds = options.folds ?? 3
  const total = specs.length * (1 + folds)
  let done = 0
  const temperature: Record<string, number> = {}
  const fitted: Fitted[] = []
  for (const spec of specs) {
    const used = examples
      .map((e, i) => ({ i, target: targetOf(spec, e.case) }))
      .filter((u): u is { i: number; target: number[] } => u.target !== null)
    const train = (keep: (n: number) => boolean, iterations: number) => {
      const chosen = used.filter((_, n) => keep(n))
      done++
      const f = fitHead(
        spec,
        chosen.map((u) => rows[u.i]!),
        chosen.map((u) => u.target),
        columns,
        iterations,
      )
      options.onProgress?.(done, total, spec.name)
      return f
    }
    if (folds > 1) {
      const z: number[][] = []
      const t: number[][] = []
      for (let f = 0; f < folds; f++) {
        const model = train((n) => n % folds !== f, FOLD_ITERATIONS)
        used.forEach((u, n) => {
          if (n % folds !== f) return
          z.push(logits(model, rows[u.i]!, columns))
          t.push(u.target)
        })
      }
      temperature[spec.name] = bestTemperature(spec, z, t)
    }
    fitted.push(train(() => true, ITERATIONS))
  }
  return { layout, specs, temperature, idf, ...quantise(fitted, columns) }
}

export const featureRow = (
  e: Pick<Example, 'text' | 'signals' | 'vector'>,
  idf: Float64Array,
  vectorSize: number,
): FeatureRow => ({
  ...gramVector(countGrams(e.text), idf),
  signals: e.signals,
  vector: vectorSize > 0 ? e.vector : null,
})

function logits(f: Fitted, row: Row, columns: number): number[] {
  return Array.from({ length: outputsOf(f.spec) }, (_, k) => {
    let sum = 0
    for (let i = 0; i < row.index.length; i++) sum += f.weights[k * columns + row.index[i]!]! * row.value[i]!
    return sum
  })
}

function logLoss(spec: HeadSpec, z: readonly number[], target: readonly number[], temperature: number): number {
  if (spec.kind === 'softmax') {
    return softmax(z, temperature).reduce((sum, p, k) => sum - target[k]! * Math.log(Math.max(1e-12, p)), 0)
  }
  return z.reduce((sum, v, k) => sum + Math.log1p(Math.exp((target[k]! ? -v : v) / temperature)), 0)
}

/** The temperature with the least log loss on held-out folds, by a fixed grid. */
function bestTemperature(spec: HeadSpec, z: number[][], t: number[][]): number {
  let best = 1
  let least = Number.POSITIVE_INFINITY
  for (let temperature = 0.4; temperature <= 3.01; temperature += 0.05) {
    const loss = z.reduce((sum, row, i) => sum + logLoss(spec, row, t[i]!, temperature), 0)
    if (loss < least) {
      least = loss
      best = temperature
    }
  }
  return Math.round(best * 100) / 100
}

function quantise(fitted: readonly Fitted[], columns: number): { weights: Int8Array; scales: Float32Array } {
  const outputs = fitted.reduce((n, f) => n + outputsOf(f.spec), 0)
  const weights = new Int8Array(outputs * columns)
  const scales = new Float32Array(outputs)
  let at = 0
  for (const f of fitted) {
    for (let k = 0; k < outputsOf(f.spec); k++, at++) {
      const row = f.weights.subarray(k * columns, (k + 1) * columns)
      let max = 0
      for (const v of row) max = Math.max(max, Math.abs(v))
      const scale = max / 127 || 1
      scales[at] = scale
      for (let i = 0; i < columns; i++) weights[at * columns + i] = Math.round(row[i]! / scale)
    }
  }
  return { weights, scales }
}

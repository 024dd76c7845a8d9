import type { LabelledCase } from '../../domain/labelled-case.ts'
import { calibrate, type HeldOut } from './calibrate.ts'
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
import { type HeldOutFigures, heldOutFigures } from './held-out-figures.ts'
import { type Block, fitLogistic, toMatrix } from './linear.ts'
import { targetOf } from './targets.ts'

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
  onProgress?: (done: number, total: number, label: string) => void
}

// Chosen on dev (docs/local-engine.md).
export const DEFAULT_SCALE = { vector: 4, grams: 6, signals: 0.7 }
const DEFAULT_L2 = 2e-3
const L2: Partial<Record<HeadName, number>> = { code: 1e-3 }
const FIT = { epochs: 9, rate: 0.1, decay: 0.75, seed: 20261122 }
/** One situation in so many is held out to calibrate on; then all are learnt from. */
const HELD_OUT_SHARE = 5

/** Trains all heads from the examples, in their order; the same examples give the same bytes. */
export function trainHeads(
  examples: readonly Example[],
  options: TrainOptions,
): { heads: HeadSet; figures: HeldOutFigures } {
  const specs = headSpecs(options.codes)
  const layout: Layout = {
    vector: options.vectorSize,
    signals: options.signalNames,
    scale: options.scale ?? DEFAULT_SCALE,
  }
  const idf = learnIdf(examples.map((e) => e.text))
  const rows = examples.map((e) => layRow(featureRow(e, idf, options.vectorSize), layout))
  const targets = examples.map((e) => specs.map((spec) => targetOf(spec, e.case)))
  const learn = (chosen: readonly number[], from: number, label: string) =>
    fitHeads(
      specs,
      columnsOf(layout),
      chosen.map((i) => rows[i]!),
      chosen.map((i) => targets[i]!),
      (done) => options.onProgress?.(from + done, 2 * FIT.epochs, label),
    )
  const all = examples.map((_, i) => i)
  const isHeldOut = (i: number) => hashOf(examples[i]!.case.situation) % HELD_OUT_SHARE === 0
  const aside = learn(
    all.filter((i) => !isHeldOut(i)),
    0,
    'calibrating',
  )
  const heldOut = scoreHeldOut(specs, aside, all.filter(isHeldOut), rows, targets)
  const calibration = calibrate(specs, heldOut)
  const weights = learn(all, FIT.epochs, 'all')
  return {
    heads: { layout, specs, idf, ...calibration, ...quantise(weights, outputsIn(specs)) },
    figures: heldOutFigures(specs, heldOut, calibration),
  }
}

const outputsIn = (specs: readonly HeadSpec[]): number => specs.reduce((n, s) => n + outputsOf(s), 0)

function fitHeads(
  specs: readonly HeadSpec[],
  columns: number,
  rows: readonly Row[],
  targets: readonly (readonly (number[] | null)[])[],
  onEpoch: (done: number) => void,
): Float32Array {
  const blocks: Block[] = []
  let at = 0
  for (const spec of specs) {
    const to = at + outputsOf(spec)
    const link = spec.kind === 'softmax' ? ('softmax' as const) : ('sigmoid' as const)
    blocks.push({ from: at, to, link, l2: L2[spec.name] ?? DEFAULT_L2 })
    at = to
  }
  const flat = new Float32Array(rows.length * at)
  targets.forEach((ofHeads, r) => {
    ofHeads.forEach((target, h) => {
      const { from, to } = blocks[h]!
      for (let k = from; k < to; k++) flat[r * at + k] = target ? target[k - from]! : Number.NaN
    })
  })
  return fitLogistic(toMatrix(rows, columns), flat, at, { ...FIT, blocks, onEpoch })
}

function scoreHeldOut(
  specs: readonly HeadSpec[],
  weights: Float32Array,
  chosen: readonly number[],
  rows: readonly Row[],
  targets: readonly (readonly (number[] | null)[])[],
): Map<string, HeldOut> {
  const outputs = outputsIn(specs)
  const out = new Map<string, { scores: Float64Array[]; targets: number[][] }>(
    specs.map((s) => [s.name, { scores: [], targets: [] }]),
  )
  for (const i of chosen) {
    const { index, value } = rows[i]!
    const z = new Float64Array(outputs)
    for (let n = 0; n < index.length; n++)
      for (let k = 0; k < outputs; k++) z[k]! += weights[index[n]! * outputs + k]! * value[n]!
    let from = 0
    specs.forEach((spec, h) => {
      const to = from + outputsOf(spec)
      const target = targets[i]![h]
      if (target) {
        out.get(spec.name)!.scores.push(z.slice(from, to))
        out.get(spec.name)!.targets.push(target)
      }
      from = to
    })
  }
  return out
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

/** FNV-1a: which situations are held out does not depend on the order of the set. */
function hashOf(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return (h ^ (h >>> 15)) >>> 0
}

function quantise(weights: Float32Array, outputs: number): { weights: Int8Array; scales: Float32Array } {
  const most = new Float64Array(outputs)
  for (let i = 0; i < weights.length; i++) most[i % outputs] = Math.max(most[i % outputs]!, Math.abs(weights[i]!))
  const scales = Float32Array.from(most, (m) => m / 127 || 1)
  return { weights: Int8Array.from(weights, (w, i) => Math.round(w / scales[i % outputs]!)), scales }
}

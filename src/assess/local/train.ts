import type { LabelledCase } from '../../domain/labelled-case.ts'
import { calibrate, calibrateBlend, type HeldOut } from './calibrate.ts'
import { type EncoderHeads, encoderScores } from './encoder-heads.ts'
import { countGrams, type FeatureRow, gramVector, learnIdf } from './features.ts'
import {
  type Blend,
  columnsOf,
  type HeadName,
  type HeadSet,
  type HeadSpec,
  headSpecs,
  type Layout,
  layRow,
  lexicalScores,
  outputsOf,
  type Row,
} from './heads.ts'
import { type HeldOutFigures, heldOutFigures } from './held-out-figures.ts'
import { type Block, fitLogistic, toMatrix } from './linear.ts'
import { targetOf } from './targets.ts'

/** One example: the case, its reading's text and its signal features. */
export interface Example {
  case: LabelledCase
  text: string
  signals: ReadonlyMap<string, number>
}

export interface TrainOptions {
  codes: readonly string[]
  signalNames: readonly string[]
  /** The tuned encoder's heads, and its state of each held-out example; null trains lexical heads alone. */
  encoder: { heads: EncoderHeads; states: readonly Float32Array[] } | null
  scale?: Layout['scale']
  onProgress?: (done: number, total: number) => void
}

export interface Trained {
  lexical: HeadSet
  blend: Blend | null
  /** What they reach on the held-out examples: the lexical heads alone, and both together. */
  figures: { lexical: HeldOutFigures; both: HeldOutFigures | null }
}

// Chosen on dev (docs/local-engine.md).
export const DEFAULT_SCALE = { grams: 6, signals: 0.3 }
const DEFAULT_L2 = 4e-4
const L2: Partial<Record<HeadName, number>> = { code: 3e-4, family: 3e-4 }
const FIT = { epochs: 12, rate: 0.1, decay: 0.8, seed: 20261122 }

/** Trains the lexical heads from the examples, in their order, and calibrates them, alone and with the encoder's, on others. The same examples give the same bytes. */
export function trainHeads(examples: readonly Example[], heldOut: readonly Example[], options: TrainOptions): Trained {
  const specs = headSpecs(options.codes)
  const layout: Layout = { signals: options.signalNames, scale: options.scale ?? DEFAULT_SCALE }
  const idf = learnIdf(examples.map((e) => e.text))
  const rowOf = (e: Example) => layRow(featureRow(e, idf), layout)
  const targetsOf = (e: Example) => specs.map((spec) => targetOf(spec, e.case))
  const weights = quantise(
    fitHeads(specs, columnsOf(layout), examples.map(rowOf), examples.map(targetsOf), (done) =>
      options.onProgress?.(done, FIT.epochs),
    ),
    outputsIn(specs),
  )
  const targets = heldOut.map(targetsOf)
  const scores = byHead(
    specs,
    heldOut.map((e) => lexicalScores(weights, rowOf(e))),
    targets,
  )
  const calibration = calibrate(specs, scores)
  const { encoder } = options
  const both = encoder
    ? calibrateBlend(
        specs,
        scores,
        byHead(
          specs,
          encoder.states.map((state) => encoderScores(encoder.heads, state)),
          targets,
        ),
      )
    : null
  return {
    lexical: { layout, specs, idf, ...calibration, ...weights },
    blend: both?.blend ?? null,
    figures: {
      lexical: heldOutFigures(specs, scores, calibration),
      both: both && heldOutFigures(specs, both.mixed, both.blend),
    },
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

/** Each head's part of the scores, of the examples that teach it. */
function byHead(
  specs: readonly HeadSpec[],
  scores: readonly Float64Array[],
  targets: readonly (readonly (number[] | null)[])[],
): Map<string, HeldOut> {
  const out = new Map<string, HeldOut>()
  let from = 0
  for (const [h, spec] of specs.entries()) {
    const to = from + outputsOf(spec)
    const taught = targets.flatMap((of, i) => (of[h] ? [i] : []))
    out.set(spec.name, {
      scores: taught.map((i) => scores[i]!.slice(from, to)),
      targets: taught.map((i) => targets[i]![h]!),
    })
    from = to
  }
  return out
}

const featureRow = (e: Pick<Example, 'text' | 'signals'>, idf: Float64Array): FeatureRow => ({
  ...gramVector(countGrams(e.text), idf),
  signals: e.signals,
})

function quantise(weights: Float32Array, outputs: number): { weights: Int8Array; scales: Float32Array } {
  const most = new Float64Array(outputs)
  for (let i = 0; i < weights.length; i++) most[i % outputs] = Math.max(most[i % outputs]!, Math.abs(weights[i]!))
  const scales = Float32Array.from(most, (m) => m / 127 || 1)
  return { weights: Int8Array.from(weights, (w, i) => Math.round(w / scales[i % outputs]!)), scales }
}

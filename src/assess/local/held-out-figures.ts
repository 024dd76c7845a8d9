import type { HeldOut } from './calibrate.ts'
import { type Calibration, type HeadSpec, hierarchical } from './heads.ts'
import { sigmoid, softmax } from './linear.ts'

/** What the heads reach on situations that they had not seen; for the card. Shares of 1. */
export interface HeadFigure {
  examples: number
  /** softmax: the first class is right (for codes: could also have been given); ordinal: the very step; binary: F1 over all classes at their cuts. */
  measure: 'accuracy' | 'f1'
  value: number
}
export type HeldOutFigures = Record<string, HeadFigure> & { codeAmongListed?: HeadFigure }

/** Three codes are listed at most, down to the calibrated bound. */
const LISTED = 3

/** Figures on the held-out examples, by head. */
export function heldOutFigures(
  specs: readonly HeadSpec[],
  heldOut: ReadonlyMap<string, HeldOut>,
  { temperature, cuts, codeCut }: Calibration,
): HeldOutFigures {
  const out: HeldOutFigures = {}
  const families = heldOut.get('family')?.scores.map((z) => softmax(z, temperature.family)) ?? []
  for (const spec of specs) {
    const { scores, targets } = heldOut.get(spec.name)!
    const examples = scores.length
    if (spec.kind === 'binary') {
      const said = scores.map((z) =>
        Array.from(z).map((v, k) => sigmoid(v / (temperature[spec.name] ?? 1)) >= (cuts[spec.name]?.[k] ?? 0.5)),
      )
      const count = (is: (said: boolean, meant: boolean) => boolean) =>
        said.reduce((n, row, i) => n + row.filter((s, k) => is(s, targets[i]![k]! > 0.5)).length, 0)
      const hits = count((s, m) => s && m)
      const all = count((s) => s) + count((_, m) => m)
      out[spec.name] = { examples, measure: 'f1', value: share(2 * hits, all) }
      continue
    }
    if (spec.kind === 'ordinal') {
      const step = (z: ArrayLike<number>) => Array.from(z).filter((v) => v < 0).length
      const right = scores.filter((z, i) => step(z) === targets[i]!.filter((t) => t === 0).length).length
      out[spec.name] = { examples, measure: 'accuracy', value: share(right, examples) }
      continue
    }
    const judged = scores.map((z, i) => {
      const p = softmax(z, temperature[spec.name])
      return spec.name === 'code' ? hierarchical(spec.classes, p, families[i]!) : p
    })
    const accepted = (n: number, least: number) =>
      judged.filter((p, i) =>
        [...p.keys()]
          .sort((a, b) => p[b]! - p[a]!)
          .slice(0, n)
          .some((k, rank) => (rank === 0 || p[k]! >= least) && targets[i]![k]! > 0),
      ).length
    out[spec.name] = { examples, measure: 'accuracy', value: share(accepted(1, 0), examples) }
    if (spec.name === 'code')
      out.codeAmongListed = { examples, measure: 'accuracy', value: share(accepted(LISTED, codeCut), examples) }
  }
  return out
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 1e4)

import type { CALIBRATION_BINS } from '../names.ts'
import type { Bin, Calibration, RiskCoverage } from '../report-data.ts'
import type { RunRow } from '../run.ts'
import {
  type Binned,
  brierScore,
  eceOfPerfect,
  equalMassBins,
  equalWidthBins,
  expectedCalibrationError,
} from '../statistics/calibration.ts'
import { areaUnderRiskCoverage, rankBySurety, riskCoverageCurve } from '../statistics/risk-coverage.ts'
import { type SureCases, type SureField, statedOnly, sureCases, sureOf } from '../tallies/surety.ts'
import { proportion, proportionOf } from './figures.ts'

const POINTS = 101

const mean = (xs: ArrayLike<number>): number => Array.from(xs).reduce((a, b) => a + b, 0) / xs.length

/** Null where no labelled case has a stated confidence. */
export function calibrationOf(field: SureField, rows: readonly RunRow[]): Calibration | null {
  const all = sureCases(field, rows)
  const cases = statedOnly(all)
  const { confidence, right } = cases
  if (right.length === 0) return null
  const binned = {
    equalMass10: equalMassBins(confidence, 10),
    equalWidth10: equalWidthBins(confidence, 10),
    equalWidth15: equalWidthBins(confidence, 15),
  } satisfies Record<keyof typeof CALIBRATION_BINS, Binned>
  const each = <T>(of: (b: Binned) => T) => ({
    equalMass10: of(binned.equalMass10),
    equalWidth10: of(binned.equalWidth10),
    equalWidth15: of(binned.equalWidth15),
  })
  return {
    n: right.length,
    unstated: all.right.length - right.length,
    confidence: mean(confidence),
    right: mean(right),
    ece: each((b) => expectedCalibrationError(confidence, right, b)),
    eceOfPerfect: eceOfPerfect(confidence, binned.equalMass10),
    brier: brierScore(confidence, right),
    bins: each((b) => binsOf(cases, b)),
  }
}

function binsOf({ confidence, right }: SureCases, { bin, bins, edges }: Binned): Bin[] {
  const n = new Int32Array(bins)
  const hits = new Int32Array(bins)
  const sum = new Float64Array(bins)
  bin.forEach((b, i) => {
    n[b]!++
    hits[b]! += right[i]!
    sum[b]! += confidence[i]!
  })
  return Array.from(n, (count, b) => {
    const { value, low, high } = proportion(hits[b]!, count)
    return {
      from: edges[b]!,
      to: edges[b + 1]!,
      n: count,
      confidence: count === 0 ? null : sum[b]! / count,
      right: value,
      low,
      high,
    }
  })
}

/** Null where nothing is labelled. Answers without a confidence come last and are wrong. */
export function riskCoverageOf(field: SureField, rows: readonly RunRow[]): RiskCoverage | null {
  const { confidence, right } = sureCases(field, rows)
  const n = right.length
  if (n === 0) return null
  const ranked = rankBySurety(confidence)
  const curve = riskCoverageCurve(ranked, right)
  // Evenly over coverage, the last always: a curve of 3,000 points draws no better than one of 101.
  const points = curve.filter(
    (p, i) =>
      i === curve.length - 1 ||
      Math.floor(p.coverage * (POINTS - 1)) > Math.floor((curve[i - 1]?.coverage ?? 0) * (POINTS - 1)),
  )
  const judged = rows.flatMap((row) => {
    const sure = sureOf(field, row)
    return sure ? [{ sent: row.answer?.review.required ?? true, right: sure.right }] : []
  })
  return {
    n,
    points: points.map(({ coverage, risk, last }) => ({ threshold: confidence[last]!, coverage, risk })),
    aurc: areaUnderRiskCoverage(ranked, right),
    review: {
      sent: proportionOf(judged, (j) => j.sent),
      wrongKept: proportionOf(judged, (j) => (j.sent ? undefined : !j.right)),
      wrongSent: proportionOf(judged, (j) => (j.sent ? !j.right : undefined)),
    },
  }
}

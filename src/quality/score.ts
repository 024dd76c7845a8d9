import { channelRows } from './parts/channel-rows.ts'
import { codeRows, confusedCodes } from './parts/code-rows.ts'
import { confusions } from './parts/confusions.ts'
import { createDraws } from './parts/figures.ts'
import { measureAll } from './parts/measures.ts'
import { operation } from './parts/operation.ts'
import { sliceRows } from './parts/slice-rows.ts'
import { calibrationOf, riskCoverageOf } from './parts/surety.ts'
import type { Report } from './report-data.ts'
import type { Run } from './run.ts'
import { allTallies } from './tallies/all.ts'
import { codesTally } from './tallies/codes.ts'

export interface ScoreOptions {
  /** Bootstrap resamples, 10,000 by default; 0 gives no intervals for scores. */
  resamples?: number
  /** The same run and seed give the same report; `suzhen` by default. */
  seed?: string
}

export const DEFAULT_RESAMPLES = 10_000
export const DEFAULT_SEED = 'suzhen'

/**
 * Everything a report says of a run: each measure with n and a 95% interval, tables by code, channel and slice, confusions,
 * calibration, time and cost. A field counts only in the cases that label it; a case that ended in an error is wrong in
 * each of its labelled fields. Pure and deterministic; holds ids and codes, no text.
 */
export function scoreRun({ meta, rows }: Run, options: ScoreOptions = {}): Report {
  const { resamples = DEFAULT_RESAMPLES, seed = DEFAULT_SEED } = options
  const draws = createDraws(resamples, seed)
  const codes = codesTally(rows)
  return {
    kind: 'suzhen-eval-report',
    version: 1,
    meta,
    scoring: { seed, resamples, confidence: 0.95 },
    n: rows.length,
    answered: rows.filter((r) => r.answer !== null).length,
    measures: measureAll(allTallies(rows, codes), draws),
    codes: codeRows(rows, codes, draws),
    channels: channelRows(rows, draws),
    confusions: confusions(rows),
    confusedCodes: confusedCodes(rows),
    calibration: { level: calibrationOf('level', rows), code: calibrationOf('code', rows) },
    riskCoverage: { level: riskCoverageOf('level', rows), code: riskCoverageOf('code', rows) },
    slices: sliceRows(rows),
    ...operation(rows),
  }
}

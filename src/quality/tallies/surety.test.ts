import { expect, test } from 'vitest'
import { countCells } from '../statistics/bootstrap.ts'
import { brierScore, equalMassBins, expectedCalibrationError } from '../statistics/calibration.ts'
import { createRandom } from '../statistics/random.ts'
import { createResampler } from '../statistics/resample.ts'
import { areaUnderRiskCoverage, rankBySurety } from '../statistics/risk-coverage.ts'
import { answer, row, type } from '../test-rows.ts'
import { statedOnly, sureCases, suretyTally } from './surety.ts'

test('one walk gives what the statistics give, in every resample, with ties and with answers that name no code', () => {
  const random = createRandom('surety')
  const rows = Array.from({ length: 300 }, (_, i) => {
    // Two decimals, so that many are equal, and some are a stated 0.
    const confidence = Math.round(random() ** 0.3 * 100) / 100
    const said =
      random() < 0.1
        ? []
        : [type(random() < confidence ? 'PQ-01' : 'SP-01', 'primary', random() < 0.05 ? 0 : confidence)]
    return row(`${i}`, random() < 0.1 ? {} : { primary: 'PQ-01' }, random() < 0.05 ? null : answer({ types: said }))
  })
  const all = sureCases('code', rows)
  const stated = statedOnly(all)
  expect(stated.stated).toBeLessThan(all.right.length)
  const tally = suretyTally('code', rows)
  expect(tally.counted).toEqual([stated.stated, stated.stated, all.right.length])
  const bins = equalMassBins(stated.confidence, 10)
  const draw = createResampler(countCells(tally), random)
  const counts = new Int32Array(tally.cells)
  const out = new Float64Array(3)
  for (let r = 0; r < 50; r++) {
    if (r === 0) counts.fill(1)
    else draw(counts)
    tally.evaluate(counts, out)
    expect(out[0]).toBeCloseTo(expectedCalibrationError(stated.confidence, stated.right, bins, counts), 12)
    expect(out[1]).toBeCloseTo(brierScore(stated.confidence, stated.right, counts), 12)
    expect(out[2]).toBeCloseTo(areaUnderRiskCoverage(rankBySurety(all.confidence), all.right, counts), 12)
  }
})

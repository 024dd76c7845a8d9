import { parseArgs } from 'node:util'
import { readStored, storedPath } from '../src/node/eval/stored/baseline.ts'
import { compareRuns } from '../src/quality/compare.ts'
import type { Run } from '../src/quality/run.ts'
import { scoreRun } from '../src/quality/score.ts'
import { simulatePair } from '../src/quality/simulation.ts'
import { createRandom } from '../src/quality/statistics/random.ts'

/**
 * Cases a second for scoring stored answers: the whole report with its intervals, and the comparison of two runs. The goal
 * is 1,000 a second for the report at 3,000 cases and 10,000 resamples. Prints figures; checks nothing.
 *
 *   node --import tsx bench/eval-scoring.ts [--run RUN_OR_BASELINE] [--n 3000] [--resamples 10000] [--times 5]
 *
 * Without --run the answers are made up and carry no evidence; with it the run's cases are repeated up to n.
 */
const { values: asked } = parseArgs({
  options: {
    run: { type: 'string' },
    n: { type: 'string', default: '3000' },
    resamples: { type: 'string', default: '10000' },
    times: { type: 'string', default: '5' },
  },
})
const n = Number(asked.n)
const options = { resamples: Number(asked.resamples) }

const quality = { code: 0.85, level: 0.85, complaint: 0.97, emotion: 0.7, media: 0.97, external: 0.97, repeat: 0.95 }
const made = simulatePair({ base: quality, other: quality, n, agreement: 0.5 }, createRandom('scoring'))
const stored = asked.run === undefined ? null : (await readStored(storedPath(asked.run))).run
const repeated = ({ meta, rows }: Run): Run => ({
  meta,
  rows: Array.from({ length: n }, (_, i) => ({ ...rows[i % rows.length]!, id: `case-${i + 1}` })),
})
const run = stored ? repeated(stored) : made.base

/** Wall time is what one waits; processor time says what it costs where others work beside. */
function time(title: string, work: () => unknown): void {
  const taken = Array.from({ length: Number(asked.times) }, () => {
    const [begun, cpu] = [performance.now(), process.cpuUsage()]
    work()
    const { user, system } = process.cpuUsage(cpu)
    return { wall: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 }
  }).sort((a, b) => a.wall - b.wall)
  const { wall, cpu } = taken[Math.floor(taken.length / 2)]!
  const range = `[${taken[0]!.wall.toFixed(2)}, ${taken[taken.length - 1]!.wall.toFixed(2)}]`
  console.log(
    `${title.padEnd(34)} ${wall.toFixed(2)} s ${range}, ${cpu.toFixed(2)} s of processor   ${Math.round(n / wall)} cases/s`,
  )
}

console.log(`${n} cases, ${options.resamples} resamples, median of ${asked.times} [best, worst]`)
time('report', () => scoreRun(run, options))
time('report without intervals of scores', () => scoreRun(run, { resamples: 0 }))
if (!stored) time('comparison of two runs', () => compareRuns(made.base, made.other, options))

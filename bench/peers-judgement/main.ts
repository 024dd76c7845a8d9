import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { TARGETS, type Verdict } from './contender.ts'
import { type ContenderProcess, openContender } from './contender-process.ts'
import { PEERS, type Result, render } from './table.ts'

/** Trains every contender on the train split and has all judge the test split in one run. Prints figures; checks nothing. See README.md. */
/** Blocks of texts go round the contenders in turn, so that what else the machine does falls on all alike. */
const BLOCK = 50

const { values: asked } = parseArgs({
  options: {
    /** Peers to run, comma-separated; all when absent. */
    peers: { type: 'string', default: PEERS.join(',') },
    /** Seconds that natural's logistic regression, which may take days, is given for each target. */
    cap: { type: 'string', default: '120' },
    /** Seconds that every other contender is given for each target. */
    'peer-cap': { type: 'string', default: '5400' },
    /** Contenders that learn side by side; times of training are of a busier machine then. */
    'at-once': { type: 'string', default: '1' },
    'no-retrain': { type: 'boolean', default: false },
  },
})
const begun = performance.now()
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}\n`)

const [train, dev, test] = await Promise.all([readLabelled('train'), readLabelled('dev'), readLabelled('test')])
const wanted = asked.peers.split(',').map((p) => p.trim())
const unknown = wanted.find((p) => !PEERS.some((peer) => peer === p))
if (unknown !== undefined) throw new Error(`no peer «${unknown}»; there are: ${PEERS.join(', ')}`)
const names = [...PEERS.filter((p) => wanted.includes(p)), 'Suzhen']
const running: { process: ContenderProcess; result: Result }[] = []

const queue = [...names.entries()]
async function learn(): Promise<void> {
  const next = queue.shift()
  if (!next) return
  const [place, name] = next
  const cap = Number(name === 'natural logistic' ? asked.cap : asked['peer-cap'])
  const process = await openContender(name, asked['no-retrain'] ? ['--no-retrain'] : [], cap)
  const result: Result = { name, verdicts: [], trained: {}, judgeSeconds: null, notes: [] }
  for (const target of TARGETS) {
    say(`${name}: training ${target}`)
    const done = await process.train(target)
    if (typeof done === 'string') result.notes.push(`${target}: ${done}, so without figures`)
    else {
      result.trained[target] = done.seconds
      if (done.note) result.notes.push(done.note)
    }
  }
  running[place] = { process, result }
  await learn()
}
await Promise.all(Array.from({ length: Number(asked['at-once']) }, learn))

const able = running.filter(({ result }) => TARGETS.some((t) => result.trained[t] !== undefined))
// Other texts than those to come: nlp.js remembers what it has read.
const warm = dev.slice(0, 20).map((c) => c.text)
for (const { process } of able) await process.judge(warm)
say(`judging ${test.length} texts`)
for (let i = 0; i < test.length; i += BLOCK) {
  const texts = test.slice(i, i + BLOCK).map((c) => c.text)
  for (const { process, result } of able) {
    const { verdicts, seconds } = await process.judge(texts)
    result.verdicts.push(...verdicts)
    result.judgeSeconds = (result.judgeSeconds ?? 0) + seconds
  }
  say(`${Math.min(test.length, i + BLOCK)} of ${test.length}`)
}
for (const { process } of running) await process.close()

const silent: Verdict = { code: null, level: null }
for (const { result } of running) if (!result.verdicts.length) result.verdicts = test.map(() => silent)
const [machine] = cpus()
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores (${machine?.model.trim()}), Node ${process.version}; ${train.length} cases of train, ${test.length} of test; ${((performance.now() - begun) / 60_000).toFixed(0)} minutes\n`,
)
console.log(
  render(
    running.map((r) => r.result),
    test,
  ),
)

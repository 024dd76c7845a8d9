import { readLabelled } from '../../src/node/labelled-files.ts'
import type { Contender, Sets, Target, Verdict } from './contender.ts'
import { openCharLogistic } from './contenders/char-logistic.ts'

/** The process of one contender: it is told what to do and says when it is done and how long it took. */
export type Order = { train: Target } | { judge: string[] } | { close: true }
export type Report =
  | { ready: true }
  | { trained: Target; seconds: number; note: string | null }
  | { verdicts: Verdict[]; seconds: number }

// Each package is loaded only in the process that needs it.
const CONTENDERS: Record<string, () => Promise<Contender>> = {
  'nlp.js': async () => (await import('./contenders/nlp-js.ts')).openNlpJs(),
  'natural Bayes': async () => (await import('./contenders/natural.ts')).openNatural('bayes'),
  'natural logistic': async () => (await import('./contenders/natural.ts')).openNatural('logistic'),
  'char TF-IDF logistic': openCharLogistic,
  Suzhen: async () => (await import('./contenders/suzhen.ts')).openSuzhen(!process.argv.includes('--no-retrain')),
}

const contender = await CONTENDERS[process.argv[2]!]!()
const [train, dev] = await Promise.all([readLabelled('train'), readLabelled('dev')])
const sets: Sets = { train, dev }
const report = (said: Report) => process.send!(said)

process.on('message', async (order: Order) => {
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  if ('train' in order) {
    const note = await contender.train(order.train, sets)
    report({ trained: order.train, seconds: seconds(), note })
  } else if ('judge' in order) {
    const verdicts: Verdict[] = []
    for (const text of order.judge) verdicts.push(await contender.judge(text))
    report({ verdicts, seconds: seconds() })
  } else {
    await contender.close?.()
    process.disconnect()
  }
})
report({ ready: true })

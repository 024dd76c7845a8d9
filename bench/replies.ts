import { REPLY_RULES } from '../src/domain/policy/reply-rules.ts'
import { createReplyChecker } from '../src/knowledge/replies/check-reply.ts'
import { readPolicy, readReplyRules } from '../src/node/policy-files.ts'
import { readReplyReader } from '../src/node/reply-heads.ts'
import { bootstrap, percentileInterval } from '../src/quality/statistics/bootstrap.ts'
import { createRandom } from '../src/quality/statistics/random.ts'
import { countReplies, precisionOf, type ReplyCount, readReplies, recallOf } from '../test/harness/reply-scores.ts'

/**
 * Precision and recall of the reply check on the labelled replies, by rule and over all, with 95% intervals from resampling
 * whole replies; and how long one reply takes. Prints totals alone, never a text.
 *
 *   node --import tsx bench/replies.ts [dev|train|held|test ...] [--patterns]
 *
 * The reader has learnt from dev and train: of those only `--patterns` (without it) says something, and on dev not even that.
 * What the reader is worth there by cross-validation: `suzhen train-replies`, fixtures/heads/replies.json.
 */
const HALVES = ['dev', 'train', 'held', 'test'] as const
type Half = (typeof HALVES)[number]
const asked = process.argv.slice(2).filter((a): a is Half => HALVES.some((h) => h === a))
const reader = process.argv.includes('--patterns') ? undefined : await readReplyReader()
const check = createReplyChecker({ rules: await readReplyRules(), policy: await readPolicy([]), reader })

for (const half of asked.length > 0 ? asked : HALVES) {
  const replies = readReplies(half)
  const counts = countReplies(replies, check)
  console.log(`\n${half}: ${replies.length} replies, ${counts.reduce((n, c) => n + c.labels, 0)} labelled findings`)
  print('rule', 'precision', 'recall', 'findings', 'labels')
  for (const rule of REPLY_RULES.filter((r) => counts.some((c) => c.rule === r)))
    line(
      rule,
      counts.filter((c) => c.rule === rule),
    )
  line('all', counts)

  const times = replies
    .flatMap(({ text, role }) => {
      const taken: number[] = []
      for (let i = 0; i < 20; i++) {
        const begun = performance.now()
        check(text, role)
        taken.push(performance.now() - begun)
      }
      return taken.slice(5)
    })
    .sort((a, b) => a - b)
  const at = (q: number) => `${times[Math.floor(q * (times.length - 1))]!.toFixed(2)} ms`
  console.log(`one reply: median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)}`)
}

function line(title: string, counts: readonly ReplyCount[]): void {
  const total = (key: 'said' | 'labels') => counts.reduce((n, c) => n + c[key], 0)
  const figure = (of: typeof precisionOf, value: number) => {
    const { low, high } = interval(counts, of) ?? { low: Number.NaN, high: Number.NaN }
    return `${value.toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
  }
  print(
    title,
    figure(precisionOf, precisionOf(counts)),
    figure(recallOf, recallOf(counts)),
    String(total('said')),
    String(total('labels')),
  )
}

function print(...[title, ...cells]: string[]): void {
  console.log(title!.padEnd(14), ...cells.map((c) => c.padEnd(22)))
}

function interval(counts: readonly ReplyCount[], of: typeof precisionOf) {
  const ids = [...new Set(counts.map((c) => c.id))]
  const tally = {
    cell: Int32Array.from(ids, (_, i) => i),
    cells: ids.length,
    figures: 1,
    evaluate(drawn: Int32Array, out: Float64Array) {
      out[0] = of(counts.flatMap((c) => new Array<ReplyCount>(drawn[ids.indexOf(c.id)]!).fill(c)))
    },
  }
  return percentileInterval(bootstrap(tally, 1000, createRandom('replies'))[0]!)
}

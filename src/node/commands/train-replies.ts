import { readFile } from 'node:fs/promises'
import type { Score } from '../../assess/replies/learn-cuts.ts'
import type { Script } from '../../domain/knowledge.ts'
import { createReplyChecker } from '../../knowledge/replies/check-reply.ts'
import { readLabelledReplies } from '../labelled-replies.ts'
import { packagePath } from '../paths.ts'
import { readPolicy, readReplyRules } from '../policy-files.ts'
import { writeReplyHeads } from '../reply-heads.ts'
import { type TrainingReply, trainReplies } from '../train-replies.ts'

/** Trains the reader of the reply check on eval/replies/{dev,train}.jsonl, and says what it is worth beside the patterns. */
export async function trainRepliesCommand({ out }: { out: string }): Promise<number> {
  const [rules, policy, dev, train, seed] = await Promise.all([
    readReplyRules(),
    readPolicy(['default']),
    readLabelledReplies('dev'),
    readLabelledReplies('train'),
    readFile(packagePath('fixtures/scripts.jsonl'), 'utf8'),
  ])
  const started = performance.now()
  const scripts = seed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Script)
  const replies: TrainingReply[] = [
    ...dev.map((r) => ({ ...r, kind: 'fitted' as const })),
    ...train.map((r) => ({ ...r, kind: 'fresh' as const })),
    ...scripts.map((s) => ({ id: s.id, text: s.text, role: s.audience, findings: [], kind: 'script' as const })),
  ]
  const { heads, report } = trainReplies(replies, createReplyChecker({ rules, policy }))
  const round = (n: number) => Math.round(n * 1000) / 1000
  const version = await writeReplyHeads(
    heads,
    {
      what: 'Reader of the reply check: linear heads over hashed character n-grams of clauses (replies.bin), heeded beside the patterns of policy/replies.yaml.',
      trainedOn: { dev: dev.length, train: train.length, scripts: scripts.length },
      licence: 'Trained only on replies written for this project (MIT).',
      rules: rules.version,
      cuts: 'learnt by five-fold cross-validation: the most careful within one standard error of the best F1',
      byRule: report.map(({ rule, add, keep, labels, patterns, both }) => ({
        rule,
        add,
        keep,
        labels,
        patterns: { precision: round(patterns.precision), recall: round(patterns.recall) },
        both: { precision: round(both.precision), recall: round(both.recall) },
      })),
    },
    out || undefined,
  )
  const pair = ({ precision, recall }: Score) => `P ${precision.toFixed(3)} R ${recall.toFixed(3)}`
  for (const { rule, add, keep, labels, patterns, both, fresh } of report)
    process.stdout.write(
      `${rule.padEnd(14)} n ${labels}, add ${add}, keep ${keep}: ${pair(patterns)} -> ${pair(both)} (fresh: ${pair(fresh.patterns)} -> ${pair(fresh.both)})\n`,
    )
  process.stdout.write(
    `reply heads ${version}: ${replies.length} replies, ${((performance.now() - started) / 1000).toFixed(1)} s\n`,
  )
  return 0
}

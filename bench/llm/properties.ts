import fc from 'fast-check'
import { createLocalAssessor } from '../../src/assess/local/local-assessor.ts'
import { readConfig } from '../../src/config.ts'
import { triageRequestSchema } from '../../src/domain/complaint.ts'
import { readHeads } from '../../src/node/heads-files.ts'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { openEmbedder } from '../../src/node/parts.ts'
import { readPolicy, readReconcileRules } from '../../src/node/policy-files.ts'
import { createPropertyCheck } from '../../test/harness/llm-properties.ts'
import { anyAnswers } from '../../test/harness/opinions.ts'
import { anyText } from '../../test/harness/texts.ts'

/**
 * 100,000 runs of the whole road with arbitrary model output over all dev texts and arbitrary ones (src/assess/properties.test.ts
 * does some thousands): `node --import tsx bench/llm/properties.ts [runs] [seed]`. Ends with an error at the first run that breaks a promise.
 */
const runs = Number(process.argv[2] ?? 100_000)
const seed = Number(process.argv[3] ?? 20_261_122)

const [policy, rules, heads, dev, embedder] = await Promise.all([
  readPolicy([]),
  readReconcileRules(),
  readHeads(),
  readLabelled('dev'),
  openEmbedder(readConfig(process.env)),
])
const codes = policy.codes.map((c) => c.code)
const local = createLocalAssessor({ policy, heads, embedder: () => embedder })
const house = createPropertyCheck(policy, rules, local)
const begun = performance.now()
const known = new Map<string, ReturnType<typeof anyAnswers>>()
const answersTo = (text: string) => {
  const answers = known.get(text) ?? anyAnswers(text, codes)
  known.set(text, answers)
  return answers
}
const asked = fc
  .oneof({ weight: 49, arbitrary: fc.constantFrom(...dev.map((c) => c.text)) }, { weight: 1, arbitrary: anyText })
  .filter((text) => triageRequestSchema.safeParse({ text }).success)
  .chain((text) => answersTo(text).map((answers) => ({ text, answers })))
await fc.assert(
  fc.asyncProperty(asked, fc.constantFrom('auto' as const, 'llm' as const), ({ text, answers }, engine) =>
    house.check(text, answers, engine),
  ),
  { numRuns: runs, seed },
)
await embedder.close()
const { used, failed, second, raised, lowered, held } = house.tally
const share = (n: number) => `${n} (${((100 * n) / house.tally.runs).toFixed(1)}%)`
console.log(
  [
    `${house.tally.runs} runs over ${known.size} texts, seed ${seed}, ${((performance.now() - begun) / 1000).toFixed(0)} s${embedder.embedder ? '' : `, without an embedder: ${embedder.reason}`}`,
    `answers on the schema and used ${share(used)}; no answer ${share(failed)}; a second look ${share(second)}`,
    `level graver than the local engine's ${share(raised)}; lighter, where no floor holds ${share(lowered)}, and would have been lighter than a model may ${share(held)}`,
    'floors lowered 0, levels lighter than a model may 0, exceptions 0, answers off the schema 0, evidence not at its offsets 0',
  ].join('\n'),
)

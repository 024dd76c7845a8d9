import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPropertyCheck } from '../../test/harness/llm-properties.ts'
import { anyAnswers } from '../../test/harness/opinions.ts'
import { anyText } from '../../test/harness/texts.ts'
import { triageRequestSchema } from '../domain/complaint.ts'
import { readHeads } from '../node/heads-files.ts'
import { readLabelled } from '../node/labelled-files.ts'
import { readPolicy, readReconcileRules } from '../node/policy-files.ts'
import { createLocalAssessor } from './local/local-assessor.ts'

/** `bench/llm/properties.ts` does 100,000, with the embedder. */
const RUNS = 3_000

let texts: string[]
let house: ReturnType<typeof createPropertyCheck>
let codes: string[]
beforeAll(async () => {
  const [policy, rules, heads, dev] = await Promise.all([
    readPolicy([]),
    readReconcileRules(),
    readHeads(),
    readLabelled('dev'),
  ])
  codes = policy.codes.map((c) => c.code)
  const every = (n: number) => dev.filter((_, i) => i % n === 0)
  const grave = dev.filter((c) => c.severity === 1 || c.slice === 'injection' || c.slice === 'personal-data')
  texts = [...every(12), ...grave.filter((_, i) => i % 3 === 0)].map((c) => c.text)
  const local = createLocalAssessor({ policy, heads, embedder: () => ({ embedder: null, reason: 'none' }) })
  house = createPropertyCheck(policy, rules, local)
})

describe('whatever a model answers', () => {
  it('no floor is lowered, no level more than a model may, nothing escapes, the answer is on the schema, and evidence is the text’s own', async () => {
    const known = new Map<string, ReturnType<typeof anyAnswers>>()
    const answersTo = (text: string) => {
      const answers = known.get(text) ?? anyAnswers(text, codes)
      known.set(text, answers)
      return answers
    }
    const asked = fc
      .oneof({ weight: 9, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: anyText })
      .filter((text) => triageRequestSchema.safeParse({ text }).success)
      .chain((text) => answersTo(text).map((answers) => ({ text, answers })))
    await fc.assert(
      fc.asyncProperty(asked, fc.constantFrom('auto' as const, 'llm' as const), ({ text, answers }, engine) =>
        house.check(text, answers, engine),
      ),
      { numRuns: RUNS },
    )
    // Runs that met nothing would prove nothing.
    const { runs, used, failed, second, raised, lowered, held } = house.tally
    expect(runs).toBeGreaterThanOrEqual(RUNS)
    for (const met of [used, failed, second, raised, lowered, held]) expect(met).toBeGreaterThan(RUNS / 300)
  }, 300_000)
})

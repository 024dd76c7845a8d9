import { createLocalAssessor } from '../../src/assess/local/local-assessor.ts'
import { readConfig } from '../../src/config.ts'
import type { LabelledCase } from '../../src/domain/labelled-case.ts'
import type { Policy } from '../../src/domain/policy/parse.ts'
import { maskText } from '../../src/domain/text/mask.ts'
import { readText } from '../../src/domain/text/reading.ts'
import { readHeads } from '../../src/node/heads-files.ts'
import { readLabelled } from '../../src/node/labelled-files.ts'
import { openEmbedder } from '../../src/node/parts.ts'
import type { AssessorResult } from '../../src/ports/assessor.ts'

export interface LocalAnswer {
  one: LabelledCase
  result: AssessorResult
}

/** What the local engine, with the embedder where there is one, thinks of a labelled set and of other texts. */
export async function localAnswers(
  policy: Policy,
  set: string,
): Promise<{ answers: LocalAnswer[]; degraded: string | null }> {
  const [embedder, heads, cases] = await Promise.all([
    openEmbedder(readConfig(process.env)),
    readHeads(),
    readLabelled(set),
  ])
  const local = createLocalAssessor({ policy, heads, embedder: () => embedder })
  const answers: LocalAnswer[] = []
  for (const one of cases) {
    const reading = readText(one.text)
    const masked = maskText(reading)
    const result = await local.assess({ reading, masked: masked.text, spans: masked.spans, explain: false })
    answers.push({ one, result })
  }
  await embedder.close()
  return { answers, degraded: embedder.reason ?? embedder.notBuilt }
}

import { randomBytes } from 'node:crypto'
import { createLocalAssessor } from '../../../assess/local/local-assessor.ts'
import type { Config } from '../../../config.ts'
import { type TriageRequest, triageRequestSchema } from '../../../domain/complaint.ts'
import type { Decision } from '../../../domain/decision.ts'
import { suzhenError } from '../../../domain/errors.ts'
import type { Policy } from '../../../domain/policy/parse.ts'
import { createMetrics } from '../../../http/metrics.ts'
import type { Assessor } from '../../../ports/assessor.ts'
import type { EvalCase } from '../../../quality/run.ts'
import { createTriageService } from '../../../triage/triage-complaint.ts'
import { createIds } from '../../../wiring/ids.ts'
import { createPseudonyms } from '../../../wiring/pseudonyms.ts'
import { openEngine as openBesideLocal } from '../../beside-local.ts'
import { readHeads } from '../../heads-files.ts'
import { openEmbedder } from '../../parts.ts'
import { noKnowledge, noRecords } from './no-records.ts'

export const ENGINES = ['local', 'auto', 'llm'] as const
export type EngineName = (typeof ENGINES)[number]

/** The service, as far as an evaluation needs it. */
export interface Engine {
  name: EngineName
  policy: Policy
  /** What the answers rest on: the heads' version, the embedding model, the language model and its prompts. */
  models: Record<string, string>
  /** Why answers will be degraded; null when they will not. */
  degraded: string | null
  ask(one: EvalCase): Promise<Decision>
  close(): Promise<void>
}

/**
 * Opens the very service that answers `POST /v1/triage`, on stores without records: a running service on the data folder
 * is not disturbed. `auto` and `llm` ask the language model of the settings, as callers would have it asked; `local`
 * never does. Throws for `llm` where the settings name none.
 */
export async function openEngine(config: Config, policy: Policy, name: EngineName): Promise<Engine> {
  const llm = name === 'local' ? null : config.llm
  if (name === 'llm' && !llm)
    throw suzhenError(
      'invalid_request',
      '未配置大模型(OPENAI_API_KEY),--engine 请用 local 或 auto / no language model is configured (OPENAI_API_KEY); use --engine local or auto',
    )
  const [embedder, heads] = await Promise.all([openEmbedder(config), readHeads()])
  try {
    const local = createLocalAssessor({ policy, heads, embedder: () => embedder })
    // A language model's examples are found by the vector; without one nothing is, for these stores hold nothing.
    const judge = llm ? local : withoutVector(local)
    const engine = await openBesideLocal(llm, judge, { policy, embedder, metrics: createMetrics() })
    // A service asks its first question long after its start: here too every question has its examples.
    await engine.ready
    const triage = createTriageService({
      policy,
      assessor: engine.assessor,
      triages: noRecords,
      knowledge: noKnowledge,
      pseudonyms: createPseudonyms(randomBytes(32).toString('hex')),
      ids: createIds(),
      clock: { now: () => Date.now() },
    })
    return {
      name,
      policy,
      models: {
        heads: heads.version,
        ...(embedder.embedder ? { embedder: embedder.embedder.model } : {}),
        ...(llm ? { llm: llm.model, ...engine.prompts } : {}),
      },
      degraded: embedder.embedder ? embedder.notBuilt : embedder.reason,
      ask: async (one) =>
        (await triage.triage(requestOf(one, name), { actor: 'eval', audience: null, idempotency: null })).decision,
      close: embedder.close,
    }
  } catch (error) {
    await embedder.close()
    throw error
  }
}

const withoutVector = (assessor: Assessor): Assessor => ({
  ...assessor,
  assess: (input, onFirst) => assessor.assess({ ...input, noVector: true }, onFirst),
})

const requestOf = (one: EvalCase, engine: EngineName): TriageRequest =>
  triageRequestSchema.parse({
    text: one.text,
    ...(one.channel ? { channel: one.channel } : {}),
    ...(one.domain ? { domain: one.domain } : {}),
    options: { engine, store: false, explain: true, similar: 0, scripts: 0 },
  })

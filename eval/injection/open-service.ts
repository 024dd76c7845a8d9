import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { createLocalAssessor } from '../../src/assess/local/local-assessor.ts'
import { readConfig } from '../../src/config.ts'
import type { Database } from '../../src/db/database.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { readHeads } from '../../src/node/heads-files.ts'
import { openEmbedder } from '../../src/node/parts.ts'
import { packagePath } from '../../src/node/paths.ts'
import {
  readKnowledgeRules,
  readLlmRules,
  readPolicy,
  readReconcileRules,
  readReplyRules,
} from '../../src/node/policy-files.ts'
import { readPromptSources } from '../../src/node/prompt-files.ts'
import { readSeeds, seedKnowledge } from '../../src/node/seed.ts'
import { createEngine } from '../../src/wiring/engine.ts'
import { createIds } from '../../src/wiring/ids.ts'
import { createPseudonyms } from '../../src/wiring/pseudonyms.ts'
import { createServices } from '../../src/wiring/services.ts'
import { startUpstream } from '../../test/harness/upstream/index.ts'
import { fakeApp } from '../../test/http/fakes.ts'

const NO_CAP = { tokens: null, usd: null }

/**
 * The whole service over a database in memory, with the cases and scripts that ship: our own engine as it ships, a language model on the loopback beside
 * it, and the HTTP app. Close it.
 */
export async function openService(env: Readonly<Record<string, string | undefined>>) {
  const config = readConfig(env)
  const [policy, rules, replyRules, heads, embedder, upstream] = await Promise.all([
    readPolicy([]),
    readKnowledgeRules(),
    readReplyRules(),
    readHeads(),
    openEmbedder(config),
    startUpstream(),
  ])
  const client = await PGlite.create({ extensions: { vector } })
  const db = drizzle({ client })
  await migrate(db, { migrationsFolder: packagePath('drizzle') })
  const local = createLocalAssessor({ policy, heads, embedder: () => embedder })
  const metrics = createMetrics()
  const llm = { apiKey: 'test', baseUrl: upstream.baseUrl, model: 'test-model', budgetMs: 60_000 }
  const [llmRules, reconcile, prompts, examples] = await Promise.all([
    readLlmRules(),
    readReconcileRules(),
    readPromptSources(),
    readFile(packagePath('fixtures/examples.jsonl'), 'utf8'),
  ])
  const engine = await createEngine(local, {
    config: { ...llm, shadow: null, embeddingModel: null },
    // A day's money would be spent after a third of the suite, and a model that is not asked shows nothing.
    rules: { ...llmRules, caps: { ...llmRules.caps, day: NO_CAP, key: NO_CAP } },
    reconcile,
    prompts,
    examples,
    policy,
    embedder,
    metrics,
  })
  await engine.ready
  const services = createServices({
    db: db as unknown as Database,
    onUnavailable: () => {},
    policy,
    rules,
    replyRules,
    assessor: engine.assessor,
    embedder: () => embedder,
    readUpload: () => Promise.reject(new Error('no uploads here')),
    pseudonyms: createPseudonyms('injection'),
    ids: createIds(),
    clock: { now: () => Date.now() },
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    alone: true,
    drafting: engine.drafting,
  })
  // Drafts are made of what is found.
  const seeds = await readSeeds()
  const [seedCase] = seeds.cases
  await seedKnowledge(services.knowledgeStore)
  await services.vectors.start()
  const { triage, summaries, replyDrafts } = services
  const { app } = await fakeApp({ triage, summaries, replyDrafts, policy })
  return {
    policy,
    local,
    upstream,
    app,
    seedCase: seedCase!,
    seedScripts: seeds.scripts,
    /** Said about a script, or where none fits. */
    stockWords: [replyRules.drafts.opening, replyRules.drafts.closing].flatMap(({ zh, en }) => [zh, en]),
    /** Has a case found from now on. */
    async publish(written: CaseWriteUp) {
      await services.knowledgeStore.put({ cases: [written], scripts: [] })
      await services.vectors.shown('case', written.id)
    },
    degraded: embedder.reason ?? embedder.notBuilt,
    async close() {
      await services.imports.stop()
      await services.vectors.stop()
      await upstream.close()
      await client.close()
      await embedder.close()
    },
  }
}
export type Service = Awaited<ReturnType<typeof openService>>

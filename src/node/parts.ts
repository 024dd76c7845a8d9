import { createTwoEmbedders } from '../assess/embed/two-embedders.ts'
import { createLocalAssessor } from '../assess/local/local-assessor.ts'
import type { Config } from '../config.ts'
import { guardStorage, isEngineGone } from '../db/storage-error.ts'
import { suzhenError } from '../domain/errors.ts'
import type { Policy } from '../domain/policy/parse.ts'
import type { HttpDeps } from '../http/deps.ts'
import { createMetrics, type MetricsRegistry } from '../http/metrics.ts'
import { createReplyChecker } from '../knowledge/replies/check-reply.ts'
import type { Embedder, EmbedderState } from '../ports/embedder.ts'
import type { Logger } from '../ports/logger.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import { createIds } from '../wiring/ids.ts'
import { createPseudonyms } from '../wiring/pseudonyms.ts'
import { createServices, type Services } from '../wiring/services.ts'
import { openEndpointEmbedder, openEngine } from './beside-local.ts'
import { type OpenDatabase, openEmbedded, openPostgres } from './database.ts'
import { createEmbedder } from './embedder.ts'
import { ensureBuilt } from './encoder/built-model.ts'
import { readSecret } from './hash-secret.ts'
import { readHeads } from './heads-files.ts'
import { findModel } from './model-store.ts'
import { readKnowledgeRules, readPolicy, readReplyRules, readUploadWords } from './policy-files.ts'
import { createProgress } from './progress.ts'
import { readReplyReader } from './reply-heads.ts'
import { seedKnowledge, vectorBar } from './seed.ts'
import { withSeedVectors } from './seed-vectors.ts'
import { createUploadReader } from './upload-reader.ts'

/** Everything a running service is made of. */
export interface Parts extends Services {
  policy: Policy
  database: OpenDatabase
  pseudonyms: Pseudonyms
  metrics: MetricsRegistry
  mayAsk: HttpDeps['mayAsk']
  embedder(): EmbedderState
  close(): Promise<void>
}

/** A real database is brought up to date by `suzhen migrate`, never by a service that starts: throws when that was not done or the server is away. */
export async function requireCurrent(database: OpenDatabase): Promise<void> {
  const current = await guardStorage(() => database.isCurrent())
  if (!current)
    throw suzhenError(
      'storage_unavailable',
      'The database is not up to date; run «suzhen migrate» first / 数据库结构不是最新,请先运行 suzhen migrate',
    )
}

/** Opens the database that the settings name; the embedded one is brought up to date at once. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  if (config.databaseUrl) return openPostgres(config.databaseUrl)
  const database = await openEmbedded(config.dataDir)
  try {
    await database.migrate()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Finds the embedding model, fetching it once with a progress bar; no model is a state with its reason, not an error. */
export async function openEmbedder(
  config: Config,
): Promise<EmbedderState & { notBuilt: string | null; close(): Promise<void> }> {
  let bar: { name: string; progress: ReturnType<typeof createProgress> } | undefined
  try {
    const { dir } = await findModel({
      cacheDir: config.modelCache,
      ...(config.modelDir ? { modelDir: config.modelDir } : {}),
      progress({ file, doneBytes, totalBytes }) {
        if (bar?.name !== file) {
          bar?.progress.stop()
          bar = { name: file, progress: createProgress(`下载模型 fetching ${file}`, totalBytes ?? 1) }
        }
        bar.progress.update(doneBytes)
      },
    })
    const { notBuilt, ...model } = await judgingModel(dir, config.modelCache)
    const embedder = await createEmbedder(model)
    return { embedder: withSeedVectors(embedder), reason: null, notBuilt, close: embedder.close }
  } catch (error) {
    return {
      embedder: null,
      reason: (error as Error).message.split('\n')[0] ?? 'no model',
      notBuilt: null,
      close: async () => {},
    }
  } finally {
    bar?.progress.stop()
  }
}

/** The embedder that search is to go by: an endpoint's where one is named, else our own. */
export async function openSearchEmbedder(config: Config): Promise<EmbedderState & { close(): Promise<void> }> {
  const endpoint = await openEndpointEmbedder(config.llm)
  return endpoint ? { embedder: endpoint, reason: null, close: async () => {} } : openEmbedder(config)
}

/** The model with its two tops, or the base model alone where that cannot be built: then n-grams and signals judge. */
const judgingModel = (
  dir: string,
  cache: string,
): Promise<{ modelDir: string; built?: string; notBuilt: string | null }> =>
  ensureBuilt(dir, cache).then(
    (built) => ({ modelDir: cache, built, notBuilt: null }),
    (error: Error) => ({ modelDir: dir, notBuilt: error.message }),
  )

/** Puts the parts together. The embedder and the database open side by side; the knowledge base is seeded when empty. */
export async function openParts(config: Config, logger: Logger): Promise<Parts> {
  const [policy, rules, words, replyRules, reader] = await Promise.all([
    readPolicy(config.policies),
    readKnowledgeRules(),
    readUploadWords(),
    readReplyRules(),
    readReplyReader(),
  ])
  const [database, embedder, heads] = await settle([openDatabase(config), openEmbedder(config), readHeads()])
  const onUnavailable = (code: string) => {
    logger.error({ code }, 'storage unavailable')
    if (isEngineGone(code))
      database.recover().catch(() => logger.error({ code }, 'the database engine could not be started again'))
  }
  const pseudonyms = createPseudonyms(readSecret(config.hashSecret, config.dataDir))
  const metrics = createMetrics()
  const endpoint = await openEndpointEmbedder(config.llm, metrics)
  const searching: EmbedderState = endpoint
    ? { embedder: besideEndpoint(endpoint, embedder.embedder), reason: null }
    : embedder
  const state = (): EmbedderState => searching
  const uploads = createUploadReader(words, policy)
  const local = createLocalAssessor({ policy, heads, embedder: state })
  const engine = await openEngine(config.llm, local, { policy, embedder: searching, metrics })
  const services = createServices({
    db: database.db,
    onUnavailable,
    policy,
    rules,
    replyRules,
    checkReply: createReplyChecker({ rules: replyRules, policy, reader }),
    assessor: engine.assessor,
    shadow: engine.shadow,
    drafting: engine.drafting,
    embedder: state,
    embedders: () => (embedder.embedder ? [embedder.embedder] : []),
    readUpload: uploads.read,
    pseudonyms,
    ids: createIds(),
    clock: { now: () => Date.now() },
    logger,
    alone: database.kind === 'embedded',
  })
  const { imports, knowledgeStore, vectors } = services
  const close = async () => {
    await services.shadows?.stop()
    await imports.stop()
    await vectors.stop()
    await uploads.close()
    await embedder.close()
    await database.close()
  }
  try {
    await requireCurrent(database)
    if (embedder.notBuilt)
      logger.warn({ reason: embedder.notBuilt }, 'degraded: the tuned layers could not be put in place')
    const interrupted = await imports.recover()
    if (interrupted)
      logger.warn({ imports: interrupted }, 'imports were interrupted; the same file again does the rest')
    const seeded = await seedKnowledge(knowledgeStore)
    if (seeded) logger.info(seeded, 'knowledge base seeded')
    if (!embedder.embedder) logger.warn({ reason: embedder.reason }, 'degraded: no embedding model; searching by words')
    const bar = vectorBar()
    await vectors.start(bar.tell).finally(bar.stop)
  } catch (error) {
    await close()
    throw error
  }
  return { ...services, policy, database, pseudonyms, metrics, mayAsk: engine.mayAsk, embedder: state, close }
}

/** Vectors by the endpoint; the state for judgement by our own model, where that is there. */
const besideEndpoint = (endpoint: Embedder, own: Embedder | null): Embedder =>
  own ? createTwoEmbedders(endpoint, own) : endpoint

/** Like Promise.all, but what did open is closed again when another fails. */
async function settle<A extends { close(): Promise<void> }, B extends { close(): Promise<void> }, C>(
  work: [Promise<A>, Promise<B>, Promise<C>],
): Promise<[A, B, C]> {
  const [a, b, c] = await Promise.allSettled(work)
  if (a.status === 'fulfilled' && b.status === 'fulfilled' && c.status === 'fulfilled')
    return [a.value, b.value, c.value]
  for (const r of [a, b]) if (r.status === 'fulfilled') await r.value.close()
  throw [a, b, c].find((r): r is PromiseRejectedResult => r.status === 'rejected')!.reason
}

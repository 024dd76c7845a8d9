import { decodeHeads } from '../assess/local/heads-codec.ts'
import { createLocalAssessor } from '../assess/local/local-assessor.ts'
import { createReplyReader } from '../assess/replies/heads.ts'
import { decodeReplyHeads } from '../assess/replies/heads-codec.ts'
import { type Config, readConfig } from '../config.ts'
import { suzhenError } from '../domain/errors.ts'
import { type KnowledgeRules, knowledgeRulesSchema } from '../domain/policy/knowledge-rules.ts'
import { type LlmRules, llmRulesSchema } from '../domain/policy/llm-rules.ts'
import { type Policy, parsePolicy, parseRules } from '../domain/policy/parse.ts'
import { reconcileRulesSchema } from '../domain/policy/reconcile-rules.ts'
import { type ReplyRules, replyRulesSchema } from '../domain/policy/reply-rules.ts'
import { type UploadWords, uploadWordsSchema } from '../domain/policy/upload-words.ts'
import { createMetrics, type MetricsRegistry } from '../http/metrics.ts'
import type { Rarity } from '../knowledge/rarity.ts'
import { createReplyChecker, type ReplyChecker } from '../knowledge/replies/check-reply.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import type { ReplyReader } from '../ports/reply-reader.ts'
import { createEndpointEmbedder } from '../wiring/embedding.ts'
import { createEngine, type Engine, localEngine } from '../wiring/engine.ts'
import { createPseudonyms } from '../wiring/pseudonyms.ts'
import { EXAMPLES, PROMPTS, policySource } from './compiled.ts'
import { type Env, settingsOf } from './env.ts'

/** What one isolate keeps from request to request: nothing of it is a connection, or waits for one. */
export interface Ground {
  config: Config
  policy: Policy
  rules: KnowledgeRules
  replyRules: ReplyRules
  checkReply: ReplyChecker
  /** Read when the first upload comes. */
  uploadWords(): UploadWords
  engine: Engine
  embedder: EmbedderState
  pseudonyms: Pseudonyms
  /** Counts of this isolate alone; Cloudflare keeps its own of the whole. */
  metrics: MetricsRegistry
  /** The last count of words; every request may renew it, none waits for another's. */
  rarity: { at: number; rarity: Rarity } | null
  /** The shadows under way, by when they began, ms. */
  shadows: Set<{ at: number }>
}

/**
 * Longest budget of a question to a language model, ms. Work may go on for 30 s after its client has gone, then the
 * runtime drops it: a question that was never answered would hold its place in the bulkhead until the isolate ends.
 */
const MOST_BUDGET_MS = 20_000

/**
 * Reads settings, policy and heads; called at the first request of an isolate, since nothing runs on import. Throws
 * what is wrong with the settings.
 */
export async function readGround(env: Env): Promise<Ground> {
  const config = readConfig(settingsOf(env))
  if (!config.hashSecret)
    throw suzhenError(
      'invalid_request',
      '须设置密钥 HASH_SECRET / the secret HASH_SECRET is not set: npx wrangler secret put HASH_SECRET',
    )
  if (config.llm && config.llm.budgetMs > MOST_BUDGET_MS)
    throw suzhenError(
      'invalid_request',
      `LLM_BUDGET_MS 在这里最多 ${MOST_BUDGET_MS} / here LLM_BUDGET_MS may be ${MOST_BUDGET_MS} at most`,
    )
  const overlays = config.policies.filter((name) => name !== 'default').map(policySource)
  const [policy, heads, reader] = await Promise.all([
    parsePolicy(policySource('default'), overlays),
    readHeads(env),
    readReader(env),
  ])
  const metrics = createMetrics()
  const llmRules = parseRules(policySource('llm'), llmRulesSchema)
  const embedder = embedderOf(config, llmRules, metrics)
  const local = createLocalAssessor({ policy, heads, embedder: () => embedder })
  const replyRules = parseRules(policySource('replies'), replyRulesSchema)
  let uploadWords: UploadWords | undefined
  return {
    config,
    policy,
    rules: parseRules(policySource('knowledge'), knowledgeRulesSchema),
    replyRules,
    checkReply: createReplyChecker({ rules: replyRules, policy, reader }),
    uploadWords: () => {
      uploadWords ??= parseRules(policySource('uploads'), uploadWordsSchema)
      return uploadWords
    },
    engine: await engineOf(config, local, { policy, embedder, metrics, rules: rulesHere(llmRules) }),
    embedder,
    pseudonyms: createPseudonyms(config.hashSecret),
    metrics,
    rarity: null,
    shadows: new Set(),
  }
}

async function asset(env: Env, name: string): Promise<Response> {
  const response = await env.ASSETS.fetch(`https://assets.local/${name}`)
  if (!response.ok) throw suzhenError('storage_unavailable', `找不到 ${name} / the asset ${name} is missing`)
  return response
}

const readReader = async (env: Env): Promise<ReplyReader> =>
  createReplyReader(decodeReplyHeads(new Uint8Array(await (await asset(env, 'replies.bin')).arrayBuffer())))

/** The heads that judge without an encoder; it has no home here. */
async function readHeads(env: Env) {
  const [card, lexical] = await Promise.all([
    asset(env, 'card.json').then((r) => r.json() as Promise<{ version: string }>),
    asset(env, 'lexical.bin').then((r) => r.arrayBuffer()),
  ])
  return { lexical: decodeHeads(new Uint8Array(lexical)), encoder: null, version: `${card.version}-lexical` }
}

/** Vectors cost little: those that would stand in line elsewhere have a place here, where there is no line. */
const embedderOf = (
  { llm }: Config,
  { bulkhead: { calls, queue }, ...rules }: LlmRules,
  metrics: MetricsRegistry,
): EmbedderState => {
  if (!llm?.embeddingModel) return { embedder: null, reason: 'no embedding endpoint is set' }
  const places = { calls: calls + queue, queue: 0 }
  const placed = { ...rules, bulkhead: places }
  return { embedder: createEndpointEmbedder(llm, llm.embeddingModel, placed, { metrics }), reason: null }
}

/**
 * policy/llm.yaml as it can be kept here. A queue would begin a waiting request's call from within the request whose place
 * it takes, and such a call ends with that other request: a question that finds no place is answered by the local engine
 * at once.
 */
function rulesHere(rules: LlmRules): LlmRules {
  return {
    ...rules,
    bulkhead: { ...rules.bulkhead, queue: 0 },
    drafts: { ...rules.drafts, budgetMs: Math.min(rules.drafts.budgetMs, MOST_BUDGET_MS) },
  }
}

/** What the client learns of its endpoint (form, breaker, what was spent) lives as long as the isolate. */
async function engineOf(
  { llm: config }: Config,
  local: Assessor,
  given: { policy: Policy; embedder: EmbedderState; metrics: MetricsRegistry; rules: LlmRules },
): Promise<Engine> {
  if (!config) return localEngine(local)
  return createEngine(local, {
    ...given,
    config,
    reconcile: parseRules(policySource('reconcile'), reconcileRulesSchema),
    prompts: PROMPTS,
    examples: EXAMPLES,
  })
}

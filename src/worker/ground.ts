import { createApiEmbedder } from '../assess/embed/api-embedder.ts'
import { decodeHeads } from '../assess/local/heads-codec.ts'
import { createLocalAssessor } from '../assess/local/local-assessor.ts'
import { type Config, readConfig } from '../config.ts'
import { suzhenError } from '../domain/errors.ts'
import { type KnowledgeRules, knowledgeRulesSchema } from '../domain/policy/knowledge-rules.ts'
import { type Policy, parsePolicy, parseRules } from '../domain/policy/parse.ts'
import { type ReplyRules, replyRulesSchema } from '../domain/policy/reply-rules.ts'
import { type UploadWords, uploadWordsSchema } from '../domain/policy/upload-words.ts'
import { createMetrics, type MetricsRegistry } from '../http/metrics.ts'
import type { Rarity } from '../knowledge/rarity.ts'
import type { Assessor } from '../ports/assessor.ts'
import type { EmbedderState } from '../ports/embedder.ts'
import type { Pseudonyms } from '../ports/pseudonyms.ts'
import { createPseudonyms } from '../wiring/pseudonyms.ts'
import { policySource } from './compiled.ts'
import { type Env, settingsOf } from './env.ts'

/** What one isolate keeps from request to request: nothing of it is a connection, or waits for one. */
export interface Ground {
  config: Config
  policy: Policy
  rules: KnowledgeRules
  replyRules: ReplyRules
  uploadWords: UploadWords
  assessor: Assessor
  embedder: EmbedderState
  pseudonyms: Pseudonyms
  /** Counts of this isolate alone; Cloudflare keeps its own of the whole. */
  metrics: MetricsRegistry
  /** The last count of words; every request may renew it, none waits for another's. */
  rarity: { at: number; rarity: Rarity } | null
}

let ground: Ground | null = null

/**
 * Reads settings, policy and heads at the first request of an isolate: nothing runs on import. Two first requests at once
 * both read, since a request may not wait for what another one fetches. Throws what is wrong with the settings.
 */
export async function standOn(env: Env): Promise<Ground> {
  ground ??= await read(env)
  return ground
}

async function read(env: Env): Promise<Ground> {
  const config = readConfig(settingsOf(env))
  if (!config.hashSecret)
    throw suzhenError(
      'invalid_request',
      '须设置密钥 HASH_SECRET / the secret HASH_SECRET is not set: npx wrangler secret put HASH_SECRET',
    )
  const overlays = config.policies.filter((name) => name !== 'default').map(policySource)
  const [policy, heads] = await Promise.all([parsePolicy(policySource('default'), overlays), readHeads(env)])
  const embedder = embedderOf(config)
  return {
    config,
    policy,
    rules: parseRules(policySource('knowledge'), knowledgeRulesSchema),
    replyRules: parseRules(policySource('replies'), replyRulesSchema),
    uploadWords: parseRules(policySource('uploads'), uploadWordsSchema),
    assessor: createLocalAssessor({ policy, heads, embedder: () => embedder }),
    embedder,
    pseudonyms: createPseudonyms(config.hashSecret),
    metrics: createMetrics(),
    rarity: null,
  }
}

/** The heads that judge without an encoder; it has no home here. */
async function readHeads(env: Env) {
  const file = async (name: string) => {
    const response = await env.ASSETS.fetch(`https://assets.local/${name}`)
    if (!response.ok) throw suzhenError('storage_unavailable', `找不到 ${name} / the asset ${name} is missing`)
    return response
  }
  const [card, lexical] = await Promise.all([
    file('card.json').then((r) => r.json() as Promise<{ version: string }>),
    file('lexical.bin').then((r) => r.arrayBuffer()),
  ])
  return { lexical: decodeHeads(new Uint8Array(lexical)), encoder: null, version: `${card.version}-lexical` }
}

function embedderOf(_config: Config): EmbedderState {
  void createApiEmbedder
  return { embedder: null, reason: 'no embedding endpoint is set' }
}

import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from '../db/database.ts'
import { createRarityStore } from '../db/stores/rarity-store.ts'
import { isSuzhenError } from '../domain/errors.ts'
import { createApp } from '../http/app.ts'
import { PROBLEMS } from '../http/problem-words.ts'
import { readUpload } from '../knowledge/import/read-upload.ts'
import { rarityOf, SAMPLE } from '../knowledge/rarity.ts'
import { createIds } from '../wiring/ids.ts'
import { createServices } from '../wiring/services.ts'
import { whenRead } from './body-end.ts'
import type { Context, Env } from './env.ts'
import { type Ground, standOn } from './ground.ts'
import { createHealth } from './health.ts'
import { createLogger } from './logger.ts'

/** As long as elsewhere (knowledge/rarity.ts). */
const RARITY_FRESH_MS = 10 * 60_000
const clock = { now: () => Date.now() }

/** The service at home on Cloudflare Workers: the same app and contract, over one database client a request. */
export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    let ground: Ground
    try {
      ground = await standOn(env)
    } catch (error) {
      return cannotStart(error)
    }
    const client = postgres(env.HYPERDRIVE.connectionString, {
      max: 5,
      fetch_types: false,
      connect_timeout: 5,
      onnotice: () => {},
    })
    const { app, idle } = appOver(drizzle({ client }) as unknown as Database, ground)
    const response = await app.fetch(request)
    const { body, ended } = whenRead(response.body)
    // The connection is held until the last byte is out and an import that was begun has ended, or its time is up.
    context.waitUntil(ended.then(idle).finally(() => client.end({ timeout: 5 })))
    return new Response(body, response)
  },
}

function appOver(db: Database, ground: Ground) {
  const logger = createLogger(ground.config.logLevel)
  const onUnavailable = (code: string) => logger.error({ code }, 'storage unavailable')
  const { policy, pseudonyms } = ground
  const ids = createIds()
  const services = createServices({
    db,
    onUnavailable,
    policy,
    rules: ground.rules,
    replyRules: ground.replyRules,
    assessor: ground.assessor,
    embedder: () => ground.embedder,
    readUpload: (file) => readUpload(file, ground.uploadWords, policy),
    pseudonyms,
    ids,
    clock,
    logger,
    alone: false,
    rarity: async () => {
      if (!ground.rarity || clock.now() - ground.rarity.at >= RARITY_FRESH_MS) {
        const store = createRarityStore(db, onUnavailable)
        const [samples, all] = await Promise.all([store.sampleTokens(SAMPLE), store.countCases()])
        ground.rarity = { at: clock.now(), rarity: rarityOf(samples, all) }
      }
      return ground.rarity.rarity
    },
  })
  const app = createApp({
    ...services,
    policy,
    // A Worker stands on the open internet: no key, no service.
    auth: { required: true },
    pseudonyms,
    ids,
    clock,
    logger,
    metrics: ground.metrics,
    health: createHealth(db, ground.embedder),
    assets: { read: async () => null },
    draining: () => false,
  })
  return { app, idle: services.imports.idle }
}

/** Settings that cannot be used, said to whoever deployed it; what else went wrong is not said. */
function cannotStart(error: unknown): Response {
  const known = isSuzhenError(error) && error.code === 'invalid_request'
  const { status, title, detail } = PROBLEMS.storage_unavailable
  const problem = {
    type: 'about:blank',
    title,
    status,
    code: 'storage_unavailable',
    detail: known ? error.message : detail,
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
  })
}

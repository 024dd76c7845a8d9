// First, since it makes ready what other modules take hold of when they are read.
import './while-loading.ts'

import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from '../db/database.ts'
import { createApp } from '../http/app.ts'
import { createIds } from '../wiring/ids.ts'
import { whenRead } from './body-end.ts'
import { cannotStart } from './cannot-start.ts'
import type { Context, Env } from './env.ts'
import { type Ground, readGround } from './ground.ts'
import { createLogger } from './logger.ts'
import { createRequestParts, type RequestParts } from './request-parts.ts'
import { clock, partsOver } from './request-services.ts'
import { type Client, shadowOf } from './shadow.ts'
import { loaded } from './while-loading.ts'

/** What an isolate has stood up at its first request. */
interface Standing {
  ground: Ground
  app: ReturnType<typeof createApp>
  runWith<T>(parts: RequestParts, work: () => T): T
}

let standing: Standing | null = null

/** Two first requests at once both stand up: one may not wait for what the other fetches. */
async function stand(env: Env, context: Context): Promise<Standing> {
  if (standing) return standing
  loaded()
  const ground = await readGround(env)
  // The vectors of the examples are asked for by the request that came first, and are there for those that follow.
  context.waitUntil(ground.engine.ready)
  const { standIns, run } = createRequestParts()
  const { mayAsk } = ground.engine
  const app = createApp({
    ...standIns,
    policy: ground.policy,
    // A Worker stands on the open internet: no key, no service.
    auth: { required: true },
    ...(mayAsk ? { mayAsk } : {}),
    pseudonyms: ground.pseudonyms,
    ids: createIds(),
    clock,
    logger: createLogger(ground.config.logLevel),
    metrics: ground.metrics,
    assets: { read: async () => null },
    draining: () => false,
  })
  standing ??= { ground, app, runWith: run }
  return standing
}

/** A client of one request, or of what it leaves behind; connects when it is first asked. */
function clientOf({ HYPERDRIVE }: Env): Client {
  const client = postgres(HYPERDRIVE.connectionString, {
    max: 5,
    fetch_types: false,
    connect_timeout: 5,
    onnotice: () => {},
  })
  return { db: drizzle({ client }) as unknown as Database, end: () => client.end({ timeout: 5 }) }
}

/** The service at home on Cloudflare Workers: the same app and contract, over one database client a request. */
export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    let here: Standing
    try {
      here = await stand(env, context)
    } catch (error) {
      return cannotStart(error)
    }
    const { ground, app, runWith } = here
    const client = clientOf(env)
    const shadow = shadowOf(ground)
    const { parts, idle } = partsOver(client.db, ground, shadow)
    const answered = runWith(parts, async () => {
      const response = await app.fetch(request)
      // Everything else has its whole body already.
      if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return { response }
      const { body, ended } = whenRead(response.body)
      return { response: new Response(body, response), ended }
    })
    // From the beginning, so that work goes on to its end when the client has gone: what it holds (a place with the
    // language model, the trial of its breaker) is given back. The connection is let go when the last byte is out and an
    // import that was begun has ended, or its time is up.
    context.waitUntil(
      answered
        .then(({ ended }) => ended)
        .then(idle)
        .finally(client.end)
        // Over a client of its own, so that the request's is let go as soon as without it.
        .then(() => shadow?.run(() => clientOf(env))),
    )
    return (await answered).response
  },
}

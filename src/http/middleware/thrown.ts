import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../deps.ts'

/** Hono answers thrown Errors only and lets anything else go through to the server; here all become Errors. */
export const thrown: MiddlewareHandler<AppEnv> = async function thrown(_c, next) {
  try {
    await next()
  } catch (error) {
    throw error instanceof Error ? error : new Error('something that is no Error was thrown')
  }
}

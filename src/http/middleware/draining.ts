import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../deps.ts'
import { problem } from '../problem.ts'

/** While the process stops: no new work, connections closed; what is under way goes on. Throws `shutting_down`. */
export const draining = (isDraining: () => boolean): MiddlewareHandler<AppEnv> =>
  async function draining(c, next) {
    if (isDraining()) {
      c.header('Connection', 'close')
      if (c.req.path !== '/health/live') throw problem('shutting_down')
    }
    await next()
    if (isDraining()) c.header('Connection', 'close')
  }

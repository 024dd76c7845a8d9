import type { MiddlewareHandler } from 'hono'
import type { Ids } from '../../ports/ids.ts'
import type { AppEnv } from '../deps.ts'

const WELL_FORMED = /^[A-Za-z0-9._-]{1,64}$/

/** Names the request: the caller's X-Request-Id when it is well formed, else a new one; always answered. */
export const requestId = (ids: Ids): MiddlewareHandler<AppEnv> =>
  async function requestId(c, next) {
    const asked = c.req.header('x-request-id')
    const id = asked !== undefined && WELL_FORMED.test(asked) ? asked : ids.next('req')
    c.set('requestId', id)
    c.header('X-Request-Id', id)
    await next()
  }

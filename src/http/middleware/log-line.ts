import type { MiddlewareHandler } from 'hono'
import type { Logger } from '../../ports/logger.ts'
import type { AppEnv } from '../deps.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** One wide line a request. Nothing of it comes from the caller but the method, if it is a usual one, and the request id. */
export const logLine = (logger: Logger): MiddlewareHandler<AppEnv> =>
  async function logLine(c, next) {
    const started = performance.now()
    await next()
    const { status } = c.res
    const fault = c.get('fault')
    const fields = {
      method: METHODS.has(c.req.method) ? c.req.method : 'OTHER',
      route: c.get('route') ?? '(none)',
      status,
      ms: Math.round((performance.now() - started) * 10) / 10,
      requestId: c.get('requestId'),
      actor: c.get('caller')?.actor ?? null,
      code: c.get('code'),
      ...c.get('facts'),
      ...fault,
    }
    if (status < 500) logger.info(fields, 'request')
    else if (fault?.aborted) logger.info(fields, 'request left by its caller')
    else if (status === 503) logger.warn(fields, 'request')
    else logger.error(fields, 'request')
  }

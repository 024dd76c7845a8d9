import type { MiddlewareHandler } from 'hono'
import type { Logger } from '../../ports/logger.ts'
import type { Metrics } from '../../ports/metrics.ts'
import type { AppEnv } from '../deps.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** One wide line and one count a request. Nothing of it comes from the caller but the method, if it is a usual one, and the request id. */
export const logLine = (logger: Logger, metrics: Metrics): MiddlewareHandler<AppEnv> =>
  async function logLine(c, next) {
    const started = performance.now()
    await next()
    const { status } = c.res
    const fault = c.get('fault')
    const seconds = (performance.now() - started) / 1000
    const route = c.get('route') ?? '(none)'
    metrics.add('suzhen_requests_total', { route, status })
    metrics.time('suzhen_request_seconds', { route }, seconds)
    const fields = {
      method: METHODS.has(c.req.method) ? c.req.method : 'OTHER',
      route,
      status,
      ms: Math.round(seconds * 10_000) / 10,
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

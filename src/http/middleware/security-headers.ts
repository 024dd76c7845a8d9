import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../deps.ts'

const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
/** The reference page runs our own files and asks our own service; `data:` is for the icons inside its stylesheet. */
export const DOCS_CSP = `${NOTHING}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'`

/** The strictest headers for every answer; a route loosens its own. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async function securityHeaders(c, next) {
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Content-Security-Policy', NOTHING)
  c.header('Cache-Control', 'no-store')
  await next()
}

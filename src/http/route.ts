import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ErrorCode } from '../domain/errors.ts'
import type { AppEnv, Caller } from './deps.ts'
import { type Access, authorize } from './middleware/auth.ts'
import { problem } from './problem.ts'

export type PathConfig = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]

/** What the reference says of a route. Failures are named by code; their statuses and words come from the table. */
export type RouteDoc = Pick<
  PathConfig,
  'operationId' | 'tags' | 'summary' | 'description' | 'request' | 'responses'
> & {
  codes: readonly ErrorCode[]
}

/**
 * One route as data: mounted, guarded and described from the same place. zod-openapi's own validators are not used: they
 * answer text/plain, read bodies of any size and give `{}` where there is no content type.
 */
export interface RouteDef {
  method: 'get' | 'post' | 'put'
  /** In OpenAPI's form: `/v1/triage/{id}`. */
  path: string
  access: Access
  /** Null: served, but not worth a line in the reference. */
  doc: RouteDoc | null
  handle(c: Context<AppEnv>): Response | Promise<Response>
}

/** Mounts the routes; every other method on their paths is answered with Allow. */
export function mountRoutes(
  app: OpenAPIHono<AppEnv>,
  routes: readonly RouteDef[],
  identify: (headers: Headers) => Promise<Caller>,
): void {
  for (const { method, path, access, handle } of routes) {
    app.on(method, honoPath(path), named(path), authorize(identify, access), handle)
  }
  for (const path of new Set(routes.map((r) => r.path))) {
    const methods = routes.filter((r) => r.path === path).map((r) => r.method.toUpperCase())
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
    app.all(honoPath(path), named(path), (c) => {
      c.header('Allow', allow)
      if (c.req.method === 'OPTIONS') return c.body(null, 204)
      throw problem('method_not_allowed', `此地址只支持 ${allow}。This path takes ${allow} only.`)
    })
  }
}

const honoPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

const named = (path: string) =>
  async function named(c: Context<AppEnv>, next: () => Promise<void>): Promise<void> {
    c.set('route', path)
    await next()
  }

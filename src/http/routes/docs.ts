import type { HttpDeps } from '../deps.ts'
import { DOCS_CSP } from '../middleware/security-headers.ts'
import { DOCS_CSS, DOCS_INIT, docsPage } from '../pages/docs.tsx'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'

const CACHED = 'public, max-age=3600'

/** `GET /docs` and the files it loads, all from our own package files. Throws `unknown_route` when one is not installed. */
export function docsRoutes({ assets }: Pick<HttpDeps, 'assets'>): RouteDef[] {
  const page = docsPage()
  const text = (path: string, type: string, body: string): RouteDef => ({
    method: 'get',
    path,
    access: 'public',
    doc: null,
    handle(c) {
      c.header('Content-Type', type)
      c.header('Cache-Control', CACHED)
      return c.body(body)
    },
  })
  const file = (name: string): RouteDef => ({
    method: 'get',
    path: `/docs/${name}`,
    access: 'public',
    doc: null,
    async handle(c) {
      const asset = await assets.read(name)
      if (!asset) throw problem('unknown_route')
      c.header('Content-Type', asset.type)
      c.header('Cache-Control', CACHED)
      return c.body(asset.body as Uint8Array<ArrayBuffer>)
    },
  })
  return [
    {
      method: 'get',
      path: '/docs',
      access: 'public',
      doc: {
        operationId: 'docs',
        tags: ['reference'],
        summary: '接口说明页 · The reference page',
        description: '由本服务自带的文件提供，不访问外网。\n\nServed from our own files; loads nothing from elsewhere.',
        responses: { 200: { description: 'HTML', content: { 'text/html': { schema: { type: 'string' } } } } },
        codes: ['shutting_down', 'internal'],
      },
      handle(c) {
        c.header('Content-Security-Policy', DOCS_CSP)
        return c.html(page)
      },
    },
    text('/docs/init.js', 'text/javascript; charset=utf-8', DOCS_INIT),
    text('/docs/page.css', 'text/css; charset=utf-8', DOCS_CSS),
    file('swagger-ui.css'),
    file('swagger-ui-bundle.js'),
  ]
}

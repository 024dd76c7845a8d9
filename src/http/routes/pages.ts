import { ITEM_ID, KINDS } from '../../domain/knowledge.ts'
import { sha256Base64 } from '../../quality/report/sha256.ts'
import type { HttpDeps } from '../deps.ts'
import { DOCS_CSP } from '../middleware/security-headers.ts'
import { Console } from '../pages/console.tsx'
import { KnowledgeDue } from '../pages/knowledge-due.tsx'
import { KnowledgeItemPage } from '../pages/knowledge-item.tsx'
import { KnowledgeList } from '../pages/knowledge-list.tsx'
import { KnowledgeUpload } from '../pages/knowledge-upload.tsx'
import { KnowledgeWords } from '../pages/knowledge-words.tsx'
import { renderPage, type Shell } from '../pages/layout.tsx'
import { earlyScript, pageScript } from '../pages/script.ts'
import { pagesStyle } from '../pages/style.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'

/** Our own files and our own service, nothing inline; and no script may write markup, whatever text it is handed. */
export const PAGES_CSP = `${DOCS_CSP}; require-trusted-types-for 'script'; trusted-types 'none'`

// The address of a file changes with what it holds.
const CACHED = 'public, max-age=31536000, immutable'

type Made = Omit<Shell, 'guarded' | 'version'>

/** The pages for people: shells without data, for anybody to load; what they show they ask of the API, with its roles. */
export function pageRoutes({ auth, samples }: Pick<HttpDeps, 'auth' | 'samples'>): RouteDef[] {
  const [style, script, early] = [pagesStyle(), pageScript(), earlyScript()]
  const version = sha256Base64(style + script + early)
    .replace(/\W/g, '')
    .slice(0, 12)
  const guarded = auth.required

  const file = (name: string, type: string, body: string): RouteDef => ({
    method: 'get',
    path: `/pages/${name}`,
    access: 'public',
    doc: null,
    handle(c) {
      c.header('Content-Type', `${type}; charset=utf-8`)
      c.header('Cache-Control', CACHED)
      return c.body(body)
    },
  })
  const page = (path: string, make: (param: (name: string) => string) => Made): RouteDef => ({
    method: 'get',
    path,
    access: 'public',
    doc: null,
    handle(c) {
      const shell = make((name) => c.req.param(name) ?? '')
      c.header('Content-Security-Policy', PAGES_CSP)
      return c.html(renderPage({ ...shell, guarded, version }))
    },
  })
  const list = (review: boolean, root: string): Made => ({
    page: review ? 'review' : 'list',
    title: review ? 'review.title' : 'list.title',
    root,
    children: KnowledgeList({ review, root }),
  })
  const item = (fresh: boolean, root: string, data?: Record<string, string>): Made => ({
    page: fresh ? 'new' : 'item',
    title: 'item.title',
    root,
    children: KnowledgeItemPage({ root, fresh }),
    ...(data ? { data } : {}),
  })
  return [
    page('/console', () => ({ page: 'console', title: 'console.title', root: '', children: Console() })),
    page('/knowledge', () => list(false, '')),
    page('/knowledge/review', () => list(true, '../')),
    page('/knowledge/due', () => ({ page: 'due', title: 'due.title', root: '../', children: KnowledgeDue() })),
    page('/knowledge/words', () => ({ page: 'words', title: 'words.title', root: '../', children: KnowledgeWords() })),
    page('/knowledge/upload', () => ({
      page: 'upload',
      title: 'upload.title',
      root: '../',
      children: KnowledgeUpload({ root: '../', samples: samples !== undefined }),
    })),
    page('/knowledge/new', () => item(true, '../')),
    page('/knowledge/{kind}/{id}', (param) => {
      const [kind, id] = [param('kind'), param('id')]
      if (!KINDS.some((k) => k === kind) || !ITEM_ID.test(id)) throw problem('unknown_route')
      return item(false, '../../', { 'data-kind': kind, 'data-id': id })
    }),
    file('style.css', 'text/css', style),
    file('script.js', 'text/javascript', script),
    file('early.js', 'text/javascript', early),
  ]
}

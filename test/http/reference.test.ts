import { describe, expect, it } from 'vitest'
import { triageRequestSchema } from '../../src/domain/complaint.ts'
import { decisionSchema } from '../../src/domain/decision.ts'
import { problemSchema } from '../../src/http/problem.ts'
import { PROBLEMS } from '../../src/http/problem-words.ts'
import { fakeApp } from './fakes.ts'

interface Operation {
  operationId: string
  summary: string
  description: string
  security: unknown[]
  requestBody?: {
    required: boolean
    content: Record<string, { schema: unknown; examples: Record<string, { value: unknown }> }>
  }
  responses: Record<
    string,
    { content?: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }> }
  >
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, { properties: Record<string, Record<string, unknown>>; additionalProperties?: unknown }>
    securitySchemes: object
  }
}

async function readDocument(): Promise<Document> {
  const { app } = await fakeApp()
  await app.request('/openapi.json')
  return (await (await app.request('/openapi.json')).json()) as Document
}
const PUBLIC = ['/v1/knowledge/samples/{name}', '/health/live', '/health/ready', '/openapi.json', '/docs']

describe('GET /openapi.json', () => {
  it('is 3.1 and lists every route, each with words in both languages', async () => {
    const { openapi, paths, info, components } = await readDocument()
    expect(openapi).toBe('3.1.0')
    expect(info.title).toMatch(/诉诊.*Suzhen/)
    expect(Object.entries(paths).flatMap(([path, ops]) => Object.keys(ops).map((m) => `${m} ${path}`))).toEqual([
      'post /v1/triage',
      'get /v1/triage/{id}',
      'post /v1/triage/{id}/feedback',
      'get /v1/feedback',
      'post /v1/feedback/{triageId}/settle',
      'post /v1/triage/{id}/summary',
      'get /v1/policy',
      'get /v1/knowledge/search',
      'get /v1/knowledge/items',
      'post /v1/knowledge/items',
      'get /v1/knowledge/items/{kind}/{id}',
      'put /v1/knowledge/items/{kind}/{id}',
      'get /v1/knowledge/items/{kind}/{id}/history',
      ...['submit', 'return', 'approve', 'retire', 'merge', 'restore'].map(
        (move) => `post /v1/knowledge/items/{kind}/{id}/${move}`,
      ),
      'post /v1/knowledge/imports',
      'get /v1/knowledge/imports/{id}',
      'post /v1/knowledge/imports/{id}/cancel',
      'get /v1/knowledge/samples/{name}',
      'post /v1/knowledge/items/{kind}/{id}/used',
      'post /v1/knowledge/items/{kind}/{id}/rating',
      'get /v1/knowledge/items/{kind}/{id}/usage',
      'get /v1/knowledge/monthly-words',
      'get /v1/knowledge/review-list',
      'post /v1/replies/check',
      'post /v1/replies/draft',
      'get /health/live',
      'get /health/ready',
      'get /metrics',
      'get /openapi.json',
      'get /docs',
    ])
    const operations = Object.entries(paths).flatMap(([path, ops]) => Object.values(ops).map((op) => ({ path, ...op })))
    expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length)
    for (const o of operations) {
      expect(o.summary).toMatch(/\p{Script=Han}.* · [A-Z]/u)
      expect(o.security).toHaveLength(PUBLIC.includes(o.path) ? 0 : 2)
    }
    expect(Object.keys(components.securitySchemes)).toEqual(['bearer', 'apiKey'])
  })

  it('refers to nothing that is not there', async () => {
    const document = await readDocument()
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]!)
    expect(refs.length).toBeGreaterThan(20)
    for (const ref of refs)
      expect(Object.keys(document.components.schemas)).toContain(ref.replace('#/components/schemas/', ''))
  })

  it('has the domain’s schemas as they are', async () => {
    const { schemas } = (await readDocument()).components
    expect(schemas.Severity?.properties.level?.enum).toEqual([1, 2, 3, 4])
    expect(schemas.Severity?.properties.distribution).toMatchObject({ minItems: 4, maxItems: 4 })
    expect(Object.keys(schemas.Decision!.properties)).toEqual(Object.keys(decisionSchema.shape))
    expect(Object.keys(schemas.TriageRequest!.properties)).toEqual(Object.keys(triageRequestSchema.shape))
    expect(schemas.TriageRequest).toMatchObject({ required: ['text'], additionalProperties: false })
    expect(schemas.Decision?.additionalProperties).toBeUndefined()
  })

  it('shows every failure a route can answer, with an example that is one', async () => {
    const { paths } = await readDocument()
    const shown = new Set<string>()
    for (const operation of Object.values(paths).flatMap((ops) => Object.values(ops))) {
      for (const [status, response] of Object.entries(operation.responses)) {
        const examples = response.content?.['application/problem+json']?.examples ?? {}
        for (const [code, { value }] of Object.entries(examples)) {
          expect(problemSchema.strict().parse(value)).toMatchObject({ code, status: Number(status) })
          shown.add(code)
        }
      }
    }
    // The two that no listed operation can answer.
    expect(new Set(Object.keys(PROBLEMS))).toEqual(new Set([...shown, 'unknown_route', 'method_not_allowed']))
  })

  it('shows the sample complaint and an answer whose quotes stand in it', async () => {
    const { requestBody, responses } = (await readDocument()).paths['/v1/triage']!.post!
    const examples = Object.values(requestBody!.content['application/json']!.examples).map((e) =>
      triageRequestSchema.parse(e.value),
    )
    const decision = decisionSchema.parse(responses['200']!.content!['application/json']!.example)
    expect(requestBody!.required).toBe(true)
    for (const { text } of examples) {
      expect(text).toContain('电饭煲')
      const all = [
        decision.severity,
        decision.emotion,
        decision.repeat,
        ...decision.types,
        ...decision.threats,
      ].flatMap((x) => x.evidence)
      for (const { quote, start, end } of all) expect([text.slice(start, end), start >= 0]).toEqual([quote, true])
    }
  })
})

describe('GET /docs', () => {
  it('is a page of ours, in Chinese with English beside, that loads nothing from elsewhere', async () => {
    const { app } = await fakeApp()
    const response = await app.request('/docs')
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/)
    expect(html).toMatch(/<title>诉诊 接口说明 · Suzhen API reference<\/title>/)
    expect(html).not.toMatch(/https?:|\/\/|<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=/)
    const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((m) => m[1]!)
      .filter((url) => !url.startsWith('data:'))
    expect(loaded).toHaveLength(5)
    for (const url of loaded) {
      const file = await app.request(new URL(url, 'http://localhost/docs').pathname)
      expect([url, file.status, file.headers.get('x-content-type-options')]).toEqual([url, 200, 'nosniff'])
      if (!url.includes('swagger')) expect(await file.text()).not.toMatch(/https?:|@import|url\(/)
    }
  })

  it('may run our own files and nothing inline', async () => {
    const { app } = await fakeApp()
    const csp = (await app.request('/docs')).headers.get('content-security-policy')!
    expect(csp).toContain("default-src 'none'")
    expect(csp).toContain("script-src 'self'")
    expect(csp).not.toMatch(/unsafe|https?:|\*/)
    expect((await app.request('/v1/policy')).headers.get('content-security-policy')).not.toContain('self')
  })

  it('answers a file that is not installed with a problem', async () => {
    const { app } = await fakeApp({ assets: { read: async () => null } })
    const response = await app.request('/docs/swagger-ui.css')
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'unknown_route' }])
    expect((await app.request('/docs/package.json')).status).toBe(404)
  })
})

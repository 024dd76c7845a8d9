import type { OpenAPIHono } from '@hono/zod-openapi'
import type { ErrorCode } from '../../domain/errors.ts'
import { components } from '../components.ts'
import { schemaRef } from '../content.ts'
import type { AppEnv } from '../deps.ts'
import { PROBLEM_TYPE, problemBody } from '../problem.ts'
import { PROBLEMS } from '../problem-words.ts'
import type { PathConfig, RouteDef } from '../route.ts'

const DESCRIPTION = `诉诊：读一条投诉，给出等级、类型、情绪、威胁、派单、时限、相似案例与话术，并标出依据的原话。

Suzhen reads a complaint and says how grave it is, what it is about, who must act and by when, and shows the words each judgement rests on.

- 出错一律是 application/problem+json（RFC 9457），code 不会改变，requestId 供查日志。Every failure is a problem with a stable code and a requestId.
- 时间为带时区的 ISO 8601；位置以 UTF-16 为单位，从 0 起。Times are ISO 8601 with offset; offsets count UTF-16 units from 0.
- 本机未配置密钥时不需要密钥。On loopback with no keys configured none is needed.`

/** One OpenAPI response for each status among these codes, with each code's body as an example. */
function problemResponses(codes: readonly ErrorCode[]): PathConfig['responses'] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))]
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => PROBLEMS[code].status === status)
      const description = here
        .map((code) => `${code}: ${PROBLEMS[code].title} · ${PROBLEMS[code].titleEn}`)
        .join('\n\n')
      const examples = Object.fromEntries(here.map((code) => [code, { value: problemBody(code, 'req_example') }]))
      return [status, { description, content: { [PROBLEM_TYPE]: { schema: schemaRef('Problem'), examples } } }]
    }),
  )
}

/** Puts the routes into the app's OpenAPI registry, with the schemas and the failures they name. */
export function describeRoutes(app: OpenAPIHono<AppEnv>, routes: readonly RouteDef[]): void {
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'apiKey', { type: 'apiKey', in: 'header', name: 'X-Api-Key' })
  for (const [name, schema] of Object.entries(components())) registry.registerComponent('schemas', name, schema)
  for (const { doc, method, path, access } of routes) {
    if (!doc) continue
    const { codes, responses, description, ...rest } = doc
    const roles = access === 'public' ? '' : `\n\n角色 · Roles: ${access.join(', ')}`
    registry.registerPath({
      ...rest,
      method,
      path,
      description: `${description}${roles}`,
      security: access === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
      responses: { ...responses, ...problemResponses(codes) },
    })
  }
}

/** The document itself. The same for every call of one app. */
export const openapiDocument = (app: OpenAPIHono<AppEnv>) =>
  app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: '诉诊 Suzhen：投诉分诊 API · complaint triage API', version: '1.0.0', description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [
      { name: 'triage', description: '分诊 · triage' },
      { name: 'feedback', description: '反馈 · corrections, their review, what holds' },
      { name: 'policy', description: '策略 · the rules' },
      { name: 'knowledge', description: '知识库 · cases and scripts' },
      { name: 'health', description: '运行状态 · health' },
      { name: 'reference', description: '接口说明 · this reference' },
    ],
  })

/** `GET /openapi.json`, written once when first asked for. */
export function openapiRoutes(document: () => unknown): RouteDef[] {
  let written: string | undefined
  return [
    {
      method: 'get',
      path: '/openapi.json',
      access: 'public',
      doc: {
        operationId: 'openapi',
        tags: ['reference'],
        summary: '接口描述 · This description',
        description: 'OpenAPI 3.1。\n\nOpenAPI 3.1.',
        responses: { 200: { description: 'OpenAPI 3.1' } },
        codes: ['shutting_down', 'internal'],
      },
      handle(c) {
        written ??= JSON.stringify(document())
        c.header('Content-Type', 'application/json')
        return c.body(written)
      },
    },
  ]
}

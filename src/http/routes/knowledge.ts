import { z } from '@hono/zod-openapi'
import { caseSchema, scriptSchema } from '../../domain/knowledge.ts'
import { AUDIENCES, CODE_OR_FAMILY, KEY_ROLES, type Level, lowerAudience, OUTCOMES } from '../../domain/labels.ts'
import type { CaseFilter } from '../../ports/knowledge-store.ts'
import { jsonOf } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { WITH_QUERY } from '../route-codes.ts'
import { invalid } from '../validate.ts'

const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .max(500, 'at most 500 characters / 最多 500 个字符')
    .refine((s) => /[^\s\p{C}\p{Z}]/u.test(s), 'is blank; send some words / 内容为空,请填写要查的话')
    .refine((s) => !s.includes('\u0000'), 'holds a NUL character; remove it / 含有 NUL 字符,请删除')
    .describe('要查的话 · what to look for, 1-500 characters'),
  kind: z.enum(['case', 'script']).default('case').describe('案例或话术 · cases or scripts'),
  limit: z.coerce.number().int().min(1).max(20).default(5).describe('条数 · how many'),
  role: z
    .enum(AUDIENCES)
    .default('frontline')
    .describe('面向的角色，不会高于密钥的范围 · for whom; never above what the key may see'),
  code: z
    .string()
    .regex(CODE_OR_FAMILY, '类型编码或大类,如 SP-07 或 SP / a code or a family')
    .optional()
    .describe('类型或大类(案例) · code or family, of cases'),
  level: z.coerce.number().int().min(1).max(4).optional().describe('等级(案例) · level, of cases'),
  domain: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .optional()
    .describe('行业(案例) · domain, of cases'),
  outcome: z.enum(OUTCOMES).optional().describe('结果(案例) · outcome, of cases'),
  from: z.iso.date().optional().describe('发生日期自(案例) · happened on or after'),
  to: z.iso.date().optional().describe('发生日期至(案例) · happened on or before'),
})

const hit = <S extends z.ZodType>(item: S) => z.object({ score: z.number(), why: z.array(z.string()), item })

export const knowledgeResultSchema = z
  .object({
    mode: z.enum(['hybrid', 'words']).describe('words: no embedding model is at hand / 没有向量模型,仅按词检索'),
    cases: z.array(hit(caseSchema)),
    scripts: z.array(hit(scriptSchema)),
    reason: z.string().nullable().describe('why the list is empty or poorer than it could be / 为什么没有或不全'),
  })
  .meta({ id: 'KnowledgeResult', description: '检索结果' })

/** `GET /v1/knowledge/search`: published cases or scripts near a few words. */
export function knowledgeRoutes({ knowledge }: Pick<HttpDeps, 'knowledge'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/v1/knowledge/search',
      access: KEY_ROLES,
      doc: {
        operationId: 'searchKnowledge',
        tags: ['knowledge'],
        summary: '检索案例与话术 · Search cases and scripts',
        description:
          '按意思与词语检索已发布的案例或话术；没有足够接近的就返回空列表并说明原因。\n\nSearch what is published, by meaning and by words; when nothing is near enough the list is empty and says why.',
        request: { query: searchQuerySchema },
        responses: { 200: { description: '结果 · results', content: jsonOf('KnowledgeResult') } },
        codes: WITH_QUERY,
      },
      async handle(c) {
        const { q, kind, limit, role, ...asked } = readQuery(searchQuerySchema, c.req.url)
        if (kind === 'script' && Object.values(asked).some((v) => v !== undefined))
          throw invalid([{ path: '(query)', message: '筛选条件只用于案例 / filters are for cases only' }])
        const filter: CaseFilter = {
          code: asked.code ?? null,
          level: (asked.level as Level | undefined) ?? null,
          domain: asked.domain ?? null,
          outcome: asked.outcome ?? null,
          from: asked.from ?? null,
          to: asked.to ?? null,
        }
        const audience = lowerAudience(role, c.get('caller')?.audience ?? null)
        const result = await knowledge.search({ q, kind, limit, audience, filter })
        c.set('facts', { kind, mode: result.mode, hits: result.cases.length + result.scripts.length })
        return c.json(result)
      },
    },
  ]
}

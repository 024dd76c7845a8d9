import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { KINDS, type Kind } from '../../domain/knowledge.ts'
import { KEY_ROLES } from '../../domain/labels.ts'
import { RECENT_DAYS } from '../../knowledge/usage.ts'
import type { ItemUsage } from '../../ports/usage-store.ts'
import { jsonOf } from '../content.ts'
import type { AppEnv, HttpDeps } from '../deps.ts'
import { itemOf, itemParams } from '../item-path.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import type { RouteDef } from '../route.ts'
import { GUARDED, WITH_ANY_BODY, WITH_BODY } from '../route-codes.ts'
import { validate } from '../validate.ts'

const usedSchema = z.strictObject({
  triageId: z
    .string()
    .regex(/^tri_[0-9A-Za-z]{10,40}$/, '分诊编号 tri_… / a triage id')
    .optional()
    .describe('用于哪次分诊;同一人同一次只计一次 · for which triage; a person’s uses for one count once'),
})
const ratingSchema = z.strictObject({
  stars: z.int().min(1).max(5).describe('一到五星;再次评分取代前一次 · a later rating takes the earlier one’s place'),
})

export const itemUsageSchema = z
  .object({
    kind: z.enum(KINDS),
    id: z.string(),
    uses: z.int().nonnegative(),
    lastUsedAt: z.string().nullable().describe('ISO 8601'),
    ratings: z.int().nonnegative().describe('多少人评过 · how many people rated it'),
    mean: z.number().min(1).max(5).nullable().describe('平均星数;无人评分为 null · mean of the stars'),
    stars: z.array(z.int().nonnegative()).length(5).describe('一到五星各多少 · how many gave 1, 2, 3, 4, 5'),
    own: z.int().min(1).max(5).nullable().describe('您给的星数 · what you gave'),
    recent: z
      .object({ days: z.int(), uses: z.int().nonnegative(), ratings: z.int().nonnegative() })
      .describe('近 30 天 · the last 30 days'),
  })
  .meta({ id: 'ItemUsage', description: '条目的使用与评分' })

const MAY_BE_EMPTY = ['not_found', ...WITH_ANY_BODY] as const

/** Use and ratings of published items, by whoever may see them. */
export function usageRoutes({ usage }: Pick<HttpDeps, 'usage'>): RouteDef[] {
  const response = { 200: { description: '使用与评分 · use and ratings', content: jsonOf('ItemUsage') } }
  return [
    {
      method: 'post',
      path: '/v1/knowledge/items/{kind}/{id}/used',
      access: KEY_ROLES,
      doc: {
        operationId: 'useItem',
        tags: ['knowledge'],
        summary: '记一次使用 · Count a use',
        description:
          '坐席复制话术或打开案例时调用;近 30 天的使用会略微抬高话术的排序。正文可省略。\n\nCall it when a script is copied or a case opened; use in the last 30 days lifts a script a little. The body may be left out.',
        request: {
          params: itemParams,
          body: { required: false, content: { 'application/json': { schema: usedSchema } } },
        },
        responses: response,
        codes: MAY_BE_EMPTY,
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        const empty = sendsNothing(c.req.raw)
        const { triageId } = validate(usedSchema, empty ? {} : (await readJsonBody(c.req.raw)).value)
        return answer(c, kind, id, await usage.used(kind, id, triageId ?? null, c.get('caller')!))
      },
    },
    {
      method: 'post',
      path: '/v1/knowledge/items/{kind}/{id}/rating',
      access: KEY_ROLES,
      doc: {
        operationId: 'rateItem',
        tags: ['knowledge'],
        summary: '评分 · Rate an item',
        description:
          '一到五星,每把密钥一票;评分会有限度地抬高或压低话术的排序。\n\nOne to five stars, one vote a key; ratings lift or sink a script by a bounded amount.',
        request: {
          params: itemParams,
          body: { required: true, content: { 'application/json': { schema: ratingSchema } } },
        },
        responses: response,
        codes: ['not_found', ...WITH_BODY],
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        const { stars } = validate(ratingSchema, (await readJsonBody(c.req.raw)).value)
        return answer(c, kind, id, await usage.rate(kind, id, stars, c.get('caller')!))
      },
    },
    {
      method: 'get',
      path: '/v1/knowledge/items/{kind}/{id}/usage',
      access: KEY_ROLES,
      doc: {
        operationId: 'itemUsage',
        tags: ['knowledge'],
        summary: '使用与评分 · Use and ratings',
        description:
          '已发布条目被使用多少次、评分如何、近 30 天怎样。\n\nHow often a published item was used, how it was rated, and the last 30 days.',
        request: { params: itemParams },
        responses: response,
        codes: ['not_found', ...GUARDED],
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        return answer(c, kind, id, await usage.find(kind, id, c.get('caller')!))
      },
    },
  ]
}

function answer(c: Context<AppEnv>, kind: Kind, id: string, found: ItemUsage): Response {
  const ratings = found.stars.reduce((sum, n) => sum + n, 0)
  const sum = found.stars.reduce((total, n, i) => total + n * (i + 1), 0)
  c.set('facts', { kind, uses: found.uses, ratings })
  return c.json({
    kind,
    id,
    uses: found.uses,
    lastUsedAt: found.lastUsedAt === null ? null : new Date(found.lastUsedAt).toISOString(),
    ratings,
    mean: ratings === 0 ? null : Math.round((sum / ratings) * 100) / 100,
    stars: found.stars,
    own: found.own,
    recent: { days: RECENT_DAYS, uses: found.recentUses, ratings: found.recentRatings },
  } satisfies z.output<typeof itemUsageSchema>)
}

/** Whether a request has no body: a server's request has a stream either way, so its headers tell. */
const sendsNothing = ({ body, headers }: Request): boolean =>
  body === null ||
  headers.get('content-length') === '0' ||
  !['content-length', 'transfer-encoding', 'content-type'].some((name) => headers.has(name))

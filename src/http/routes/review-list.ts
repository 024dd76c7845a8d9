import { z } from '@hono/zod-openapi'
import { KINDS, type Kind } from '../../domain/knowledge.ts'
import { ITEM_STATUSES } from '../../domain/knowledge-item.ts'
import type { KeyRole } from '../../domain/labels.ts'
import { REVIEW_REASONS, type ReviewItem } from '../../ports/review-store.ts'
import { jsonOf } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { workerOf } from '../item-path.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { WITH_QUERY } from '../route-codes.ts'

const MAY_READ: readonly KeyRole[] = ['knowledge', 'admin']

const querySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(20).describe('条数 · how many, 1 to 50'),
  reason: z.enum(REVIEW_REASONS).optional().describe('只列有此理由的 · only those with this reason'),
  cursor: z
    .string()
    .regex(/^\d\.(case|script)\.[a-z0-9-]{3,81}$/, '请用上一页的 next / use the next of the page before')
    .optional(),
})

const when = z.string().nullable().describe('ISO 8601')

const reviewItemSchema = z.object({
  kind: z.enum(KINDS),
  id: z.string(),
  title: z.string(),
  status: z.enum(ITEM_STATUSES),
  codes: z.array(z.string()),
  domain: z.string().nullable(),
  reasons: z
    .array(z.enum(REVIEW_REASONS))
    .describe(
      'unused 久未使用, old 久未修改, lowRated 评分低, lawChanged 依据的法规已修订, ending 即将到期, over 已过期, waiting 待审过久',
    ),
  publishedVersion: z.int().nullable(),
  approvedAt: when,
  lastUsedAt: when,
  rating: z.object({ stars: z.number().nullable(), count: z.int() }),
  validTo: z.string().nullable().describe('最后一天 · the last day'),
  waitingSince: when,
  laws: z.array(z.string()).describe('已修订的依据 · the sources that changed'),
})

export const reviewPageSchema = z
  .object({ items: z.array(reviewItemSchema), next: z.string().nullable() })
  .meta({ id: 'ReviewPage', description: '复审清单的一页' })

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

const answerOf = ({ approvedAt, lastUsedAt, waitingSince, stars, ratings, ...item }: ReviewItem) =>
  ({
    ...item,
    approvedAt: iso(approvedAt),
    lastUsedAt: iso(lastUsedAt),
    rating: { stars, count: ratings },
    waitingSince: iso(waitingSince),
  }) satisfies z.output<typeof reviewItemSchema>

/** `GET /v1/knowledge/review-list`: what is to be looked at again this month (G1). */
export function reviewListRoutes({ reviewList }: Pick<HttpDeps, 'reviewList'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/v1/knowledge/review-list',
      access: MAY_READ,
      doc: {
        operationId: 'reviewList',
        tags: ['knowledge'],
        summary: '复审清单 · What to review',
        description:
          '需要复审的已发布条目与待审过久的条目,写明全部理由,理由多的在前;只列密钥可见的。规则见 policy/knowledge.yaml。\n\nPublished items to be looked at again, and items left waiting for review, with every reason that holds; most reasons first, only what the key may see. The rules are in policy/knowledge.yaml.',
        request: { query: querySchema },
        responses: { 200: { description: '一页 · a page', content: jsonOf('ReviewPage') } },
        codes: WITH_QUERY,
      },
      async handle(c) {
        const { cursor, limit, reason } = readQuery(querySchema, c.req.url)
        const found = await reviewList.list({ after: afterOf(cursor), limit: limit + 1, reason }, workerOf(c))
        const page = found.slice(0, limit)
        const last = found.length > limit ? page.at(-1)! : null
        c.set('facts', { hits: page.length })
        return c.json({
          items: page.map(answerOf),
          next: last ? `${last.reasons.length}.${last.kind}.${last.id}` : null,
        })
      },
    },
  ]
}

function afterOf(cursor: string | undefined): { reasons: number; kind: Kind; id: string } | null {
  if (cursor === undefined) return null
  const [reasons, kind, id] = cursor.split('.') as [string, Kind, string]
  return { reasons: Number(reasons), kind, id }
}

import { z } from '@hono/zod-openapi'
import type { KeyRole } from '../../domain/labels.ts'
import { jsonOf } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { WITH_QUERY } from '../route-codes.ts'

const MAY_READ: readonly KeyRole[] = ['analyst', 'knowledge', 'admin']

const querySchema = z.strictObject({
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '形如 2026-10 / a month such as 2026-10')
    .optional()
    .describe('月份,默认上一个完整的月 · the month; the last that is over when absent'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('词数 · how many words, 1 to 200'),
})

const share = z.number().min(0).max(1)
const people = z.int().describe('人数,每人每月只计一次 · complainants; each counts once a month')

const wordSchema = z.object({
  word: z.string(),
  change: z.enum(['rose', 'new']).describe('new: 上月没有 · was not there the month before'),
  count: people,
  share,
  before: z.object({ count: people, share }),
  ratio: z.number().describe('两月占比之比,各加半个 · the shares’ ratio, half a person added to each'),
  ratioLow: z.number().describe('95% 区间下限 · lower end of its 95% interval'),
  ratioHigh: z.number().nullable().describe('上限;上月没有时为 null · upper end; null where there was none before'),
  g2: z.number().describe('对数似然比(Dunning 1993) · log-likelihood ratio'),
  p: share.describe('双侧 · two-sided'),
  codes: z.array(z.object({ code: z.string(), count: people })).describe('伴随的类型编码 · codes it goes with'),
  script: z
    .object({ id: z.string(), scene: z.string() })
    .nullable()
    .describe('说到此词的最佳已发布话术;null 表示缺话术 · the best published script that speaks of it; null: missing'),
})

export const monthlyWordsSchema = z
  .object({
    month: z.string(),
    complete: z.boolean().describe('该月是否已结束 · whether the month is over'),
    complaints: z.int(),
    complainants: z.int(),
    before: z.object({ month: z.string(), complaints: z.int(), complainants: z.int() }),
    rose: z.int(),
    new: z.int(),
    missing: z.int().describe('其中缺话术的词数 · how many of both have no script'),
    words: z.array(wordSchema),
    reason: z.string().nullable().describe('没有词时说明原因 · why there are none'),
  })
  .meta({ id: 'MonthlyWords', description: '月度用词' })

/** `GET /v1/knowledge/monthly-words`: what rose in customers' words (G2). */
export function monthlyWordsRoutes({ monthlyWords }: Pick<HttpDeps, 'monthlyWords'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/v1/knowledge/monthly-words',
      access: MAY_READ,
      doc: {
        operationId: 'monthlyWords',
        tags: ['knowledge'],
        summary: '月度用词 · Words of the month',
        description:
          '比上月明显多起来或新出现的客户用词,以及还没有话术说到的。只列至少三位可识别客户用过的词,不含任何原文与客户。首次统计需数秒,之后十分钟内直接返回。\n\nWords that customers use clearly more than the month before, or that are new, and which no script speaks of. Only words of at least three known customers; never a text or a customer. The first reading of a month takes seconds and is kept for ten minutes.',
        request: { query: querySchema },
        responses: { 200: { description: '用词 · the words', content: jsonOf('MonthlyWords') } },
        codes: WITH_QUERY,
      },
      async handle(c) {
        const { month, limit } = readQuery(querySchema, c.req.url)
        const audience = c.get('caller')?.audience ?? null
        const found = await monthlyWords.of({ month: month ?? null, audience, limit })
        c.set('facts', { month: found.month, complaints: found.complaints, hits: found.words.length })
        return c.json(found satisfies z.output<typeof monthlyWordsSchema>)
      },
    },
  ]
}

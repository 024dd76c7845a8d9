import { z } from '@hono/zod-openapi'
import { KEY_ROLES } from '../../domain/labels.ts'
import { summaryRequestSchema } from '../../domain/summary.ts'
import { jsonOf, schemaRef } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { workerOf } from '../item-path.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'
import { WITH_ANY_BODY } from '../route-codes.ts'
import { validate } from '../validate.ts'
import { draftEngineSchema } from './draft-engine.ts'
import { TRIAGE_ID, triageId } from './feedback-answers.ts'
import { itemAnswer, knowledgeItemSchema } from './item-answers.ts'

export const summarySchema = z
  .object({
    item: knowledgeItemSchema,
    made: z
      .enum(['created', 'again', 'held'])
      .describe('created 新起草; again 重新起草; held 此前已有,未改动 · was there and is unchanged'),
    findings: z
      .array(
        z.object({
          field: z.string(),
          kind: z
            .enum(['open', 'assumed', 'refused', 'masked'])
            .describe('open 待补充; assumed 待核对; refused 大模型的句子被去掉; masked 已遮蔽'),
          zh: z.string(),
          en: z.string(),
        }),
      )
      .describe('审核时要看的 · what whoever reviews it has to see to'),
    engine: draftEngineSchema,
  })
  .meta({ id: 'Summary', description: '案例草稿' })

/** `POST /v1/triage/{id}/summary`: a draft write-up of a closed complaint, for a person to review. */
export function summaryRoutes({ summaries, mayAsk }: Pick<HttpDeps, 'summaries' | 'mayAsk'>): RouteDef[] {
  return [
    {
      method: 'post',
      path: '/v1/triage/{id}/summary',
      access: KEY_ROLES,
      doc: {
        operationId: 'draftCase',
        tags: ['knowledge'],
        summary: '起草案例 · Draft a write-up',
        description:
          '把一件办结的投诉写成案例草稿,存入知识库待审;每件一份,again 为 true 时写成同一条目的新版本。没有大模型时由原文与记录摘出;有则补写,句中数字、日期、名称须在材料里。个人信息已打码,缺的字段在 findings 里点名。正文可省略。\n\nA closed complaint as a draft of the knowledge base, one a complaint; with again as that item’s next version. Without a language model it is extracted from the record; a model fills in, and what it says must stand in what was sent. Personal data is masked; what is missing is named in findings. The body may be left out.',
        request: {
          params: z.object({ id: triageId }),
          body: {
            required: false,
            content: {
              'application/json': {
                schema: schemaRef('SummaryRequest'),
                examples: {
                  course: {
                    summary: '写明经过与结果 · with course and result',
                    value: {
                      notes: '11月20日 10:30 联系物流,确认漏分拣\n11月21日 送达,决定:补偿20元券',
                      outcome: 'resolved',
                      result: '客户收货,接受补偿',
                    },
                  },
                },
              },
            },
          },
        },
        responses: {
          200: { description: '此前已有的,或新版本 · was there, or its next version', content: jsonOf('Summary') },
          201: { description: '草稿 · the draft', content: jsonOf('Summary') },
        },
        codes: ['not_found', 'conflict', ...WITH_ANY_BODY],
      },
      async handle(c) {
        const id = c.req.param('id') ?? ''
        const { role } = c.get('caller')!
        const said = validate(summaryRequestSchema, await bodyOf(c.req.raw))
        const summary = TRIAGE_ID.test(id)
          ? await summaries.draft(id, said, workerOf(c), {
              mayAsk: mayAsk?.(role) !== 'never',
              mayEdit: role === null || role === 'knowledge' || role === 'admin',
              signal: c.req.raw.signal,
            })
          : null
        if (!summary) throw problem('not_found')
        const { item, made, findings, engine } = summary
        c.header('ETag', `"${item.revision}"`)
        if (made === 'created') c.header('Location', `/v1/knowledge/items/case/${item.id}`)
        c.set('facts', { made, engine: engine.name, reasons: engine.reasons, findings: findings.map((f) => f.kind) })
        return c.json({ item: itemAnswer(item), made, findings, engine }, made === 'created' ? 201 : 200)
      },
    },
  ]
}

/** A request without a body says nothing. */
async function bodyOf(request: Request): Promise<unknown> {
  if (request.body === null || request.headers.get('content-length') === '0') return {}
  return (await readJsonBody(request)).value
}

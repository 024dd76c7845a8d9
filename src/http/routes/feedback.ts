import { z } from '@hono/zod-openapi'
import { FEEDBACK_STATUSES, feedbackRequestSchema, settleRequestSchema } from '../../domain/feedback.ts'
import type { KeyRole } from '../../domain/labels.ts'
import { jsonOf, schemaRef } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { WITH_BODY, WITH_QUERY } from '../route-codes.ts'
import { validate } from '../validate.ts'
import { TRIAGE_ID as ID, triageId } from './feedback-answers.ts'

const MAY_GIVE: readonly KeyRole[] = ['agent', 'analyst', 'admin']
const MAY_SETTLE: readonly KeyRole[] = ['analyst', 'admin']

const querySchema = z.strictObject({
  status: z
    .enum([...FEEDBACK_STATUSES, 'all'])
    .default('open')
    .describe('open 待了结(默认)、settled、agreed 无异议、all'),
  limit: z.coerce.number().int().min(1).max(50).default(20).describe('条数 · how many, 1 to 50'),
  cursor: z
    .string()
    .regex(ID, '请用上一页的 next / use the next of the page before')
    .optional()
    .describe('上一页的 next · the next of the page before'),
})

/** The feedback loop: what people would have judged otherwise, the queue of disagreements, and what holds in the end. */
export function feedbackRoutes({ feedback }: Pick<HttpDeps, 'feedback'>): RouteDef[] {
  return [
    {
      method: 'post',
      path: '/v1/triage/{id}/feedback',
      access: MAY_GIVE,
      doc: {
        operationId: 'giveFeedback',
        tags: ['feedback'],
        summary: '反馈一次分诊 · Give feedback on a decision',
        description:
          '只写要改的字段;都对就传 agree: true。同一密钥再次反馈即为新的一版,旧版保留;内容不变则不增版本。why 与 by 里的个人信息打码后保存。\n\nOnly the fields that were wrong, or agree: true. A second feedback of the same key is its next version, and the earlier one is kept. Personal data in why and by are masked.',
        request: {
          params: z.object({ id: triageId }),
          body: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef('FeedbackRequest'),
                examples: {
                  corrected: {
                    summary: '更正 · a correction',
                    value: { corrected: { severity: 2, rules: ['2c'], primary: 'TD-06' }, why: '已承诺两次未退款' },
                  },
                  agree: { summary: '都对 · all is right', value: { agree: true } },
                },
              },
            },
          },
        },
        responses: { 200: { description: '已收到 · kept', content: jsonOf('FeedbackGiven') } },
        codes: ['not_found', ...WITH_BODY],
      },
      async handle(c) {
        const id = c.req.param('id') ?? ''
        const request = validate(feedbackRequestSchema, (await readJsonBody(c.req.raw)).value)
        const given = ID.test(id) ? await feedback.give(id, request, c.get('caller')!.actor) : null
        if (!given) throw problem('not_found')
        c.set('facts', { feedback: given.status, version: given.version, differs: given.differs })
        return c.json(given)
      },
    },
    {
      method: 'get',
      path: '/v1/feedback',
      access: MAY_SETTLE,
      doc: {
        operationId: 'listFeedback',
        tags: ['feedback'],
        summary: '反馈队列 · The review queue',
        description:
          '有人反馈过的分诊,最早的在前:打码后的原文、当时的判断、每个人每一版的更正,以及哪些字段有分歧。每看一条记一次审计。\n\nDecisions that people have spoken of, oldest first: masked text, what was judged, every version of every correction, and which fields differ. Each one shown is noted in the audit trail.',
        request: { query: querySchema },
        responses: { 200: { description: '一页 · a page', content: jsonOf('FeedbackPage') } },
        codes: WITH_QUERY,
      },
      async handle(c) {
        const { status, limit, cursor } = readQuery(querySchema, c.req.url)
        const query = { status: status === 'all' ? null : status, limit, after: cursor ?? null }
        const page = await feedback.list(query, c.get('caller')!.actor)
        c.set('facts', { feedback: status, hits: page.items.length })
        return c.json(page)
      },
    },
    {
      method: 'post',
      path: '/v1/feedback/{triageId}/settle',
      access: MAY_SETTLE,
      doc: {
        operationId: 'settleFeedback',
        tags: ['feedback'],
        summary: '了结分歧 · Settle a disagreement',
        description:
          '写明以什么为准。凡有分歧的字段都要写;没写的按分诊结果,了结即为整条标注负责。可以再次了结,旧的保留;了结之后有人提出不同意见,会重新打开。\n\nSays what holds. Every field that people differ in must be named; what is not named stands as decided, and settling vouches for the whole. It may be settled again, the earlier version being kept; a later objection opens it again.',
        request: {
          params: z.object({ triageId }),
          body: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef('SettleRequest'),
                examples: {
                  settle: {
                    summary: '以更正为准 · the correction holds',
                    value: { final: { severity: 2, rules: ['2c'], primary: 'TD-06' }, why: '承诺两次未兑现,见指南 2c' },
                  },
                },
              },
            },
          },
        },
        responses: { 200: { description: '已了结 · settled', content: jsonOf('FeedbackSettled') } },
        codes: ['not_found', ...WITH_BODY],
      },
      async handle(c) {
        const id = c.req.param('triageId') ?? ''
        const request = validate(settleRequestSchema, (await readJsonBody(c.req.raw)).value)
        const settled = ID.test(id) ? await feedback.settle(id, request, c.get('caller')!.actor) : null
        if (!settled)
          throw problem(
            'not_found',
            '没有这个编号的反馈,请核对编号;要先有人反馈才能了结。There is no feedback on that id; check it. Somebody has to give feedback before it can be settled.',
          )
        c.set('facts', { feedback: 'settled', version: settled.version, own: settled.own })
        return c.json(settled)
      },
    },
  ]
}

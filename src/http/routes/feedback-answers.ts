import { z } from '@hono/zod-openapi'
import { decisionSchema, judgedSchema } from '../../domain/decision.ts'
import { correctedSchema, FEEDBACK_FIELDS, FEEDBACK_STATUSES, feedbackLabelsSchema } from '../../domain/feedback.ts'
import { CHANNELS } from '../../domain/labels.ts'

export const TRIAGE_ID = /^tri_[0-9A-Za-z]{10,40}$/
export const triageId = z.string().regex(TRIAGE_ID).describe('tri_…')
const when = z.iso.datetime({ offset: true })
const status = z
  .enum(FEEDBACK_STATUSES)
  .describe('open 有分歧 · somebody objects; settled 已了结; agreed 无异议 · nobody objects')
const fields = z.array(z.enum(FEEDBACK_FIELDS as [string, ...string[]]))
const version = z.int().positive()

export const feedbackGivenSchema = z
  .object({
    triageId,
    version: version.describe('此人的第几版;内容没变则不增 · this person’s; unchanged where nothing changed'),
    status,
    differs: fields.describe('与分诊结果不同的字段 · fields seen otherwise than the decision'),
  })
  .meta({ id: 'FeedbackGiven', description: '已收到的反馈' })

export const feedbackSettledSchema = z
  .object({
    triageId,
    status,
    version,
    actor: z.string(),
    at: when,
    final: feedbackLabelsSchema,
    why: z.string(),
    own: z.boolean().describe('了结者自己也给过反馈 · who settled had given feedback too'),
  })
  .meta({ id: 'FeedbackSettled', description: '定论' })

const judgedAnswer = judgedSchema.extend({
  engine: decisionSchema.shape.engine.pick({ name: true, degraded: true, policyVersion: true, policyHash: true }),
})

export const feedbackPageSchema = z
  .object({
    items: z.array(
      z.object({
        triageId,
        receivedAt: when,
        channel: z.enum(CHANNELS),
        domain: z.string().nullable(),
        status,
        text: z.string().describe('打码后的原文 · personal data masked; offsets of judged refer to it'),
        judged: judgedAnswer.describe('分诊结果中可更正的部分 · what of the decision is judged here'),
        labels: feedbackLabelsSchema.describe('同上,用标注的字段名 · the same under the names of the corrections'),
        differs: fields.describe('有人与分诊结果不同的字段 · seen otherwise than the decision'),
        disputed: fields.describe('人与人之间不同的字段 · seen otherwise by two people'),
        corrections: z.array(
          z.object({
            actor: z.string().describe('密钥编号 · the key’s id'),
            by: z.string().nullable(),
            version,
            at: when,
            current: z.boolean().describe('false: 此人后来改了 · the same person has said something else since'),
            agree: z.boolean(),
            corrected: correctedSchema,
            differs: fields,
            why: z.string().nullable(),
          }),
        ),
        settlements: z.array(feedbackSettledSchema.omit({ triageId: true, status: true })),
      }),
    ),
    next: z.string().nullable().describe('下一页的 cursor;没有了为 null · the next page’s cursor, null at the end'),
  })
  .meta({ id: 'FeedbackPage', description: '反馈队列的一页' })

import { z } from 'zod'
import { safeText, VISIBLE } from './complaint.ts'
import { CODE_PATTERN, DEMANDS, DOMINANTS, LEVELS, NATURES, RULES, STANCES, THREAT_CHANNELS } from './labels.ts'

const code = z.string().regex(CODE_PATTERN, '编码形如 SP-07 / a code such as SP-07')

/** A list in which nothing stands twice. */
const list = <S extends z.ZodType>(item: S, most: number) =>
  z
    .array(item)
    .max(most)
    .refine(
      (all) => new Set(all.map((x) => JSON.stringify(x))).size === all.length,
      '有重复,请去掉 / something stands twice; remove it',
    )

/** Everything a decision is corrected in, under the names of the labelled sets (annotation guide). */
export const feedbackLabelsSchema = z
  .strictObject({
    nature: z.enum(NATURES).describe('性质 · guide 1'),
    severity: z.literal(LEVELS).describe('级别,1 最重 · guide 2'),
    rules: list(z.enum(RULES), RULES.length).describe('定级规则;3、4 级为空 · rules of the level; none at 3 and 4'),
    primary: code.nullable().describe('主类型;null 为没有 · the first code; null: none'),
    also_ok: list(code, 10).describe('同样可接受的主类型 · codes as good as the first'),
    secondary: list(code, 2).describe('另外的事项 · further matters'),
    emotion: z.literal([1, 2, 3, 4, 5]).describe('情绪 · guide 4'),
    dominant: z.enum(DOMINANTS).describe('主要情绪;1 级为 none · none exactly at 1'),
    threats: list(z.strictObject({ channel: z.enum(THREAT_CHANNELS), stance: z.enum(STANCES) }), 16).describe(
      '升级威胁 · guide 5',
    ),
    repeat: z.boolean().describe('文中说此前反映过 · guide 6'),
    repeat_count: z.int().min(0).max(1_000).nullable().describe('文中写明的次数 · earlier contacts the text names'),
    group: z.boolean().describe('三人以上同样遭遇 · guide 8'),
    demands: list(z.enum(DEMANDS), DEMANDS.length).describe('诉求 · guide 7'),
  })
  .meta({ id: 'FeedbackLabels', description: '一条投诉的完整标注 · every label of one complaint' })

export type FeedbackLabels = z.output<typeof feedbackLabelsSchema>
export type FeedbackField = keyof FeedbackLabels
export const FEEDBACK_FIELDS = Object.keys(feedbackLabelsSchema.shape) as FeedbackField[]

/** The fields a person names, and no others. */
export const correctedSchema = feedbackLabelsSchema
  .partial()
  .meta({ id: 'Corrected', description: '只写要改的字段 · only the fields that were wrong' })
export type Corrected = z.output<typeof correctedSchema>

const words = (max: number) =>
  safeText(max).refine((s) => VISIBLE.test(s), 'is blank; leave it out or write something / 内容为空,没有就不要传')

export const WHY_LENGTH = 500

/** `POST /v1/triage/{id}/feedback`. */
export const feedbackRequestSchema = z
  .strictObject({
    corrected: correctedSchema.default({}),
    agree: z.literal(true).optional().describe('判断无误 · nothing to correct'),
    by: words(64).optional().describe('是谁(密钥之外的补充) · who, where one key serves several people'),
    why: words(WHY_LENGTH).optional().describe('理由,至多 500 字;个人信息会打码 · why; personal data is masked'),
  })
  .superRefine(({ corrected, agree }, ctx) => {
    const named = Object.values(corrected).some((v) => v !== undefined)
    const say = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    if (!named && !agree)
      say('corrected', '至少改一个字段;判断无误请传 agree: true / name a field, or send agree: true if all is right')
    if (named && agree)
      say('agree', '有更正时不要传 agree / leave agree out where something is corrected; one or the other')
  })
  .meta({ id: 'FeedbackRequest', description: '对一次分诊的反馈 · feedback on one decision' })
export type FeedbackRequest = z.output<typeof feedbackRequestSchema>

/** `POST /v1/feedback/{triageId}/settle`. */
export const settleRequestSchema = z
  .strictObject({
    final: correctedSchema.describe(
      '定论:凡有分歧的字段都要写明,没写的按分诊结果 · every field people differ in; what is not named stands as decided',
    ),
    why: words(WHY_LENGTH).describe('理由 · why; personal data is masked'),
  })
  .meta({ id: 'SettleRequest', description: '了结分歧 · settles a disagreement' })
export type SettleRequest = z.output<typeof settleRequestSchema>

export const FEEDBACK_STATUSES = ['open', 'settled', 'agreed'] as const
/** `open`: somebody sees it otherwise; `settled`: an analyst has said what holds; `agreed`: nobody objects. */
export type FeedbackStatus = (typeof FEEDBACK_STATUSES)[number]

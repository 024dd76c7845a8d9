import { z } from 'zod'
import { safeText, VISIBLE } from './complaint.ts'
import { AUDIENCES, CODE_PATTERN, LEVELS, OUTCOMES } from './labels.ts'

const words = (max: number) =>
  safeText(max)
    .refine((s) => VISIBLE.test(s), 'is blank; leave it out or write something / 内容为空,没有就不要传')
    .optional()

/** `POST /v1/triage/{id}/summary`: what is known of a closed complaint beside its record. All of it may be left out. */
export const summaryRequestSchema = z
  .strictObject({
    notes: words(8000).describe('处理经过,一行一步,可带时间 · the course, a step a line, with times if known'),
    title: words(120),
    rootCause: words(600).describe('根本原因 · root cause'),
    outcome: z.enum(OUTCOMES).optional().describe('收场 · how it ended'),
    result: words(600).describe('结果 · the result'),
    remedy: words(400).describe('给了客户什么 · what the customer was given'),
    turningPoint: words(400).describe('转折点 · where it turned'),
    lessons: words(600).describe('下次怎么做 · what to do next time'),
    departments: z.array(safeText(60).min(1)).min(1).max(8).optional().describe('经手部门 · who dealt with it'),
    code: z
      .string()
      .regex(CODE_PATTERN, '编码形如 SP-07 / a code such as SP-07')
      .optional()
      .describe('更正主类型 · where the decision’s was wrong'),
    level: z.literal(LEVELS).optional().describe('更正级别 · where the decision’s was wrong'),
    domain: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/)
      .optional(),
    audience: z.enum(AUDIENCES).default('frontline').describe('谁可以看 · who may see it; never above the key’s own'),
    engine: z.enum(['auto', 'local']).default('auto').describe('local: 不问大模型 · no language model is asked'),
    again: z
      .boolean()
      .default(false)
      .describe('true: 重新起草,作为同一条目的新版本 · draft anew, as the item’s next version'),
  })
  .meta({ id: 'SummaryRequest', description: '已知的处理情况 · what is known of how it was dealt with' })

export type SummaryRequest = z.output<typeof summaryRequestSchema>

import { z } from 'zod'
import { AUDIENCES, CHANNELS, TIERS } from './labels.ts'
import { LONE_SURROGATE } from './text/odd-characters.ts'

/** Longest complaint text, in UTF-16 units. */
export const MAX_TEXT = 8_000

// Anything a reader could see; a text of spaces, zero-width or control characters alone has none.
export const VISIBLE = /[^\s\p{C}\p{Z}]/u

/** Free text that a database and a JSON answer can both carry: no NUL, no half surrogate pair. */
export const safeText = (max: number) =>
  z
    .string()
    .max(max, `at most ${max} characters / 最多 ${max} 个字符`)
    .refine((s) => !s.includes('\u0000'), 'holds a NUL character; remove it / 含有 NUL 字符,请删除')
    .refine(
      (s) => !LONE_SURROGATE.test(s),
      'holds half a surrogate pair; send valid Unicode / 含有残缺的代理对,请发送合法的 Unicode',
    )

const shortText = (max: number) =>
  safeText(max).min(1, 'must not be empty; leave the field out instead / 不能为空,没有就不要传')

export const customerSchema = z
  .strictObject({
    id: shortText(128).optional(),
    phone: shortText(64).optional(),
    email: shortText(254).optional(),
    name: shortText(128).optional(),
    tier: z.enum(TIERS).default('ordinary'),
  })
  .meta({ id: 'Customer', description: '客户 · who complains; ids and phones are kept only as keyed hashes' })

export const orderSchema = z
  .strictObject({
    id: shortText(128).optional(),
    product: shortText(200).optional(),
    batch: shortText(128).optional(),
    branch: shortText(128).optional(),
    amount: z.number().nonnegative().max(1e12).optional().describe('yuan / 元'),
  })
  .meta({ id: 'Order', description: '订单 · what it is about' })

export const optionsSchema = z
  .strictObject({
    engine: z.enum(['auto', 'local', 'llm']).default('auto'),
    store: z.boolean().default(true).describe('false: judge without keeping anything / 不留存'),
    explain: z.boolean().default(false).describe('true: also say why not one level graver / 说明为何不是更高一级'),
    similar: z.int().min(0).max(20).default(5).describe('how many similar cases / 相似案例条数'),
    scripts: z.int().min(0).max(20).default(3).describe('how many scripts / 话术条数'),
    role: z.enum(AUDIENCES).default('frontline').describe('for whom cases and scripts are picked / 面向的角色'),
  })
  .meta({ id: 'TriageOptions', description: '选项' })

export const triageRequestSchema = z
  .strictObject({
    text: safeText(MAX_TEXT)
      .refine((s) => VISIBLE.test(s), 'is blank; send the words of the complaint / 内容为空,请填写投诉内容')
      .describe('投诉原文 · the complaint as it came, 1-8,000 characters'),
    channel: z.enum(CHANNELS).default('other').describe('渠道'),
    receivedAt: z.iso
      .datetime({ offset: true, error: 'an ISO 8601 date-time with offset, e.g. 2026-11-20T10:20:00+08:00' })
      .refine((s) => /^(19|20|21)\d\d-/.test(s), 'a year between 1900 and 2199')
      .optional()
      .describe('收到时间,默认现在'),
    customer: customerSchema.optional(),
    order: orderSchema.optional(),
    domain: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a short lower-case word such as retail, bank, telecom, logistics')
      .optional()
      .describe('行业'),
    options: optionsSchema.prefault({}),
  })
  .meta({ id: 'TriageRequest', description: '分诊请求' })

export type TriageRequest = z.output<typeof triageRequestSchema>
export type TriageRequestInput = z.input<typeof triageRequestSchema>
export type TriageOptions = z.output<typeof optionsSchema>

import { z } from '@hono/zod-openapi'
import { safeText, VISIBLE } from '../../domain/complaint.ts'
import { AUDIENCES, CHANNELS, KEY_ROLES, lowerAudience } from '../../domain/labels.ts'
import { REPLY_RULES, REPLY_SEVERITIES } from '../../domain/policy/reply-rules.ts'
import { jsonOf, schemaRef } from '../content.ts'
import type { Caller, HttpDeps } from '../deps.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'
import { validate } from '../validate.ts'
import { TRIAGE_ID, triageId } from './feedback-answers.ts'

export const replyCheckSchema = z
  .strictObject({
    text: safeText(4000)
      .refine((s) => VISIBLE.test(s), 'is blank; send the reply / 内容为空,请填写回复')
      .describe('要发给客户的回复 · the reply, 1-4,000 characters'),
    role: z.enum(AUDIENCES).describe('谁来发,不会高于密钥的范围 · who sends it; never above what the key may see'),
    triageId: triageId
      .optional()
      .describe('所回复的投诉,用于核对时限 · the complaint that it answers; its clocks are held against it'),
    channel: z.enum(CHANNELS).optional().describe('发往的渠道,只记入日志 · where it is sent; for the log alone'),
  })
  .meta({ id: 'ReplyCheck', description: '待检查的回复' })

const offset = z.int().nonnegative().nullable()
export const replyFindingsSchema = z
  .object({
    ok: z.boolean().describe('除提示外没有问题 · nothing against sending it but hints'),
    findings: z.array(
      z.object({
        rule: z.enum(REPLY_RULES),
        severity: z.enum(REPLY_SEVERITIES).describe('block 不能这样发; warn 请修改; hint 提示'),
        quote: z
          .string()
          .nullable()
          .describe('text.slice(start, end);null 表示针对整条回复 · null: of the whole reply'),
        start: offset,
        end: offset,
        message: z.object({ zh: z.string(), en: z.string() }),
        better: z
          .object({ scriptId: z.string(), text: z.string() })
          .nullable()
          .describe('话术库里更好的说法 · better words, from the published scripts'),
      }),
    ),
  })
  .meta({ id: 'ReplyFindings', description: '回复检查的结果' })

/** Who may read a triage; the others are told of none. */
const maySeeTriage = ({ role }: Caller): boolean => role === null || role !== 'knowledge'

/** `POST /v1/replies/check`: what is wrong with a reply before it is sent. Nothing of it is kept. */
export function replyRoutes({ replies, triage }: Pick<HttpDeps, 'replies' | 'triage'>): RouteDef[] {
  return [
    {
      method: 'post',
      path: '/v1/replies/check',
      access: KEY_ROLES,
      doc: {
        operationId: 'checkReply',
        tags: ['knowledge'],
        summary: '检查一条回复 · Check a reply',
        description:
          '发送之前检查:超权限承诺、打包票、做不到的时间、承认责任、生硬拒绝、对媒体表态、个人信息、指责客户,以及缺少致歉、下一步或时间。每条给出原话位置、规则与话术库中更好的说法。不保存任何内容。\n\nBefore it is sent: promises beyond powers, guarantees, times that cannot be kept, admissions, flat refusals, talk to the press, personal data, blame, and what it lacks. Each finding has its span, its rule and better words from the scripts. Nothing is kept.',
        request: {
          body: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef('ReplyCheck'),
                examples: {
                  promise: {
                    summary: '超权限承诺 · a promise beyond powers',
                    value: { text: '我保证三天内赔您一万元', role: 'frontline' },
                  },
                },
              },
            },
          },
        },
        responses: { 200: { description: '结果 · findings', content: jsonOf('ReplyFindings') } },
        codes: [
          'malformed_json',
          'invalid_encoding',
          'missing_body',
          'unauthenticated',
          'forbidden',
          'not_found',
          'payload_too_large',
          'unsupported_media_type',
          'invalid_request',
          'storage_unavailable',
          'shutting_down',
          'internal',
        ],
      },
      async handle(c) {
        const caller = c.get('caller')!
        const sent = validate(replyCheckSchema, (await readJsonBody(c.req.raw)).value)
        const role = lowerAudience(sent.role, caller.audience)
        const of = sent.triageId === undefined ? null : await caseOf(sent.triageId, caller)
        const result = await replies.check({ text: sent.text, role, of })
        c.set('facts', {
          audience: role,
          channel: sent.channel,
          rules: result.findings.map((f) => f.rule),
          replyOk: result.ok,
        })
        return c.json(result)
      },
    },
  ]

  async function caseOf(id: string, caller: Caller) {
    const view =
      TRIAGE_ID.test(id) && maySeeTriage(caller) ? await triage.find(id, caller.actor, caller.audience) : null
    if (!view) throw problem('not_found')
    const { clocks, types } = view.decision
    return { clocks, codes: types.filter((t) => t.role !== 'alternative').map((t) => t.code) }
  }
}

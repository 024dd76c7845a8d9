import { z } from '@hono/zod-openapi'
import { safeText } from '../../domain/complaint.ts'
import { AUDIENCES, type KeyRole, lowerAudience } from '../../domain/labels.ts'
import { jsonOf, schemaRef } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'
import { WITH_BODY } from '../route-codes.ts'
import { validate } from '../validate.ts'
import { draftEngineSchema } from './draft-engine.ts'
import { triageId } from './feedback-answers.ts'
import { replyFindingsSchema } from './replies.ts'

/** Whoever may read a triage. */
const MAY_DRAFT: readonly KeyRole[] = ['agent', 'analyst', 'admin']

export const replyDraftRequestSchema = z
  .strictObject({
    triageId: triageId.describe('所回复的投诉 · the complaint that it answers'),
    role: z
      .enum(AUDIENCES)
      .default('frontline')
      .describe('谁来发,不会高于密钥的范围 · who sends it; never above what the key may see'),
    scene: safeText(80)
      .optional()
      .describe('先用这个场景的话术,取自该投诉 scripts[].scene · the script to begin with, by scripts[].scene'),
    language: z.enum(['zh', 'en']).optional().describe('默认与投诉相同 · as the complaint’s unless told'),
    engine: z.enum(['auto', 'local']).default('auto').describe('local: 不问大模型 · no language model is asked'),
  })
  .meta({ id: 'ReplyDraftRequest', description: '起草回复' })

const ids = z.array(z.string())
export const replyDraftAnswerSchema = z
  .object({
    text: z.string().describe('草稿,由坐席改好再发 · the draft; an agent mends and sends it'),
    unfilled: ids.describe('留给坐席填写的空 · slots {…} of the text that are left to the agent'),
    language: z.enum(['zh', 'en']),
    role: z.enum(AUDIENCES),
    from: z
      .object({ scripts: ids, cases: ids })
      .describe('用到的话术与案例 · which of the scripts and cases that were found it was made of'),
    ok: replyFindingsSchema.shape.ok,
    findings: replyFindingsSchema.shape.findings,
    refused: z
      .array(z.enum(['link', 'prompt', 'number', 'name', 'quote', 'rest', 'contact', 'placeholder', 'echo']))
      .describe('大模型有句子因此被去掉 · why sentences of the model’s were taken out'),
    engine: draftEngineSchema.extend({
      degraded: z.boolean().describe('问过大模型,但没有用它的草稿 · a model was asked, and its draft is not this one'),
    }),
  })
  .meta({ id: 'ReplyDraft', description: '回复草稿' })

/** `POST /v1/replies/draft`: a reply for the agent to mend. Nothing of it is kept or sent. */
export function replyDraftRoutes({ replyDrafts, mayAsk }: Pick<HttpDeps, 'replyDrafts' | 'mayAsk'>): RouteDef[] {
  return [
    {
      method: 'post',
      path: '/v1/replies/draft',
      access: MAY_DRAFT,
      doc: {
        operationId: 'draftReply',
        tags: ['knowledge'],
        summary: '起草一条回复 · Draft a reply',
        description:
          '只依据为该投诉找到的话术与案例起草。有大模型且此角色可用时由它写,写出的数字、名称、做法须在材料里;否则取最合适的话术填空,没有依据的空照原样留着。草稿已过回复检查,结果在 findings。不保存,不发送。\n\nFrom the scripts and cases that were found for the complaint, and nothing else: by a language model where there is one and this role may cost, what it says being held to what it was given; else the best script with its slots filled, and those that nothing fills left open. The check of replies has seen it. Nothing is kept or sent.',
        request: {
          body: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef('ReplyDraftRequest'),
                examples: {
                  plain: { summary: '只给编号 · by its id alone', value: { triageId: 'tri_01K0EXAMPLE0000' } },
                },
              },
            },
          },
        },
        responses: { 200: { description: '草稿 · the draft', content: jsonOf('ReplyDraft') } },
        codes: ['not_found', ...WITH_BODY],
      },
      async handle(c) {
        const { actor, role: key, audience } = c.get('caller')!
        const sent = validate(replyDraftRequestSchema, (await readJsonBody(c.req.raw)).value)
        const { scene = null, language = null } = sent
        const draft = await replyDrafts.draft(
          { ...sent, scene, language, role: lowerAudience(sent.role, audience) },
          { actor, mayAsk: mayAsk?.(key) !== 'never', signal: c.req.raw.signal },
        )
        if (!draft) throw problem('not_found')
        const { engine, findings, refused } = draft
        c.set('facts', {
          audience: draft.role,
          engine: engine.name,
          degraded: engine.degraded,
          reasons: engine.reasons,
          refused,
          rules: findings.map((f) => f.rule),
        })
        return c.json(draft)
      },
    },
  ]
}

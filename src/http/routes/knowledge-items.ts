import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { safeText } from '../../domain/complaint.ts'
import { ITEM_ID, KINDS, type Kind } from '../../domain/knowledge.ts'
import { ITEM_STATUSES, type KnowledgeItem } from '../../domain/knowledge-item.ts'
import { CODE_OR_FAMILY, type KeyRole } from '../../domain/labels.ts'
import { MOVES, type Move } from '../../knowledge/life.ts'
import type { ItemQuery } from '../../ports/item-store.ts'
import { jsonOf } from '../content.ts'
import type { AppEnv, HttpDeps } from '../deps.ts'
import { itemOf, itemParams, workerOf } from '../item-path.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { GUARDED, WITH_BODY, WITH_QUERY } from '../route-codes.ts'
import { validate } from '../validate.ts'
import { historyAnswer, itemAnswer } from './item-answers.ts'

const MAY_WRITE: readonly KeyRole[] = ['knowledge', 'admin']
const why = safeText(500).trim().min(1).nullable().default(null).describe('原因 · why')
const item = z.looseObject({}).describe('CaseWriteUp 或 Script,全部字段 · all fields of a CaseWriteUp or a Script')

const querySchema = z.strictObject({
  kind: z.enum(KINDS).optional(),
  status: z.enum(ITEM_STATUSES).optional(),
  code: z.string().regex(CODE_OR_FAMILY, '类型编码或大类,如 SP-07 或 SP / a code or a family').optional(),
  domain: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/)
    .optional(),
  title: safeText(80).trim().min(1).optional().describe('标题或编号里的字 · words in the title or the id'),
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.[a-z0-9-]{3,81}(?:\.(?:case|script))?$/, '请用上一页的 next / use the next of the page before')
    .optional(),
})
const createSchema = z.strictObject({ kind: z.enum(KINDS), item, why })
const editSchema = z.strictObject({ item, why })
const moveSchema = z.strictObject({
  why,
  into: z.string().regex(ITEM_ID).optional().describe('merge:留下的那条 · the one that stays'),
})
const restoreSchema = z.strictObject({ version: z.int().positive() })

const CHANGING = ['conflict', ...WITH_BODY] as const
const ON_ITEM = [...CHANGING, 'not_found', 'precondition_required', 'precondition_failed'] as const

const MOVE_WORDS: Record<Move, { summary: string; zh: string; en: string }> = {
  submit: { summary: '提交审核 · Submit for review', zh: '草稿交给另一人审核。', en: 'A draft goes to review.' },
  return: {
    summary: '退回修改 · Return',
    zh: '退回给作者,须写明原因。',
    en: 'Back to the author; it must be said why.',
  },
  approve: {
    summary: '批准并发布 · Approve and publish',
    zh: '最新一版立即可被检索;作者不能批准自己写的版本。',
    en: 'The latest version is found at once. Who wrote it may not approve it.',
  },
  retire: {
    summary: '下架 · Retire',
    zh: '不再被检索,版本都保留,须写明原因。',
    en: 'No longer found; every version is kept; it must be said why.',
  },
  merge: {
    summary: '并入另一条 · Merge into another',
    zh: '重复的条目下架,并指向留下的那条(into)。',
    en: 'A duplicate is retired and points to the one that stays (into).',
  },
}

/** The knowledge managers' desk: list, write, review, publish, retire, merge, restore. Changes need If-Match. */
export function knowledgeItemRoutes({ desk, keys }: Pick<HttpDeps, 'desk' | 'keys'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/v1/knowledge/items',
      access: MAY_WRITE,
      doc: {
        operationId: 'listItems',
        tags: ['knowledge'],
        summary: '条目列表 · List items',
        description:
          '各种状态的案例与话术,最近变动的在前。\n\nCases and scripts in every state, latest change first; only what the key may see.',
        request: { query: querySchema },
        responses: { 200: { description: '一页 · a page', content: jsonOf('KnowledgeItemPage') } },
        codes: WITH_QUERY,
      },
      async handle(c) {
        const { cursor, limit, ...asked } = readQuery(querySchema, c.req.url)
        const items = await desk.list(
          {
            kind: asked.kind ?? null,
            status: asked.status ?? null,
            code: asked.code ?? null,
            domain: asked.domain ?? null,
            title: asked.title ?? null,
            after: afterOf(cursor),
            limit: limit + 1,
          },
          workerOf(c),
        )
        const page = items.slice(0, limit)
        const last = items.length > limit ? page.at(-1)! : null
        c.set('facts', { hits: page.length })
        return c.json({ items: page.map(itemAnswer), next: last ? `${last.updatedAt}.${last.id}.${last.kind}` : null })
      },
    },
    {
      method: 'post',
      path: '/v1/knowledge/items',
      access: MAY_WRITE,
      doc: {
        operationId: 'createItem',
        tags: ['knowledge'],
        summary: '新建条目 · Create an item',
        description: '存为草稿,提交并批准后才可被检索。\n\nKept as a draft; found only once it is approved.',
        request: { body: { required: true, content: { 'application/json': { schema: createSchema } } } },
        responses: { 201: { description: '草稿 · the draft', content: jsonOf('KnowledgeItem') } },
        codes: CHANGING,
      },
      async handle(c) {
        const sent = validate(createSchema, (await readJsonBody(c.req.raw)).value)
        const made = await desk.create(sent.kind, sent.item, sent.why, workerOf(c))
        c.header('Location', `/v1/knowledge/items/${made.kind}/${made.id}`)
        return answer(c, made, 201)
      },
    },
    {
      method: 'get',
      path: '/v1/knowledge/items/{kind}/{id}',
      access: MAY_WRITE,
      doc: {
        operationId: 'getItem',
        tags: ['knowledge'],
        summary: '查看条目 · Show an item',
        description: '最新一版,ETag 供修改时使用。\n\nThe latest version; its ETag is what a change must bring.',
        request: { params: itemParams },
        responses: { 200: { description: '条目 · the item', content: jsonOf('KnowledgeItem') } },
        codes: ['not_found', ...GUARDED],
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        return answer(c, await desk.find(kind, id, workerOf(c)))
      },
    },
    {
      method: 'put',
      path: '/v1/knowledge/items/{kind}/{id}',
      access: MAY_WRITE,
      doc: {
        operationId: 'editItem',
        tags: ['knowledge'],
        summary: '修改条目 · Edit an item',
        description:
          '写成新的一版草稿;已发布的那版照常展示,直到新版获批。须带 If-Match。\n\nA new version, as a draft; what is published stays shown until the new one is approved. Needs If-Match.',
        request: {
          params: itemParams,
          body: { required: true, content: { 'application/json': { schema: editSchema } } },
        },
        responses: { 200: { description: '条目 · the item', content: jsonOf('KnowledgeItem') } },
        codes: ON_ITEM,
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        const sent = validate(editSchema, (await readJsonBody(c.req.raw)).value)
        return answer(c, await desk.edit(kind, id, sent.item, sent.why, ifMatch(c), workerOf(c)))
      },
    },
    {
      method: 'get',
      path: '/v1/knowledge/items/{kind}/{id}/history',
      access: MAY_WRITE,
      doc: {
        operationId: 'itemHistory',
        tags: ['knowledge'],
        summary: '版本与经过 · Versions and steps',
        description:
          '每一版写了什么、谁写的、为什么、改了哪些字段;每一步是谁做的。people 按密钥编号给出名称。\n\nWhat each version says, by whom, why and in which fields it differs; who took which step. `people` names the keys.',
        request: { params: itemParams },
        responses: { 200: { description: '经过 · the history', content: jsonOf('KnowledgeHistory') } },
        codes: ['not_found', ...GUARDED],
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        return c.json(historyAnswer(await desk.history(kind, id, workerOf(c)), await keys.list()))
      },
    },
    ...MOVES.map(
      (move): RouteDef => ({
        method: 'post',
        path: `/v1/knowledge/items/{kind}/{id}/${move}`,
        access: MAY_WRITE,
        doc: {
          operationId: `${move}Item`,
          tags: ['knowledge'],
          summary: MOVE_WORDS[move].summary,
          description: `${MOVE_WORDS[move].zh}须带 If-Match。\n\n${MOVE_WORDS[move].en} Needs If-Match.`,
          request: {
            params: itemParams,
            body: { required: true, content: { 'application/json': { schema: moveSchema } } },
          },
          responses: { 200: { description: '条目 · the item', content: jsonOf('KnowledgeItem') } },
          codes: ON_ITEM,
        },
        async handle(c) {
          const { kind, id } = itemOf(c)
          const { why, into } = validate(moveSchema, (await readJsonBody(c.req.raw)).value)
          const said = { why, ...(into ? { into } : {}) }
          return answer(c, await desk.move(kind, id, move, said, ifMatch(c), workerOf(c)))
        },
      }),
    ),
    {
      method: 'post',
      path: '/v1/knowledge/items/{kind}/{id}/restore',
      access: MAY_WRITE,
      doc: {
        operationId: 'restoreItem',
        tags: ['knowledge'],
        summary: '恢复旧版 · Restore a version',
        description:
          '把旧的一版写成新的草稿(撤销)。须带 If-Match。\n\nAn earlier version becomes a new draft: undo. Needs If-Match.',
        request: {
          params: itemParams,
          body: { required: true, content: { 'application/json': { schema: restoreSchema } } },
        },
        responses: { 200: { description: '条目 · the item', content: jsonOf('KnowledgeItem') } },
        codes: ON_ITEM,
      },
      async handle(c) {
        const { kind, id } = itemOf(c)
        const { version } = validate(restoreSchema, (await readJsonBody(c.req.raw)).value)
        return answer(c, await desk.restore(kind, id, version, ifMatch(c), workerOf(c)))
      },
    },
  ]
}

/** The last item of the page before. Cursors from before kinds stood in them are still read. */
function afterOf(cursor: string | undefined): ItemQuery['after'] {
  if (cursor === undefined) return null
  const [at, id, kind] = cursor.split('.') as [string, string, Kind?]
  return { updatedAt: Number(at), id, ...(kind ? { kind } : {}) }
}

/** The revision in If-Match: `"7"`; null where there is none. Throws `precondition_failed` for what no ETag of ours looks like. */
function ifMatch(c: Context<AppEnv>): number | null {
  const sent = c.req.header('if-match')?.trim()
  if (sent === undefined) return null
  const [, revision] = /^"?(\d{1,9})"?$/.exec(sent) ?? []
  if (!revision) throw problem('precondition_failed')
  return Number(revision)
}

function answer(c: Context<AppEnv>, item: KnowledgeItem, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${item.revision}"`)
  c.set('facts', { kind: item.kind, state: item.status, version: item.version })
  return c.json(itemAnswer(item), status)
}

import { z } from '@hono/zod-openapi'
import { caseSchema, KINDS, scriptSchema } from '../../domain/knowledge.ts'
import {
  ITEM_ACTIONS,
  ITEM_STATUSES,
  type ItemStep,
  type ItemVersion,
  type KnowledgeItem,
  titleOf,
} from '../../domain/knowledge-item.ts'
import type { ApiKey } from '../../ports/key-store.ts'

const when = z.string().describe('ISO 8601')
const body = z.union([caseSchema, scriptSchema])

export const knowledgeItemSchema = z
  .object({
    kind: z.enum(KINDS),
    id: z.string(),
    title: z.string(),
    status: z.enum(ITEM_STATUSES).describe('最新一版所处的状态 · where the latest version stands'),
    revision: z.int().describe('每次变动加一;即 ETag · up by one with every change; the ETag'),
    version: z.int(),
    publishedVersion: z.int().nullable().describe('检索展示的版本;null 表示未发布 · the version that is shown'),
    author: z.string().describe('最新一版的作者(密钥编号) · who wrote the latest version'),
    mergedInto: z.string().nullable(),
    updatedAt: when,
    updatedBy: z.string(),
    item: body,
  })
  .meta({ id: 'KnowledgeItem', description: '知识库条目' })

export const knowledgeItemPageSchema = z
  .object({ items: z.array(knowledgeItemSchema), next: z.string().nullable() })
  .meta({ id: 'KnowledgeItemPage', description: '条目的一页' })

export const knowledgeHistorySchema = z
  .object({
    versions: z.array(
      z.object({
        version: z.int(),
        author: z.string(),
        at: when,
        why: z.string().nullable(),
        changed: z.array(z.string()).describe('与上一版不同的字段 · fields that differ from the version before'),
        item: body,
      }),
    ),
    steps: z.array(
      z.object({
        at: when,
        actor: z.string(),
        action: z.enum(ITEM_ACTIONS),
        version: z.int(),
        why: z.string().nullable(),
      }),
    ),
    people: z
      .record(z.string(), z.string())
      .describe('文中出现的密钥编号及其名称 · the keys that stand here, by id, with their labels'),
  })
  .meta({ id: 'KnowledgeHistory', description: '条目的版本与经过' })

const iso = (ms: number): string => new Date(ms).toISOString()

export const itemAnswer = ({ body, updatedAt, ...item }: KnowledgeItem): z.output<typeof knowledgeItemSchema> => ({
  ...item,
  title: titleOf(body),
  updatedAt: iso(updatedAt),
  item: body,
})

/** `keys`: all there are, revoked ones too; only those that wrote or took a step are named. */
export const historyAnswer = (
  history: { versions: ItemVersion[]; steps: ItemStep[] },
  keys: readonly Pick<ApiKey, 'id' | 'label'>[],
): z.output<typeof knowledgeHistorySchema> => ({
  versions: history.versions.map(({ body, at, ...version }) => ({ ...version, at: iso(at), item: body })),
  steps: history.steps.map((step) => ({ ...step, at: iso(step.at) })),
  people: Object.fromEntries(
    keys
      .filter(({ id }) => history.versions.some((v) => v.author === id) || history.steps.some((s) => s.actor === id))
      .map(({ id, label }) => [id, label]),
  ),
})

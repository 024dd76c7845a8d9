import { z } from '@hono/zod-openapi'
import { KINDS } from '../../domain/knowledge.ts'
import type { DryRun } from '../../knowledge/import/dry-run.ts'
import type { ImportState } from '../../knowledge/import/import-service.ts'
import type { ImportProgress } from '../../ports/import-store.ts'
import { IMPORT_STATUSES } from '../../ports/import-store.ts'

const count = z.int().nonnegative()
const words = z.object({ zh: z.string(), en: z.string() })

const findingSchema = z
  .object({
    severity: z
      .enum(['error', 'warning', 'note'])
      .describe(
        'error 不能导入;warning 可以导入,请人看一眼;note 说明读法 · cannot be imported; can, but look; how it was read',
      ),
    field: z.string().nullable().describe('字段,如 course.0.at;null 为整条 · a field; null: the whole item'),
    rule: z.string().describe('missing, unknown-code, bad-date, personal-data, near-duplicate, same-id, id-not-free …'),
    problem: words,
    advice: words,
    like: z
      .object({ id: z.string(), title: z.string(), similarity: z.number().min(0).max(1) })
      .optional()
      .describe('near-duplicate:像哪一条 · the item it is like'),
  })
  .meta({ id: 'ImportFinding', description: '导入时的发现' })

const filesSchema = z.array(z.object({ file: z.string(), how: z.string(), findings: z.array(findingSchema) }))

export const dryRunSchema = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(KINDS),
        file: z.string(),
        row: z.int().nullable(),
        item: z.looseObject({}).describe('读出的字段,可能不全 · what was read, perhaps not whole'),
        findings: z.array(findingSchema),
      }),
    ),
    files: filesSchema,
    summary: z.object({
      total: count,
      ready: count.describe('可以导入的 · those an import would take'),
      created: count,
      updated: count,
      unchanged: count,
      withErrors: count,
      withWarnings: count,
      nearDuplicates: count,
      compared: count.describe('与已发布条目比较过的条数 · how many were compared with what is published'),
      byMeaning: z.boolean().describe('是否也比较了语义 · whether by meaning too'),
    }),
  })
  .meta({ id: 'ImportDryRun', description: '试读一次上传 · what an import would do' })

const OUTCOMES = ['created', 'updated', 'unchanged', 'refused'] as const

export const importStateSchema = z
  .object({
    id: z.string(),
    status: z
      .enum(IMPORT_STATUSES)
      .describe('interrupted:进程中断,已完成的保留,同一文件再导入即可补完 · the same file again does the rest'),
    actor: z.string(),
    startedAt: z.string().describe('ISO 8601'),
    endedAt: z.string().nullable().describe('ISO 8601'),
    total: count,
    done: count,
    submit: z.boolean(),
    counts: z.object(
      Object.fromEntries(OUTCOMES.map((o) => [o, count])) as Record<(typeof OUTCOMES)[number], typeof count>,
    ),
    files: filesSchema,
    results: z
      .array(
        z.object({
          file: z.string(),
          row: z.int().nullable(),
          kind: z.enum(KINDS),
          id: z.string().nullable(),
          title: z.string().nullable(),
          outcome: z.enum(OUTCOMES),
          version: z.int().nullable(),
          findings: z.array(findingSchema),
        }),
      )
      .describe('结束后逐条列出 · one for each settled item, once it has ended'),
  })
  .meta({ id: 'ImportState', description: '一次导入 · an import' })

const iso = (ms: number): string => new Date(ms).toISOString()

export const dryRunAnswer = (dry: DryRun) => dry as z.output<typeof dryRunSchema>

export function importAnswer({ seenAt, startedAt, ...state }: ImportState): z.output<typeof importStateSchema> {
  return { ...state, startedAt: iso(startedAt), endedAt: state.status === 'running' ? null : iso(seenAt) }
}

/** What is said on the way. */
export const progressAnswer = ({ id, status, total, done }: ImportProgress) => ({ id, status, total, done })

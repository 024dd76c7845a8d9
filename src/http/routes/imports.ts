import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { KeyRole } from '../../domain/labels.ts'
import type { Worker } from '../../knowledge/desk.ts'
import type { ImportService } from '../../knowledge/import/import-service.ts'
import { jsonOf, schemaRef } from '../content.ts'
import type { AppEnv, HttpDeps } from '../deps.ts'
import { eventStream, type ServerEvent } from '../event-stream.ts'
import { workerOf } from '../item-path.ts'
import { readUploadBody } from '../middleware/upload-body.ts'
import { problem } from '../problem.ts'
import { readQuery } from '../query.ts'
import type { RouteDef } from '../route.ts'
import { GUARDED, WITH_BODY } from '../route-codes.ts'
import { dryRunAnswer, importAnswer, progressAnswer } from './import-answers.ts'

const MAY_WRITE: readonly KeyRole[] = ['knowledge', 'admin']
const ID = /^imp_[0-9A-Z]{10,40}$/
const params = z.object({ id: z.string().regex(ID) })
const flag = z.enum(['true', 'false']).default('false')

const querySchema = z.strictObject({
  dryRun: flag.describe('true:只读出并检查,什么都不保存 · read and checked, nothing kept'),
  submit: flag.describe('true:导入的草稿直接送审 · drafts go to review at once'),
  name: z.string().trim().min(1).max(500).optional().describe('application/octet-stream 的文件名 · the file’s name'),
})

/** The import of write-ups and scripts: read on trial, imported in the background, followed, cancelled. */
export function importRoutes({ imports }: Pick<HttpDeps, 'imports'>): RouteDef[] {
  return [
    {
      method: 'post',
      path: '/v1/knowledge/imports',
      access: MAY_WRITE,
      doc: {
        operationId: 'importItems',
        tags: ['knowledge'],
        summary: '导入案例与话术 · Import cases and scripts',
        description:
          '上传 Markdown、DOCX、XLSX、CSV、JSON、JSONL、TXT 或 ZIP,共 64 MB 以内;或把改好的条目以 JSON 发来。dryRun=true 只读出并逐条列出发现,什么都不保存。否则立即返回 202,在后台写成草稿:每条新建、更新为新的一版、未变,或写明原因后拒绝;同一文件再传一次不会有变化;已发布的版本照常展示。\n\nFiles of up to 64 MB together, or mended items as JSON. dryRun=true reads and checks and keeps nothing. Otherwise 202 at once, and in the background every item becomes a draft, a new version, stays unchanged, or is refused with its reasons; the same file twice changes nothing; what is published stays shown.',
        request: {
          query: querySchema,
          body: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: z.object({
                  file: z.array(z.string().describe('文件 · files').openapi({ format: 'binary' })),
                  why: z.string().max(500).optional(),
                }),
              },
              'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
              'application/json': { schema: schemaRef('ImportItems') },
            },
          },
        },
        responses: {
          200: { description: '试读 · what it would do', content: jsonOf('ImportDryRun') },
          202: { description: '已开始 · it has begun', content: jsonOf('ImportState') },
        },
        codes: ['conflict', ...WITH_BODY],
      },
      async handle(c) {
        const query = readQuery(querySchema, c.req.url)
        const sent = await readUploadBody(c.req.raw, query.name)
        const upload = sent.items ? await imports.readItems(sent.items) : await imports.read(sent.files)
        if (query.dryRun === 'true') {
          const dry = await imports.dryRun(upload, workerOf(c))
          c.set('facts', { dryRun: true, items: dry.summary.total, ready: dry.summary.ready })
          return c.json(dryRunAnswer(dry))
        }
        const begun = await imports.start(upload, { submit: query.submit === 'true', why: sent.why }, workerOf(c))
        c.set('facts', { import: begun.id, items: begun.total })
        c.header('Location', `/v1/knowledge/imports/${begun.id}`)
        return c.json(importAnswer(begun), 202)
      },
    },
    {
      method: 'get',
      path: '/v1/knowledge/imports/{id}',
      access: MAY_WRITE,
      doc: {
        operationId: 'getImport',
        tags: ['knowledge'],
        summary: '导入的进度与结果 · How far an import is',
        description:
          '结束后逐条列出结果。带 Accept: text/event-stream 时为事件流:progress 报 {done, total},结束时 done。导入者本人或可见全部的人可查。\n\nResults item by item once it has ended. With Accept: text/event-stream a stream of events: progress with {done, total}, at the end done. For who began it, and for those who may see everything.',
        request: { params },
        responses: {
          200: {
            description: '状态 · the state',
            content: {
              ...jsonOf('ImportState'),
              'text/event-stream': {
                schema: z.string(),
                example: 'event: progress\ndata: {"id":"imp_…","status":"running","total":250,"done":100}\n\n',
              },
            },
          },
        },
        codes: ['not_found', ...GUARDED],
      },
      async handle(c) {
        const id = idOf(c)
        if (!/\btext\/event-stream\b/i.test(c.req.header('accept') ?? ''))
          return c.json(importAnswer(await imports.find(id, workerOf(c))))
        // Looked up before the stream begins, so that what is not there is a problem and no empty stream.
        const progress = await imports.follow(id, workerOf(c))
        c.header('Content-Type', 'text/event-stream; charset=utf-8')
        c.header('X-Accel-Buffering', 'no')
        return c.body(eventStream(eventsOf(progress, imports, workerOf(c))))
      },
    },
    {
      method: 'post',
      path: '/v1/knowledge/imports/{id}/cancel',
      access: MAY_WRITE,
      doc: {
        operationId: 'cancelImport',
        tags: ['knowledge'],
        summary: '取消导入 · Cancel an import',
        description:
          '写完手上的一批后停止;已写入的保留,并逐条列出。\n\nStops after the chunk under way; what is written stays and is named.',
        request: { params },
        responses: { 200: { description: '状态 · the state', content: jsonOf('ImportState') } },
        codes: ['not_found', 'conflict', ...GUARDED],
      },
      async handle(c) {
        const state = await imports.cancel(idOf(c), workerOf(c))
        c.set('facts', { import: state.id, state: state.status, done: state.done })
        return c.json(importAnswer(state))
      },
    },
  ]
}

async function* eventsOf(
  progress: Awaited<ReturnType<ImportService['follow']>>,
  imports: ImportService,
  by: Worker,
): AsyncGenerator<ServerEvent, void> {
  for await (const now of progress) {
    if (now.status === 'running') {
      yield { event: 'progress', data: progressAnswer(now) }
      continue
    }
    const { counts } = await imports.find(now.id, by)
    yield { event: 'progress', data: progressAnswer(now) }
    yield { event: 'done', data: { ...progressAnswer(now), counts } }
  }
}

function idOf(c: Context<AppEnv>): string {
  const id = c.req.param('id') ?? ''
  if (!ID.test(id)) throw problem('not_found')
  return id
}

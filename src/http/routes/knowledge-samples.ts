import { z } from '@hono/zod-openapi'
import type { HttpDeps } from '../deps.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'

const text = (type: string) => `${type}; charset=utf-8`

/** The samples that may be fetched, a file a format, in the order in which they are offered. */
export const SAMPLES = {
  'case.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'case.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'case.csv': text('text/csv'),
  'case.md': text('text/markdown'),
  'case.txt': text('text/plain'),
  'case.json': 'application/json',
  'cases.jsonl': text('application/jsonl'),
  'script.md': text('text/markdown'),
  'cases.zip': 'application/zip',
} as const
export type SampleName = keyof typeof SAMPLES
const NAMES = Object.keys(SAMPLES) as [SampleName, ...SampleName[]]

/** `GET /v1/knowledge/samples/{name}`: a sample of each format to write over. Made up, so anybody may have it; where none are at hand it is `not_found`. */
export function knowledgeSampleRoutes({ samples }: Pick<HttpDeps, 'samples'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/v1/knowledge/samples/{name}',
      access: 'public',
      doc: {
        operationId: 'uploadSample',
        tags: ['knowledge'],
        summary: '导入样例 · A sample upload',
        description:
          '每种格式一份样例,可直接导入,也可当模板改写;内容为自编。\n\nA sample of each format, to be imported as it is or written over; what it says is made up.',
        request: { params: z.object({ name: z.enum(NAMES) }) },
        responses: {
          200: {
            description: '文件 · the file',
            content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
          },
        },
        codes: ['not_found', 'shutting_down', 'internal'],
      },
      async handle(c) {
        const name = NAMES.find((n) => n === c.req.param('name'))
        const body = name ? await samples?.read(name) : null
        if (!name || !body) throw problem('not_found')
        c.header('Content-Type', SAMPLES[name])
        c.header('Content-Disposition', `attachment; filename="suzhen-${name}"`)
        c.header('Cache-Control', 'public, max-age=3600')
        return c.body(body as Uint8Array<ArrayBuffer>)
      },
    },
  ]
}

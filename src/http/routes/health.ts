import { z } from '@hono/zod-openapi'
import { jsonOf } from '../content.ts'
import type { HttpDeps, Readiness } from '../deps.ts'
import { answerError, problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'

export const readinessSchema = z
  .object({
    ready: z.boolean(),
    degraded: z.boolean().describe('works, but poorer than it could / 可用但能力受限'),
    reasons: z.array(z.string()),
    checks: z.record(z.string(), z.enum(['ok', 'degraded', 'down'])),
  })
  .meta({ id: 'Readiness', description: '就绪状态' })

const NOT_READY =
  '服务尚未就绪，请按 Retry-After 稍后重试；原因见 reasons。Not ready; see reasons and try again after Retry-After.'

/** `GET /health/live`, `GET /health/ready`: open to all, for probes. A check that fails counts as not ready. */
export function healthRoutes({ health }: Pick<HttpDeps, 'health'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/health/live',
      access: 'public',
      doc: {
        operationId: 'live',
        tags: ['health'],
        summary: '存活 · Alive',
        description: '进程是否存活。停止过程中仍应答。\n\nIs the process alive. Answered while it stops, too.',
        responses: { 200: { description: '存活 · alive' } },
        codes: ['internal'],
      },
      handle(c) {
        if (!health.live()) throw problem('internal')
        return c.json({ live: true })
      },
    },
    {
      method: 'get',
      path: '/health/ready',
      access: 'public',
      doc: {
        operationId: 'ready',
        tags: ['health'],
        summary: '就绪 · Ready',
        description:
          '可以接收请求时为 200（能力受限时 degraded 为 true 并说明原因），否则 503。\n\n200 when requests can be taken (degraded says so, with reasons), 503 otherwise.',
        responses: { 200: { description: '就绪 · ready', content: jsonOf('Readiness') } },
        codes: ['storage_unavailable', 'shutting_down'],
      },
      async handle(c) {
        const state = await health.ready().catch((cause: unknown): Readiness & { cause: unknown } => {
          return {
            ready: false,
            degraded: true,
            reasons: ['就绪检查失败 · the check itself failed'],
            checks: {},
            cause,
          }
        })
        const { ready, degraded, reasons, checks } = state
        c.set('facts', { degraded })
        if (ready) return c.json({ ready, degraded, reasons, checks })
        const error = Object.assign(
          problem('storage_unavailable', NOT_READY),
          'cause' in state ? { cause: state.cause } : {},
        )
        return answerError(error, c, { ready, degraded, reasons, checks })
      },
    },
  ]
}

import type { HttpDeps } from '../deps.ts'
import type { RouteDef } from '../route.ts'
import { GUARDED } from '../route-codes.ts'

/** `GET /metrics`: what was counted, for Prometheus. Numbers of this process since its start; no text, no person. */
export function metricsRoutes({ metrics }: Pick<HttpDeps, 'metrics'>): RouteDef[] {
  return [
    {
      method: 'get',
      path: '/metrics',
      access: ['analyst', 'admin'],
      doc: {
        operationId: 'metrics',
        tags: ['health'],
        summary: '运行指标 · Metrics',
        description:
          'Prometheus 文本格式:请求、分诊、大模型的次数、用量、费用与耗时,向量接口的次数与耗时,各接口熔断器的状态,本进程启动以来。\n\nIn the text format of Prometheus: requests, triages, questions to the language model with their tokens, cost and time, requests for vectors to an endpoint, and how the breakers stand, since this process began.',
        responses: {
          200: { description: '指标 · metrics', content: { 'text/plain': { schema: { type: 'string' } } } },
        },
        codes: GUARDED,
      },
      handle(c) {
        c.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
        c.header('Cache-Control', 'no-store')
        return c.body(metrics.text())
      },
    },
  ]
}

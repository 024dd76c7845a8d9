import { z } from '@hono/zod-openapi'
import { triageRequestSchema } from '../../domain/complaint.ts'
import { type Decision, decisionSchema } from '../../domain/decision.ts'
import type { KeyRole } from '../../domain/labels.ts'
import type { LogFields } from '../../ports/logger.ts'
import { jsonExample, jsonOf, schemaRef } from '../content.ts'
import type { HttpDeps } from '../deps.ts'
import { eventStream } from '../event-stream.ts'
import { readJsonBody } from '../middleware/json-body.ts'
import { problem } from '../problem.ts'
import type { RouteDef } from '../route.ts'
import { invalid, validate } from '../validate.ts'
import { DECISION_EXAMPLE, REQUEST_EXAMPLE, REQUEST_EXAMPLE_FULL } from './triage-example.ts'
import { type TriageEvent, triageEvents, wantsEvents } from './triage-stream.ts'

export const storedTriageSchema = z
  .object({
    text: z.string().describe('打码后的原文 · the text with personal data masked; offsets refer to it'),
    decision: decisionSchema,
  })
  .meta({ id: 'StoredTriage', description: '已保存的分诊结果' })

const MAY_TRIAGE: readonly KeyRole[] = ['agent', 'analyst', 'admin']
const ID = /^tri_[0-9A-Za-z]{10,40}$/
const header = (description: string) => ({ description, schema: { type: 'string' as const } })

/** The Idempotency-Key, null when there is none. Throws `invalid_request` when it is not 1-255 visible ASCII characters. */
function idempotencyKey(headers: Headers): string | null {
  const key = headers.get('idempotency-key')
  if (key === null || /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw invalid([
    {
      path: 'Idempotency-Key',
      message: '1 至 255 个可见 ASCII 字符，只能一个 / one key of 1 to 255 visible ASCII characters',
    },
  ])
}

const factsOf = (decision: Decision): LogFields => ({
  nature: decision.nature,
  // Not `level`: that is the log line’s own.
  complaintLevel: decision.severity.level,
  codes: decision.types.map((type) => type.code),
  engine: decision.engine.name,
  degraded: decision.engine.degraded,
  stored: decision.stored,
})

/** The events from the first on; the decision they end with is told to `onEnd`. */
async function* goingOn(
  first: IteratorResult<TriageEvent, void>,
  rest: AsyncGenerator<TriageEvent, void>,
  onEnd: (decision: Decision) => void,
): AsyncGenerator<TriageEvent, void> {
  let last: Decision | undefined
  for (let next = first; !next.done; next = await rest.next()) {
    const { value } = next
    if (value.event === 'assessment') last = value.data
    if (value.event === 'refined') last = value.data.decision
    if (value.event === 'done' && last) onEnd(last)
    yield value
  }
}

/** `POST /v1/triage` and `GET /v1/triage/{id}`. */
export function triageRoutes({
  triage,
  pseudonyms,
  mayAsk,
  metrics,
}: Pick<HttpDeps, 'triage' | 'pseudonyms' | 'mayAsk' | 'metrics'>): RouteDef[] {
  const count = ({ engine, severity }: Decision) =>
    metrics.add('suzhen_triages_total', {
      engine: engine.name,
      level: severity.level,
      degraded: engine.degraded,
    })
  return [
    {
      method: 'post',
      path: '/v1/triage',
      access: MAY_TRIAGE,
      doc: {
        operationId: 'triage',
        tags: ['triage'],
        summary: '分诊一条投诉 · Triage one complaint',
        description:
          '给出等级、类型、情绪、威胁、重复与升级风险、派单、时限、相似案例与话术，并标出依据的原话。只有 text 必填；options.store 为 false 时不留存任何内容。带 Accept: text/event-stream 时分两步:assessment 是本地引擎的完整结果,refined 是大模型之后的结果与差异,最后 done。\n\nJudges one complaint and shows the words each judgement rests on. Only text is required; with options.store false nothing is kept. With Accept: text/event-stream in two phases: assessment is the local engine’s whole answer, refined that after the language model with what differs, then done.',
        request: {
          headers: z.object({
            'Idempotency-Key': z
              .string()
              .min(1)
              .max(255)
              .optional()
              .describe(
                '同一键同一正文返回同一结果 · same key and body: same answer; another body: idempotency_conflict',
              ),
          }),
          body: {
            required: true,
            content: {
              'application/json': {
                schema: schemaRef('TriageRequest'),
                examples: {
                  text: { summary: '只有原文 · the text alone', value: REQUEST_EXAMPLE },
                  full: { summary: '带客户与订单 · with customer and order', value: REQUEST_EXAMPLE_FULL },
                },
              },
            },
          },
        },
        responses: {
          200: {
            description: '分诊结果 · the decision',
            headers: {
              'Idempotency-Status': header('replayed: 重放先前结果 · an earlier answer; ignored: store 为 false'),
            },
            content: {
              ...jsonExample('Decision', DECISION_EXAMPLE),
              'text/event-stream': {
                schema: z.string(),
                example:
                  'event: assessment\ndata: {…}\n\nevent: refined\ndata: {"decision":{…},"differences":[…]}\n\nevent: done\ndata: {…}\n\n',
              },
            },
          },
        },
        codes: [
          'malformed_json',
          'invalid_encoding',
          'missing_body',
          'unauthenticated',
          'forbidden',
          'payload_too_large',
          'unsupported_media_type',
          'invalid_request',
          'idempotency_conflict',
          'storage_unavailable',
          'shutting_down',
          'internal',
        ],
      },
      async handle(c) {
        const { actor, audience, role } = c.get('caller')!
        const { raw, value } = await readJsonBody(c.req.raw)
        const request = validate(triageRequestSchema, value)
        const key = idempotencyKey(c.req.raw.headers)
        const keep = request.options.store
        const idempotency = key !== null && keep ? { key, bodyHash: pseudonyms.of('body', raw) } : null
        const { signal } = c.req.raw
        const context = { actor, audience, idempotency, ...(mayAsk ? { mayAsk: mayAsk(role) } : {}) }
        if (key !== null && !keep) c.header('Idempotency-Status', 'ignored')
        if (wantsEvents(c.req.raw.headers)) {
          const gone = new AbortController()
          const both = AbortSignal.any([signal, gone.signal])
          const events = triageEvents(triage, request, { ...context, signal: both })
          // Begun before the stream, so that what is refused at once is a problem and no stream.
          const first = await events.next()
          if (!first.done && first.value.event === 'assessment')
            c.set('facts', { ...factsOf(first.value.data), events: true })
          c.header('Content-Type', 'text/event-stream; charset=utf-8')
          c.header('X-Accel-Buffering', 'no')
          return c.body(eventStream(goingOn(first, events, count), undefined, () => gone.abort()))
        }
        const { decision, replayed } = await triage.triage(request, { ...context, signal })
        c.set('facts', { ...factsOf(decision), replayed })
        count(decision)
        if (replayed) c.header('Idempotency-Status', 'replayed')
        return c.json(decision)
      },
    },
    {
      method: 'get',
      path: '/v1/triage/{id}',
      access: MAY_TRIAGE,
      doc: {
        operationId: 'getTriage',
        tags: ['triage'],
        summary: '查看一次分诊 · One earlier decision',
        description:
          '按编号查看已保存的结果，个人信息已打码，依据的位置对应打码后的原文。\n\nA kept decision, personal data masked; offsets refer to the masked text.',
        request: { params: z.object({ id: z.string().regex(ID).describe('tri_…') }) },
        responses: { 200: { description: '已保存的结果 · the kept decision', content: jsonOf('StoredTriage') } },
        codes: ['unauthenticated', 'forbidden', 'not_found', 'storage_unavailable', 'shutting_down', 'internal'],
      },
      async handle(c) {
        const { actor, audience } = c.get('caller')!
        const id = c.req.param('id') ?? ''
        const view = ID.test(id) ? await triage.find(id, actor, audience) : null
        if (!view) throw problem('not_found')
        c.set('facts', factsOf(view.decision))
        return c.json({ text: view.text, decision: view.decision })
      },
    },
  ]
}

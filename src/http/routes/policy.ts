import { z } from '@hono/zod-openapi'
import { KEY_ROLES } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { policySchema } from '../../domain/policy/schema.ts'
import { jsonOf } from '../content.ts'
import type { Caller } from '../deps.ts'
import type { RouteDef } from '../route.ts'

const named = { id: z.string(), zh: z.string(), en: z.string() }
const open = policySchema.pick({
  name: true,
  version: true,
  levels: true,
  families: true,
  departments: true,
  duties: true,
  codes: true,
  calendar: true,
  clocks: true,
  powers: true,
  routing: true,
  windows: true,
  thresholds: true,
  escalation: true,
  floors: true,
})

/** The rules as an agent's desktop needs them: every name and clock, no pattern and no lexicon. */
export const policyViewSchema = open
  .extend({
    hash: z.string(),
    signals: z.array(z.object({ id: z.string(), zh: z.string() })),
    threats: z.array(z.object({ channel: z.string(), zh: z.string() })),
    tags: z.array(z.object({ ...named, items: z.array(z.object(named)) })),
  })
  .meta({ id: 'PolicyView', description: '策略（不含识别用的词表与模式）· the rules without patterns and lexicons' })

export const policyFullSchema = policySchema
  .extend({ hash: z.string() })
  .meta({ id: 'Policy', description: '完整策略 · the whole policy, for analysts and administrators' })

/** Picked, not stripped: what a later policy adds stays inside until it is named here. */
export function policyView(policy: Policy): z.output<typeof policyViewSchema> {
  const keys = Object.keys(open.shape) as (keyof typeof open.shape)[]
  const picked = Object.fromEntries(keys.map((key) => [key, policy[key]])) as z.output<typeof open>
  return {
    ...picked,
    hash: policy.hash,
    signals: policy.signals.map(({ id, zh }) => ({ id, zh })),
    threats: policy.threats.map(({ channel, zh }) => ({ channel, zh })),
    tags: policy.tags.map(({ id, zh, en, items }) => ({
      ...{ id, zh, en },
      items: items.map((item) => ({ id: item.id, zh: item.zh, en: item.en })),
    })),
  }
}

const seesPatterns = ({ role }: Caller): boolean => role === null || role === 'admin' || role === 'analyst'

/** `GET /v1/policy`: the rules in force. The ETag is the policy's hash, so a desktop may ask as often as it likes. */
export function policyRoutes({ policy }: { policy: Policy }): RouteDef[] {
  const whole = { tag: `"${policy.hash}"`, body: JSON.stringify(policy) }
  const view = { tag: `"${policy.hash}-view"`, body: JSON.stringify(policyView(policy)) }
  return [
    {
      method: 'get',
      path: '/v1/policy',
      access: KEY_ROLES,
      doc: {
        operationId: 'getPolicy',
        tags: ['policy'],
        summary: '当前策略 · The policy in force',
        description:
          '等级、类型、时限、权限与派单规则。带 ETag，可用 If-None-Match 询问是否有变化。analyst 与 admin 另可见词表与模式。\n\nLevels, codes, clocks, powers and routing. Has an ETag; ask with If-None-Match. Analysts and administrators also see patterns and lexicons.',
        responses: {
          200: { description: '策略 · the policy', content: jsonOf('PolicyView', 'Policy') },
          304: { description: '没有变化 · not modified' },
        },
        codes: ['unauthenticated', 'forbidden', 'storage_unavailable', 'shutting_down', 'internal'],
      },
      handle(c) {
        const caller = c.get('caller')
        const { tag, body } = caller && seesPatterns(caller) ? whole : view
        c.header('ETag', tag)
        c.header('Cache-Control', 'private, no-cache')
        c.header('Vary', 'Authorization, X-Api-Key')
        const known = (c.req.header('if-none-match') ?? '').split(',').map((t) => t.trim().replace(/^W\//, ''))
        if (known.includes(tag) || known.includes('*')) return c.body(null, 304)
        c.header('Content-Type', 'application/json')
        return c.body(body)
      },
    },
  ]
}

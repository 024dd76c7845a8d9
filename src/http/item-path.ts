import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ITEM_ID, KINDS, type Kind } from '../domain/knowledge.ts'
import type { Worker } from '../knowledge/desk.ts'
import type { AppEnv } from './deps.ts'
import { problem } from './problem.ts'

/** `{kind}/{id}` of an item's address, for the reference. */
export const itemParams = z.object({ kind: z.enum(KINDS), id: z.string().regex(ITEM_ID) })

/** The item that the path names. Throws `not_found` for what cannot be one. */
export function itemOf(c: Context<AppEnv>): { kind: Kind; id: string } {
  const { kind, id } = c.req.param() as { kind: string; id: string }
  if (!KINDS.includes(kind as Kind) || !ITEM_ID.test(id)) throw problem('not_found')
  return { kind: kind as Kind, id }
}

/** Who works at the desk. */
export function workerOf(c: Context<AppEnv>): Worker {
  const { actor, role, audience } = c.get('caller')!
  return { actor, audience, keyed: role !== null }
}

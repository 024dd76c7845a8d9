import type { MiddlewareHandler } from 'hono'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import type { KeyRole } from '../../domain/labels.ts'
import type { ApiKey } from '../../ports/key-store.ts'
import type { AppEnv, Caller, HttpDeps } from '../deps.ts'
import { problem, RETRY_AFTER_SECONDS } from '../problem.ts'
import { PROBLEMS } from '../problem-words.ts'

/** How long a key that was found is believed; a revoked one works no longer than this. */
export const KEY_CACHE_MS = 10_000
const KEY_CACHE_SIZE = 256
const OPEN: Caller = { actor: 'open', role: null, audience: null }

/** Who may use a route: anyone, or the keys of these roles. */
export type Access = 'public' | readonly KeyRole[]

/** The key a request brings: `Authorization: Bearer`, else `X-Api-Key`. */
function keyOf(headers: Headers): string | null {
  const [, bearer] = /^Bearer +(\S+)\s*$/i.exec(headers.get('authorization') ?? '') ?? []
  const key = bearer ?? headers.get('x-api-key')
  return key !== null && /^[\x21-\x7e]{8,256}$/.test(key) ? key : null
}

type AuthDeps = Pick<HttpDeps, 'keys' | 'auth' | 'pseudonyms' | 'clock'>

/** Tells who calls. Throws `unauthenticated`, and `storage_unavailable` when it cannot be looked up: never open by accident. */
export function createIdentify({ keys, auth, pseudonyms, clock }: AuthDeps): (headers: Headers) => Promise<Caller> {
  const found = new Map<string, { key: ApiKey; until: number }>()

  async function lookUp(hash: string): Promise<ApiKey | null> {
    const kept = found.get(hash)
    if (kept && clock.now() < kept.until) return kept.key
    found.delete(hash)
    const key = await keys.findByHash(hash).catch((cause: unknown) => {
      if (isSuzhenError(cause) && cause.code === 'storage_unavailable') throw cause
      throw suzhenError('storage_unavailable', PROBLEMS.storage_unavailable.detail, {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause,
      })
    })
    if (!key || key.revokedAt !== null) return null
    const oldest = found.size >= KEY_CACHE_SIZE ? found.keys().next().value : undefined
    if (oldest !== undefined) found.delete(oldest)
    // Only keys in force are kept, so that guesses cannot fill the cache and a new key works at once.
    found.set(hash, { key, until: clock.now() + KEY_CACHE_MS })
    return key
  }

  return async (headers) => {
    if (!auth.required) return OPEN
    const sent = keyOf(headers)
    const key = sent === null ? null : await lookUp(pseudonyms.of('key', sent))
    if (!key) throw problem('unauthenticated')
    return { actor: key.id, role: key.role, audience: key.audience }
  }
}

/** Lets through whom `access` names. Throws `unauthenticated`, `forbidden`, `storage_unavailable`. */
export const authorize = (identify: (headers: Headers) => Promise<Caller>, access: Access): MiddlewareHandler<AppEnv> =>
  async function authorize(c, next) {
    if (access !== 'public') {
      const caller = await identify(c.req.raw.headers)
      c.set('caller', caller)
      if (caller.role !== null && !access.includes(caller.role)) {
        const may = access.join(', ')
        throw problem(
          'forbidden',
          `此接口需要以下角色的密钥：${may}；现用密钥的角色是 ${caller.role}。This needs a key of one of these roles: ${may}; yours is ${caller.role}.`,
        )
      }
    }
    await next()
  }

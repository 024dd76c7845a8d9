import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../deps.ts'
import { problem } from '../problem.ts'

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

const SAY =
  '未配置密钥时只接受以 localhost 或 127.0.0.1 访问;要用其他主机名,请先创建 API 密钥。Without keys only localhost or 127.0.0.1 is answered; to use another host name, create an API key first.'

/**
 * While no key is needed, only this machine may ask, and by its own name: a foreign page whose name was made to point
 * at 127.0.0.1 sends that name as Host. With keys the key decides.
 */
export const hostGuard =
  (auth: { required: boolean }): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const host = c.req.header('host')
    if (!auth.required && host !== undefined && !LOOPBACK.test(host)) throw problem('forbidden', SAY)
    await next()
  }

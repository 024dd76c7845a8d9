import type { Fetch } from '../assess/llm/bounded-fetch.ts'
import { suzhenError } from '../domain/errors.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The proxy for an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or small letters, as curl has them; null: none.
 * This machine itself is never reached through one.
 */
export function proxyFor(address: string, env: Env): string | null {
  const { protocol, hostname, port } = new URL(address)
  const named = (name: string) => env[name.toLowerCase()]?.trim() || env[name]?.trim() || null
  if (LOOPBACK.test(hostname) || spared(hostname, port, named('NO_PROXY') ?? '')) return null
  const proxy = protocol === 'https:' ? named('HTTPS_PROXY') : named('HTTP_PROXY')
  return proxy === null || proxy.includes('://') ? proxy : `http://${proxy}`
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** `*`, a host, a host with its port, or a domain with all under it (`.corp.example`, `corp.example`). */
function spared(hostname: string, port: string, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true
      const [, host = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? []
      if (only !== undefined && only !== port) return false
      const domain = host.replace(/^\*?\./, '')
      return hostname === domain || hostname.endsWith(`.${domain}`)
    })
}

/** A fetch that goes through the proxy which the environment names for this endpoint; undefined: none is named. */
export async function createProxyFetch(baseUrl: string, env: Env): Promise<Fetch | undefined> {
  const proxy = proxyFor(baseUrl, env)
  if (proxy === null) return undefined
  if (!URL.canParse(proxy))
    throw suzhenError('invalid_request', 'HTTPS_PROXY、HTTP_PROXY 不是地址 / HTTPS_PROXY or HTTP_PROXY is no address')
  // Node's own fetch takes no proxy before version 24.
  const { fetch, ProxyAgent } = await import('undici')
  const dispatcher = new ProxyAgent(proxy)
  const through: unknown = (input: Parameters<typeof fetch>[0], init: Parameters<typeof fetch>[1]) =>
    fetch(input, { ...init, dispatcher })
  return through as Fetch
}

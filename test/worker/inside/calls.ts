import { env } from 'cloudflare:workers'
import { KEYS } from '../harness/home.ts'

export type Service = 'SUZHEN' | 'ASKING' | 'SHADOWING' | 'AWAY' | 'UNSET'
export const ORIGIN = 'https://suzhen.example'

/** A request to one of the Workers beside us. */
export const call = (path: string, init: RequestInit = {}, service: Service = 'SUZHEN'): Promise<Response> =>
  env[service].fetch(`${ORIGIN}${path}`, init)

export const as = (role: keyof typeof KEYS) => ({ authorization: `Bearer ${KEYS[role]}` })

/** A POST of JSON, or of the given words as they are. */
export const sent = (body: unknown, headers: Record<string, string> = as('agent')) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
})

export interface Problem {
  code: string
  detail: string
  requestId: string
  issues?: { path: string }[]
}

/** Status, code and content type of a failure. */
export async function problemOf(response: Response): Promise<[number, string, string | null]> {
  const { code } = (await response.json()) as Problem
  return [response.status, code, response.headers.get('content-type')]
}

export { eventsOf } from '../../harness/read-events.ts'

import { env } from 'cloudflare:workers'
import { KEYS } from '../harness/home.ts'

export type Service = 'SUZHEN' | 'ASKING' | 'AWAY' | 'UNSET'
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

/** Reads a stream event by event. */
export function eventsOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    cancel: () => reader.cancel(),
    async next(): Promise<{ event: string; data: Record<string, unknown> } | null> {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read()
        if (done) return null
        text += value
      }
      const end = text.indexOf('\n\n')
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end))!
      text = text.slice(end + 2)
      return { event: event!, data: JSON.parse(data!) as Record<string, unknown> }
    },
  }
}

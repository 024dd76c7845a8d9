import type { SignIn } from './sign-in.ts'

export interface ProblemAnswer {
  code?: string
  title?: string
  titleEn?: string
  detail?: string
  requestId?: string
  issues?: { path: string; message: string }[]
}

/** What is thrown when an answer is none: status 0 when nothing came back at all. */
export interface Failure {
  failed: true
  status: number
  problem: ProblemAnswer | null
}

export interface Answer<T> {
  body: T
  status: number
  etag: string | null
}

export interface Asking {
  method?: 'GET' | 'POST' | 'PUT'
  json?: unknown
  form?: FormData
  headers?: Record<string, string>
  /** Not worth asking anybody for a key. */
  quiet?: boolean
  signal?: AbortSignal
}

export interface Api {
  /** Asks the service, by an address relative to its root. Throws a Failure. */
  ask<T>(path: string, asking?: Asking): Promise<Answer<T>>
  /** Follows a stream of events until it ends. Throws a Failure. */
  follow(path: string, hear: (event: string, data: unknown) => void, asking?: Asking): Promise<void>
}

/** Requests with the key where there is one. A 401 asks for a key once and tries again. */
export function createApi(
  root: string,
  signIn: SignIn,
  reader: () => (chunk: string) => { event: string; data: string }[],
): Api {
  const failure = (status: number, problem: ProblemAnswer | null): Failure => ({ failed: true, status, problem })
  const send = async (path: string, asking: Asking): Promise<Response> => {
    const { method = 'GET', json, form, headers = {}, quiet, signal } = asking
    const whole: RequestInit = {
      method,
      cache: 'no-store',
      headers: {
        ...headers,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...signIn.headers(),
      },
      ...(json === undefined ? (form ? { body: form } : {}) : { body: JSON.stringify(json) }),
      ...(signal ? { signal } : {}),
    }
    let response: Response
    try {
      response = await fetch(root + path, whole)
    } catch {
      throw failure(0, null)
    }
    if (response.ok) return response
    const problem = (await response.json().catch(() => null)) as ProblemAnswer | null
    if (response.status === 401 && !quiet && (await signIn.ask())) return send(path, { ...asking, quiet: true })
    throw failure(response.status, problem)
  }
  return {
    async ask<T>(path: string, asking: Asking = {}) {
      const response = await send(path, asking)
      const text = await response.text().catch(() => {
        throw failure(0, null)
      })
      try {
        const body = (text === '' ? null : JSON.parse(text)) as T
        return { body, status: response.status, etag: response.headers.get('etag') }
      } catch {
        throw failure(response.status, null)
      }
    },
    async follow(path, hear, asking = {}) {
      const response = await send(path, { ...asking, headers: { ...asking.headers, accept: 'text/event-stream' } })
      const stream = response.body!.getReader()
      const decoder = new TextDecoder()
      const read = reader()
      for (;;) {
        const { done, value } = await stream.read().catch(() => {
          throw failure(0, null)
        })
        if (done) return
        for (const { event, data } of read(decoder.decode(value, { stream: true }))) hear(event, JSON.parse(data))
      }
    },
  }
}

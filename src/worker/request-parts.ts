import { AsyncLocalStorage } from 'node:async_hooks'
import type { HttpDeps } from '../http/deps.ts'

/** What stands over a request's own database client. */
const NAMES = [
  'triage',
  'feedback',
  'summaries',
  'knowledge',
  'desk',
  'imports',
  'monthlyWords',
  'reviewList',
  'usage',
  'replies',
  'replyDrafts',
  'keys',
  'health',
] as const satisfies readonly (keyof HttpDeps)[]

/** The parts of one request. */
export type RequestParts = Pick<HttpDeps, (typeof NAMES)[number]>

type Verbs = Record<string, (...asked: unknown[]) => unknown>

/**
 * One app for the isolate, the services of each request (docs/adr/0022). To make the app with its routes and schemas takes
 * 17 ms of computing and its first request 4 to 20 more; the services take 0.2 ms, the replies' checker being handed to
 * them. So the app is made once, over stand-ins that pass each call on to the services of the request being handled. The
 * services are not shared, because they hold promises for others to wait on (a month's words, a count under way, an
 * import), and in a Worker a promise dies with the request that began it: whoever waited for it would wait for ever.
 */
export function createRequestParts(): {
  standIns: RequestParts
  /** Does the work with these parts behind the stand-ins. */
  run<T>(parts: RequestParts, work: () => T): T
} {
  const current = new AsyncLocalStorage<RequestParts>()
  const standIn = (name: (typeof NAMES)[number]) =>
    new Proxy({} as Verbs, {
      get:
        (_, verb) =>
        (...asked: unknown[]) =>
          (current.getStore()![name] as unknown as Verbs)[String(verb)]!(...asked),
    })
  return {
    standIns: Object.fromEntries(NAMES.map((name) => [name, standIn(name)])) as unknown as RequestParts,
    run: (parts, work) => current.run(parts, work),
  }
}

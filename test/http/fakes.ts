import { readFileSync } from 'node:fs'
import type { TriageRequest } from '../../src/domain/complaint.ts'
import { labelsOfDecision } from '../../src/domain/feedback-labels.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy/parse.ts'
import { createApp } from '../../src/http/app.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { DECISION_EXAMPLE } from '../../src/http/routes/triage-example.ts'
import type { KnowledgeSearchRequest } from '../../src/knowledge/service.ts'
import type { ApiKey } from '../../src/ports/key-store.ts'
import type { LogFields } from '../../src/ports/logger.ts'
import type { FeedbackGiven, FeedbackSettled } from '../../src/triage/feedback.ts'
import type { TriageContext } from '../../src/triage/service.ts'
import type { SummaryService } from '../../src/triage/summary.ts'

const policyFile = new URL('../../policy/default.yaml', import.meta.url)
let policyRead: Promise<Policy> | undefined
/** The company's real policy, read once. */
export const realPolicy = (): Promise<Policy> => {
  policyRead ??= parsePolicy({ file: 'policy/default.yaml', text: readFileSync(policyFile, 'utf8') })
  return policyRead
}

export const decision = DECISION_EXAMPLE
export const STORED_ID = decision.id

export const given: FeedbackGiven = { triageId: STORED_ID, version: 1, status: 'open', differs: ['severity'] }
export const settled: FeedbackSettled = {
  triageId: STORED_ID,
  status: 'settled',
  version: 1,
  actor: 'key_analyst',
  at: '2026-11-21T09:00:00+08:00',
  final: labelsOfDecision(decision),
  why: '无人受伤',
  own: false,
}

const notImplemented = (what: string) => async (): Promise<never> => {
  throw new Error(`${what}: not implemented by this fake`)
}

type Handlers = {
  triage: HttpDeps['triage']['triage']
  find: HttpDeps['triage']['find']
  search: HttpDeps['knowledge']['search']
  findByHash: HttpDeps['keys']['findByHash']
  give: HttpDeps['feedback']['give']
  list: HttpDeps['feedback']['list']
  settle: HttpDeps['feedback']['settle']
}

/** Records what it is asked; its answers are `on`, which throw until a test sets them. */
export function fakeTriage() {
  const on: Pick<Handlers, 'triage' | 'find'> = { triage: notImplemented('triage'), find: notImplemented('find') }
  const calls: { request: TriageRequest; context: TriageContext }[] = []
  const finds: { id: string; actor: string; audience: string | null }[] = []
  const service: HttpDeps['triage'] = {
    triage(request, context) {
      calls.push({ request, context })
      return on.triage(request, context)
    },
    find(id, actor, audience) {
      finds.push({ id, actor, audience })
      return on.find(id, actor, audience)
    },
  }
  return { ...service, on, calls, finds }
}

export function fakeKnowledge() {
  const on: Pick<Handlers, 'search'> = { search: notImplemented('search') }
  const calls: KnowledgeSearchRequest[] = []
  const service: HttpDeps['knowledge'] = {
    search(request) {
      calls.push(request)
      return on.search(request)
    },
  }
  return { ...service, on, calls }
}

/** Every verb throws until a test sets it. */
export function fakeDesk() {
  const on = Object.fromEntries(
    (['find', 'list', 'history', 'create', 'edit', 'move', 'restore'] as const).map((verb) => [
      verb,
      notImplemented(verb),
    ]),
  ) as unknown as HttpDeps['desk']
  const calls: unknown[][] = []
  const service = Object.fromEntries(
    Object.keys(on).map((verb) => [
      verb,
      (...asked: unknown[]) => {
        calls.push([verb, ...asked])
        return (on[verb as keyof typeof on] as (...a: unknown[]) => unknown)(...asked)
      },
    ]),
  ) as unknown as HttpDeps['desk']
  return { ...service, on, calls }
}

/** Every verb throws until a test sets it. */
export function fakeImports() {
  const on = Object.fromEntries(
    (['read', 'readItems', 'dryRun', 'start', 'find', 'cancel', 'follow', 'recover', 'idle', 'stop'] as const).map(
      (verb) => [verb, notImplemented(verb)],
    ),
  ) as unknown as HttpDeps['imports']
  const service = Object.fromEntries(
    Object.keys(on).map((verb) => [
      verb,
      (...asked: unknown[]) => (on[verb as keyof typeof on] as (...a: unknown[]) => unknown)(...asked),
    ]),
  ) as unknown as HttpDeps['imports']
  return { ...service, on }
}

/** Every verb throws until a test sets it. */
export function fakeUsage() {
  const on: HttpDeps['usage'] = {
    used: notImplemented('used'),
    rate: notImplemented('rate'),
    find: notImplemented('find'),
    lifts: notImplemented('lifts'),
  }
  const service: HttpDeps['usage'] = {
    used: (...asked) => on.used(...asked),
    rate: (...asked) => on.rate(...asked),
    find: (...asked) => on.find(...asked),
    lifts: () => on.lifts(),
  }
  return { ...service, on }
}

export function fakeMonthlyWords() {
  const on: HttpDeps['monthlyWords'] = { of: notImplemented('of') }
  return { on, of: (...asked: Parameters<typeof on.of>) => on.of(...asked) }
}

export function fakeReviewList() {
  const on: HttpDeps['reviewList'] = { list: notImplemented('list') }
  return { on, list: (...asked: Parameters<typeof on.list>) => on.list(...asked) }
}

export function fakeFeedback() {
  const on: Pick<Handlers, 'give' | 'list' | 'settle'> = {
    give: notImplemented('give'),
    list: notImplemented('list'),
    settle: notImplemented('settle'),
  }
  const calls: unknown[][] = []
  const service: HttpDeps['feedback'] = {
    give(...asked) {
      calls.push(['give', ...asked])
      return on.give(...asked)
    },
    list(...asked) {
      calls.push(['list', ...asked])
      return on.list(...asked)
    },
    settle(...asked) {
      calls.push(['settle', ...asked])
      return on.settle(...asked)
    },
  }
  return { ...service, on, calls }
}

/** Keys by their hash; `hash:key:<key>` is what the fake pseudonyms make of one. */
export function fakeKeys(held: Record<string, ApiKey> = {}) {
  const state = { held }
  const on: Pick<Handlers, 'findByHash'> = { findByHash: async (hash) => state.held[hash] ?? null }
  const lookups: string[] = []
  const store: HttpDeps['keys'] = {
    findByHash(hash) {
      lookups.push(hash)
      return on.findByHash(hash)
    },
    add: notImplemented('add'),
    list: notImplemented('list'),
    revoke: notImplemented('revoke'),
    anyInForce: notImplemented('anyInForce'),
  }
  return { ...store, on, lookups, state }
}

export const apiKey = (role: ApiKey['role'], more: Partial<ApiKey> = {}): ApiKey => ({
  id: `key_${role}`,
  role,
  audience: 'frontline',
  label: role,
  createdAt: 0,
  revokedAt: null,
  ...more,
})

/** One key a role: `suzhen-key-<role>`. */
export const keyFor = (role: string) => `suzhen-key-${role}`
export const allKeys = () =>
  Object.fromEntries(
    (['agent', 'analyst', 'knowledge', 'admin'] as const).map((r) => [`hash:key:${keyFor(r)}`, apiKey(r)]),
  )

export interface LogEntry {
  level: 'info' | 'warn' | 'error'
  fields: LogFields
  message: string
}

/** Throws until a test sets `on.check`. */
export function fakeReplies() {
  const on: HttpDeps['replies'] = { check: notImplemented('check') }
  const calls: unknown[] = []
  const service: HttpDeps['replies'] = {
    check(request) {
      calls.push(request)
      return on.check(request)
    },
  }
  return { ...service, on, calls }
}

/** Throws until a test sets `on.draft`. */
export function fakeReplyDrafts() {
  const on: HttpDeps['replyDrafts'] = { draft: notImplemented('draft') }
  return { on, draft: (...asked: Parameters<typeof on.draft>) => on.draft(...asked) }
}

/** Throws until a test sets `on.draft`. */
export function fakeSummaries() {
  const on: SummaryService = { draft: notImplemented('draft') }
  const calls: unknown[][] = []
  const service: SummaryService = {
    draft(...asked) {
      calls.push(asked)
      return on.draft(...asked)
    },
  }
  return { ...service, on, calls }
}

/** An app on fakes. By default open, with services that throw when called. */
export async function fakeApp(more: Partial<HttpDeps> = {}) {
  const triage = fakeTriage()
  const knowledge = fakeKnowledge()
  const desk = fakeDesk()
  const imports = fakeImports()
  const monthlyWords = fakeMonthlyWords()
  const reviewList = fakeReviewList()
  const usage = fakeUsage()
  const replies = fakeReplies()
  const replyDrafts = fakeReplyDrafts()
  const feedback = fakeFeedback()
  const summaries = fakeSummaries()
  const keys = fakeKeys(allKeys())
  const clock = { at: 1_700_000_000_000, now: () => clock.at }
  const logs: LogEntry[] = []
  const log = (level: LogEntry['level']) => (fields: LogFields, message: string) => {
    logs.push({ level, fields, message })
  }
  let count = 0
  const app = createApp({
    triage,
    knowledge,
    desk,
    imports,
    monthlyWords,
    reviewList,
    usage,
    replies,
    replyDrafts,
    feedback,
    summaries,
    keys,
    policy: await realPolicy(),
    auth: { required: false },
    pseudonyms: { of: (kind, value) => `hash:${kind}:${value}` },
    ids: { next: (prefix) => `${prefix}_${String(++count).padStart(10, '0')}` },
    clock,
    metrics: createMetrics(),
    logger: { info: log('info'), warn: log('warn'), error: log('error') },
    health: {
      live: () => true,
      ready: async () => ({ ready: true, degraded: false, reasons: [], checks: { database: 'ok' } }),
    },
    assets: {
      read: async (name) => ({
        body: new TextEncoder().encode(`/* ${name} */`),
        type: name.endsWith('css') ? 'text/css' : 'text/javascript',
      }),
    },
    samples: { read: async (name) => new TextEncoder().encode(name) },
    draining: () => false,
    ...more,
  })
  return {
    app,
    triage,
    knowledge,
    desk,
    imports,
    monthlyWords,
    reviewList,
    usage,
    replies,
    replyDrafts,
    feedback,
    summaries,
    keys,
    clock,
    logs,
  }
}

/** A POST of JSON, or of what is given instead. */
export const post = (body: RequestInit['body'] | object, headers: Record<string, string> = {}): RequestInit => {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream || body === null
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: raw ? (body as RequestInit['body']) : JSON.stringify(body),
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit
}

import { readFileSync } from 'node:fs'
import { labelsOfDecision } from '../../src/domain/feedback-labels.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy/parse.ts'
import { createApp } from '../../src/http/app.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { DECISION_EXAMPLE } from '../../src/http/routes/triage-example.ts'
import type { ApiKey } from '../../src/ports/key-store.ts'
import type { LogFields } from '../../src/ports/logger.ts'
import type { FeedbackGiven, FeedbackSettled } from '../../src/triage/feedback.ts'
import {
  fakeDesk,
  fakeFeedback,
  fakeImports,
  fakeKnowledge,
  fakeMonthlyWords,
  fakeReplies,
  fakeReplyDrafts,
  fakeReviewList,
  fakeSummaries,
  fakeTriage,
  fakeUsage,
  notImplemented,
} from './fake-services.ts'

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

/** Keys by their hash; `hash:key:<key>` is what the fake pseudonyms make of one. */
export function fakeKeys(held: Record<string, ApiKey> = {}) {
  const state = { held }
  const on: Pick<HttpDeps['keys'], 'findByHash'> = { findByHash: async (hash) => state.held[hash] ?? null }
  const lookups: string[] = []
  const store: HttpDeps['keys'] = {
    findByHash(hash) {
      lookups.push(hash)
      return on.findByHash(hash)
    },
    add: notImplemented('add'),
    list: async () => Object.values(state.held),
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

import type { TriageRequest } from '../../src/domain/complaint.ts'
import type { HttpDeps } from '../../src/http/deps.ts'
import type { KnowledgeSearchRequest } from '../../src/knowledge/service.ts'
import type { TriageContext } from '../../src/triage/service.ts'
import type { SummaryService } from '../../src/triage/summary.ts'

/** What a verb does until a test sets it. */
export const notImplemented = (what: string) => async (): Promise<never> => {
  throw new Error(`${what}: not implemented by this fake`)
}

type Handlers = {
  triage: HttpDeps['triage']['triage']
  find: HttpDeps['triage']['find']
  search: HttpDeps['knowledge']['search']
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

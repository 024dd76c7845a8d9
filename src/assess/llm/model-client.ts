import type { LlmRules } from '../../domain/policy/llm-rules.ts'
import {
  addSpent,
  type LanguageModel,
  type ModelFailure,
  NOTHING_SPENT,
  type Question,
  type Reply,
  type Spent,
} from '../../ports/language-model.ts'
import type { Fetch } from './bounded-fetch.ts'
import { type Budget, startBudget } from './budget.ts'
import { type Called, createCall } from './call.ts'
import { createCaps } from './caps.ts'
import { createGate, type GateState } from './gate.ts'
import { type Hedged, hedge } from './hedge.ts'
import { strictSchema } from './json-schema.ts'
import { createLadder, type Rung } from './ladder.ts'
import { costUsd, extrasOf, priceOf, type Usage } from './prices.ts'
import { readAnswer } from './read-answer.ts'
import { type RequestBody, repairTurn, requestBody } from './request-body.ts'
import { tokensAtMost } from './tokens.ts'

/** One question and what came of it, for whoever counts; no text. */
export interface AskedFact {
  model: string
  failure: ModelFailure | null
  spent: Spent
  /** How the last answer was asked for; null where none was. */
  rung: Rung | null
  /** From question to answer, in ms. */
  ms: number
  /** Whether a part of what was spent is our own estimate, since the endpoint did not say. */
  estimated: boolean
}

export interface ModelClientParts {
  /** Empty for servers that want none. Goes to the endpoint and nowhere else. */
  apiKey: string
  /** With the version in it: `https://api.openai.com/v1`. */
  baseUrl: string
  model: string
  rules: LlmRules
  fetch?: Fetch
  now?: () => number
  /** 0 to 1, for the waits before a retry. */
  random?: () => number
  onAsked?: (fact: AskedFact) => void
}

/** What the client has learnt of its endpoint, for health and metrics. */
export interface ModelState {
  breaker: GateState
  /** How the next question will be put; null: the endpoint refused every way. */
  rung: Rung | null
}

export type ModelClient = LanguageModel & { state(): ModelState }

const nextTurn = (): Promise<null> => new Promise((resolve) => setTimeout(resolve, 0, null))

/** What one question has come to so far. */
interface Tally {
  spent: Spent
  rung: Rung | null
  estimated: boolean
  /** The call under way: waiting for its turn (`began` null) or sent, and what it may be charged for at the least. */
  open: { input: number; began: number | null } | null
}

type Came<T> = { value: T; failure: null } | { value: null; failure: ModelFailure }

/**
 * Any OpenAI-compatible endpoint, on a leash: `ask` never throws and is never later than its budget. What it learns (form
 * of requests, breaker, what was spent today) lives as long as the client.
 */
export function createModelClient(parts: ModelClientParts): ModelClient {
  const { model, rules, now = Date.now, random = Math.random, onAsked } = parts
  const call = createCall({
    apiKey: parts.apiKey,
    baseUrl: parts.baseUrl,
    fetch: parts.fetch ?? globalThis.fetch,
    maxBytes: rules.answer.maxBytes,
    fairMs: rules.breaker.fairMs,
  })
  const extras = extrasOf(rules, model)
  const price = priceOf(rules, model)
  const ladder = createLadder(Object.keys(extras))
  const gate = createGate(rules)
  const caps = createCaps(rules.caps, now)
  const { maxTokens } = rules.answer

  async function ask<T>(question: Question<T>): Promise<Reply<T>> {
    const began = performance.now()
    const tally: Tally = { spent: NOTHING_SPENT, rung: null, estimated: false, open: null }
    const budget = startBudget(question.budgetMs, question.signal)
    // A schema that cannot be said, a part that throws: nothing that the caller could do better with than with «no».
    const talk = converse(question, budget, tally).catch((): Came<T> => no('rejected'))
    // The talk ends with its budget by itself; what waits in the line of the bulkhead cannot, and is left there.
    const came = (await budget.race(talk)) ?? (await Promise.race([talk, nextTurn()]))
    budget.close()
    const ended = came ?? cutShort(budget, tally)
    const { spent, rung, estimated } = tally
    try {
      onAsked?.({ model, failure: ended.failure, spent, rung, estimated, ms: performance.now() - began })
    } catch {
      // Whoever counts must not cost the answer.
    }
    return { ...ended, spent }
  }

  async function converse<T>(question: Question<T>, budget: Budget, tally: Tally): Promise<Came<T>> {
    const schema = strictSchema(question.schema)
    let messages = question.prompt.messages
    let repaired = false
    let retries = 0
    let last: ModelFailure | null = null
    for (;;) {
      const ended = budget.ended()
      if (ended !== null) return no(ended)
      const form = ladder.form()
      if (form === null) return no('rejected')
      const body = requestBody({ model, messages, schema, name: question.name, maxTokens, extras }, form)
      tally.rung = form.rung
      const called = await callOnce(body, question.account, budget, tally)
      // A later call that may not be made leaves the reason why it was wanted.
      if (typeof called === 'string') return no(budget.ended() ?? last ?? called)
      last = called.failure

      if (called.failure === null || called.failure === 'truncated') {
        const read = readAnswer(called.text, question.schema)
        if (read.failure === null) return read
        last = called.failure ?? read.failure
        if (repaired || called.failure === 'truncated') return no(last)
        repaired = true
        messages = [...messages, ...repairTurn(called.text, read.faults, schema)]
      } else if (called.objection && ladder.stepDown(form, called.objection)) {
        // Asked again at once, in another form.
      } else if (called.transient && retries < rules.retries.most) {
        const wait = Math.max(called.waitMs ?? 0, backoff(retries))
        if (wait + rules.retries.leastMs > budget.left()) return no(called.failure)
        retries++
        await budget.sleep(wait)
      } else return no(called.failure)
    }
  }

  /** The budget ended with a call under way: what that has used is not known yet, and will not be waited for. */
  function cutShort(budget: Budget, tally: Tally): Came<never> {
    const failure = budget.ended() ?? 'timeout'
    if (tally.open === null) return no(failure)
    const { input, began } = tally.open
    if (began === null) return no(failure === 'timeout' ? 'too-busy' : failure)
    count(tally, { input, cached: 0, output: 0 }, performance.now() - began)
    tally.estimated = true
    tally.open = null
    return no(failure)
  }

  function count(tally: Tally, used: Usage, ms: number, calls = 1): void {
    tally.spent = addSpent(tally.spent, {
      calls,
      inputTokens: used.input,
      cachedTokens: used.cached,
      outputTokens: used.output,
      costUsd: costUsd(price, used),
      upstreamMs: ms,
    })
  }

  const no = (failure: ModelFailure) => ({ value: null, failure }) as const
  const backoff = (retries: number) => rules.retries.firstMs * 2 ** retries * (0.5 + random() / 2)

  /** One request through caps, breaker and bulkhead; a string says why it was not made. */
  async function callOnce(
    body: RequestBody,
    account: string,
    budget: Budget,
    tally: Tally,
  ): Promise<Called | ModelFailure> {
    if (gate.isShut()) return 'breaker-open'
    const input = tokensAtMost(JSON.stringify(body), rules.tokens)
    const before = { tokens: tally.spent.inputTokens + tally.spent.outputTokens, usd: tally.spent.costUsd }
    const most = rules.hedge.afterMs === null ? 1 : 2
    const worst = { input: most * input, cached: 0, output: most * maxTokens }
    const reserved = caps.reserve(account, before, { tokens: worst.input + worst.output, usd: costUsd(price, worst) })
    if (typeof reserved === 'string') return reserved
    let used: Usage = { input: 0, cached: 0, output: 0 }
    const open: NonNullable<Tally['open']> = { input, began: null }
    tally.open = open
    try {
      const called = await gate.run(() => {
        open.began = performance.now()
        return hedge(call, body, budget, rules.hedge.afterMs)
      }, budget.signal)
      if (typeof called === 'string') return called
      used = usedBy(called, input)
      if (tally.open === open) {
        count(tally, used, called.ms, 1 + called.dropped)
        tally.estimated ||= called.dropped > 0 || (called.usage === null && called.worked)
      }
      return called
    } finally {
      if (tally.open === open) tally.open = null
      reserved.settle({ tokens: used.input + used.output, usd: costUsd(price, used) })
    }
  }

  /** What the endpoint told, or our bound where it worked and did not tell; of a request that was dropped its input. */
  function usedBy({ usage, worked, text, dropped }: Hedged, input: number): Usage {
    const told = usage ?? (worked ? { input, cached: 0, output: tokensAtMost(text, rules.tokens) } : null)
    return {
      input: (told?.input ?? 0) + dropped * input,
      cached: told?.cached ?? 0,
      output: told?.output ?? 0,
    }
  }

  return { model, ask, state: () => ({ breaker: gate.state(), rung: ladder.form()?.rung ?? null }) }
}

import OpenAI, { APIConnectionError, APIError } from 'openai'
import { z } from 'zod'
import type { ModelFailure } from '../../ports/language-model.ts'
import { boundedFetch, type Fetch, TooLong } from './bounded-fetch.ts'
import type { Budget } from './budget.ts'
import type { Objection } from './ladder.ts'
import type { Usage } from './prices.ts'
import type { RequestBody } from './request-body.ts'
import { retryAfterMs } from './retry-after.ts'

/** What came of one request. */
export interface Called {
  failure: Extract<
    ModelFailure,
    'timeout' | 'unreachable' | 'rate-limited' | 'server-error' | 'rejected' | 'refused' | 'truncated' | 'aborted'
  > | null
  /** The answer's words; with `truncated` as far as they went. */
  text: string
  /** Null: the endpoint did not say. */
  usage: Usage | null
  /** Whether the endpoint may have worked, and so may charge, although no usage came. */
  worked: boolean
  /** Whether to try again may help. */
  transient: boolean
  /** How long the endpoint wants to be left alone; null: it does not say. */
  waitMs: number | null
  objection: Objection | null
  /** The endpoint's own fault, for the breaker. */
  fault: boolean
  aborted: boolean
  ms: number
}

export interface Endpoint {
  apiKey: string
  baseUrl: string
  fetch: Fetch
  maxBytes: number
  /** A call that was given less time than this, in ms, proves nothing against the endpoint. */
  fairMs: number
}

/** One request to the endpoint; never throws, and is over when the budget is. */
export type Call = (body: RequestBody, budget: Pick<Budget, 'signal' | 'left' | 'ended' | 'race'>) => Promise<Called>

const tokens = z.number().nonnegative().catch(0)
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          // Most give the arguments as text, some as the object itself.
          tool_calls: z.array(z.object({ function: z.object({ arguments: z.unknown() }) })).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: tokens,
      completion_tokens: tokens,
      prompt_tokens_details: z.object({ cached_tokens: tokens.nullish() }).nullish(),
      prompt_cache_hit_tokens: tokens.optional(),
      cached_tokens: tokens.optional(),
    })
    .nullish()
    .catch(null),
})

const NOTHING: Called = {
  failure: null,
  text: '',
  usage: null,
  worked: false,
  transient: false,
  waitMs: null,
  objection: null,
  fault: false,
  aborted: false,
  ms: 0,
}

/** The SDK, with its own retries, logging and environment turned off: all of these are ours. */
export const createSdk = ({ apiKey, baseUrl, fetch, maxBytes }: Omit<Endpoint, 'fairMs'>): OpenAI =>
  new OpenAI({
    // Servers of one's own often want none, and the SDK will not go without.
    apiKey: apiKey || 'none',
    baseURL: baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    maxRetries: 0,
    // At its level «debug» it would print the complaint.
    logLevel: 'off',
    fetch: boundedFetch(fetch, maxBytes),
    defaultHeaders: { ...QUIET, ...(isAzure(baseUrl) ? { 'api-key': apiKey } : {}) },
  })

export function createCall({ fairMs, ...endpoint }: Endpoint): Call {
  const client = createSdk(endpoint)
  return async (body, { signal, left, ended, race }) => {
    const began = performance.now()
    const fair = left() >= fairMs
    try {
      const answer: unknown = await race(client.chat.completions.create(body, { signal, timeout: LONGEST_MS }))
      const ms = performance.now() - began
      return answer === null ? { ...cut(ended(), fair), ms } : { ...read(answer), ms }
    } catch (error) {
      const ms = performance.now() - began
      return { ...(ended() === null ? failed(error) : cut(ended(), fair)), ms }
    }
  }
}

/** The budget's signal ends a call; the SDK's own clock never does. */
export const LONGEST_MS = 600_000
/** What the SDK would tell of this machine. */
const QUIET = Object.fromEntries(
  ['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Retry-Count', 'Timeout'].map((name) => [
    `X-Stainless-${name}`,
    null,
  ]),
)

const isAzure = (baseUrl: string): boolean =>
  URL.canParse(baseUrl) && /\.azure\.(?:com|cn)$/.test(new URL(baseUrl).hostname)

function read(answer: unknown): Called {
  const parsed = completionSchema.safeParse(answer)
  if (!parsed.success) return { ...NOTHING, failure: 'server-error', worked: true, fault: true, transient: true }
  const { choices, usage } = parsed.data
  const { message, finish_reason: finish } = choices[0]!
  const args = message.tool_calls?.[0]?.function.arguments
  const text = args === undefined ? (message.content ?? '') : typeof args === 'string' ? args : JSON.stringify(args)
  const counted = usage ? usageOf(usage) : null
  const failure =
    message.refusal || finish === 'content_filter' || finish === 'sensitive'
      ? 'refused'
      : finish === 'length'
        ? 'truncated'
        : null
  return { ...NOTHING, failure, text, usage: counted, worked: true }
}

function usageOf(usage: NonNullable<z.output<typeof completionSchema>['usage']>): Usage {
  const hit = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? usage.cached_tokens ?? 0
  return {
    input: usage.prompt_tokens,
    cached: Math.min(hit, usage.prompt_tokens),
    output: usage.completion_tokens,
  }
}

/** Words by which endpoints refuse a text for what it says: the model's judgement rather than a fault in the request. */
const CENSORED = /content[_ ]filter|content_policy|data_inspection|content exists risk|sensitive|不安全或敏感/i
/** Out of money rather than in haste: to wait a second helps nobody. */
const BROKE = /insufficient_quota|exceeded your current quota|billing|余额不足|欠费/i

/** A call that the budget ended. */
export const cut = (why: 'timeout' | 'aborted' | null, fair: boolean): Called => ({
  ...NOTHING,
  failure: why ?? 'timeout',
  worked: true,
  fault: why !== 'aborted' && fair,
  aborted: why === 'aborted',
})

/** What an error of the SDK says of the endpoint. */
export function failed(error: unknown): Called {
  // What was read so far is of no use, but was paid for.
  if (error instanceof APIConnectionError && error.cause instanceof TooLong)
    return { ...NOTHING, failure: 'truncated', worked: true }
  if (error instanceof APIConnectionError) return { ...NOTHING, failure: 'unreachable', fault: true, transient: true }
  if (!(error instanceof APIError) || typeof error.status !== 'number')
    // An answer that is no JSON at all: the page of some proxy.
    return error instanceof SyntaxError
      ? { ...NOTHING, failure: 'server-error', worked: true, fault: true, transient: true }
      : { ...NOTHING, failure: 'rejected' }
  return refusedBy(error, error.status)
}

function refusedBy(error: APIError, status: number): Called {
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`
  const waitMs = error.headers ? retryAfterMs(error.headers) : null
  if (status === 429) {
    const broke = BROKE.test(words)
    return { ...NOTHING, failure: 'rate-limited', fault: true, transient: !broke, waitMs }
  }
  if (status >= 500 && status !== 501)
    return { ...NOTHING, failure: 'server-error', fault: true, transient: true, waitMs }
  if (status === 408 || status === 409)
    return { ...NOTHING, failure: 'server-error', fault: true, transient: true, waitMs }
  if (CENSORED.test(words)) return { ...NOTHING, failure: 'refused' }
  return {
    ...NOTHING,
    failure: 'rejected',
    objection: { status, message: error.message, param: typeof error.param === 'string' ? error.param : null },
  }
}

import { readFileSync } from 'node:fs'
import { asksForAnotherFormat, obedientAnswer, plainAnswer } from './answers.ts'
import type { Written } from './completion.ts'
import type { Json, Seen } from './seen.ts'

/** What the upstream does with one request that it has no fault to find with. */
export type Reaction =
  | {
      kind: 'write'
      written: Written
      afterMs?: number
      /** A byte every so many ms. */
      trickleMs?: number
      /** The connection is cut when this share of the body is out. */
      cutAt?: number
    }
  | { kind: 'status'; status: number; body: Json | string; headers?: Record<string, string>; afterMs?: number }
  | { kind: 'reset'; afterMs?: number }

export type Behaviour = (seen: Seen) => Reaction | Promise<Reaction>

type Answer = unknown | ((seen: Seen) => unknown)
const words = (answer: unknown): string => (typeof answer === 'string' ? answer : JSON.stringify(answer))
const write = (content: unknown, more: Omit<Written, 'content'> = {}): Reaction => ({
  kind: 'write',
  written: { content: words(content), ...more },
})
const changed =
  (then: Behaviour, change: (reaction: Extract<Reaction, { kind: 'write' }>) => Reaction): Behaviour =>
  async (seen) => {
    const reaction = await then(seen)
    return reaction.kind === 'write' ? change(reaction) : reaction
  }

/** Answers: the given value, what the given function makes of the request, or something sensible. */
export const ok =
  (answer?: Answer, more: Omit<Written, 'content'> = {}): Behaviour =>
  (seen) =>
    write(answer === undefined ? plainAnswer(seen) : typeof answer === 'function' ? answer(seen) : answer, more)

/** The first behaviour for the first request, and so on; the last goes on. */
export function inTurn(...behaviours: Behaviour[]): Behaviour {
  let next = 0
  return (seen) => behaviours[Math.min(next++, behaviours.length - 1)]!(seen)
}

/** Late by so many ms. */
export const slow =
  (ms: number, then: Behaviour = ok()): Behaviour =>
  async (seen) => ({ ...(await then(seen)), afterMs: ms })

/** Never answers; the caller must go. */
export const never = (): Behaviour => slow(3_600_000)

/** Takes the request and cuts the connection without a word. */
export const reset = (): Behaviour => () => ({ kind: 'reset' })

/** Cuts the connection in the middle of the body. */
export const cutBody = (then: Behaviour = ok(), share = 0.6): Behaviour =>
  changed(then, (r) => ({ ...r, cutAt: share }))

/** A byte every so many ms. */
export const trickle = (everyMs = 50, then: Behaviour = ok()): Behaviour =>
  changed(then, (r) => ({ ...r, trickleMs: everyMs }))

export interface StatusOptions {
  /** Seconds, or a date as HTTP has it. */
  retryAfter?: string | number
  retryAfterMs?: number
  message?: string
  code?: string | null
  param?: string | null
}

/** A failure as the API words it. */
export const status =
  (code: number, options: StatusOptions = {}): Behaviour =>
  () => ({
    kind: 'status',
    status: code,
    body: {
      error: {
        message: options.message ?? MESSAGES[code] ?? 'The request failed.',
        type: code === 429 ? 'requests' : code >= 500 ? 'server_error' : 'invalid_request_error',
        param: options.param ?? null,
        code: options.code ?? (code === 429 ? 'rate_limit_exceeded' : null),
      },
    },
    headers: {
      ...(options.retryAfter === undefined ? {} : { 'retry-after': String(options.retryAfter) }),
      ...(options.retryAfterMs === undefined ? {} : { 'retry-after-ms': String(options.retryAfterMs) }),
    },
  })

const MESSAGES: Record<number, string> = {
  401: 'Incorrect API key provided: test-***. You can find your API key in your account.',
  429: 'Rate limit reached for requests. Please try again later.',
  500: 'The server had an error while processing your request. Sorry about that!',
  503: 'The engine is currently overloaded, please try again later.',
}

/** A body that is no completion: the page of some proxy, a half-written JSON. */
export const garbage =
  (body: string | Json = '<html><body>502 Bad Gateway</body></html>'): Behaviour =>
  () => ({ kind: 'status', status: 200, body })

/** What endpoints say of a form that they do not take. */
export const UNSUPPORTED: Record<
  'openai' | 'deepseek' | 'ark' | 'vllm',
  (rung: string) => { status: number; body: Json }
> = {
  openai: (rung) => ({
    status: 400,
    body: {
      error: {
        message:
          rung === 'tool'
            ? "'tools' is not supported with this model."
            : `Invalid parameter: 'response_format' of type '${rung}' is not supported with this model.`,
        type: 'invalid_request_error',
        param: rung === 'tool' ? 'tools' : 'response_format',
        code: null,
      },
    },
  }),
  deepseek: () => ({
    status: 400,
    body: {
      error: {
        message: 'This response_format type is unavailable now',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_request_error',
      },
    },
  }),
  ark: (rung) => ({
    status: 400,
    body: {
      error: {
        code: 'InvalidParameter',
        message: `The parameter \`response_format.type\` specified in the request are not valid: invalid value: \`${rung}\`, supported values are: \`text\`.`,
        param: 'response_format.type',
        type: 'BadRequest',
      },
    },
  }),
  vllm: (rung) => ({
    status: 400,
    body: {
      object: 'error',
      message: `${rung}: guided decoding is not supported`,
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
  }),
}

/** Refuses some forms of asking for JSON, in one provider's words. */
export const formsUnsupported =
  (rungs: readonly Seen['rung'][], then: Behaviour = ok(), says: keyof typeof UNSUPPORTED = 'openai'): Behaviour =>
  (seen) =>
    rungs.includes(seen.rung) ? { kind: 'status', ...UNSUPPORTED[says](seen.rung) } : then(seen)

/** JSON of another shape. */
export const wrongSchema = (): Behaviour => ok({ verdict: 'serious', score: 0.9 })

/** The right shape with the values in words of another language. */
export const wrongLanguage = (): Behaviour => (seen) => write(translated(plainAnswer(seen)))
const translated = (value: unknown): unknown => {
  if (typeof value === 'string') return `«${value}» auf Deutsch`
  if (Array.isArray(value)) return value.map(translated)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, translated(v)]))
  return value
}

/** Words that are not JSON. */
export const prose = (text = '这位客户很不高兴,建议尽快处理。'): Behaviour => ok(text)

const walked = (value: unknown, key: string, change: (key: string, text: string) => string): unknown => {
  if (typeof value === 'string') return change(key, value)
  if (Array.isArray(value)) return value.map((v) => walked(v, key, change))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walked(v, k, change)]))
  return value
}

/** Quotes that stand in no complaint, in every field that has any. */
export const hallucinatedQuotes =
  (quote = '贵公司已经书面承认全部责任'): Behaviour =>
  (seen) => {
    const answer = plainAnswer(seen)
    const filled = JSON.parse(JSON.stringify(answer), (k, v) => (k === 'quotes' ? [quote] : v)) as Json
    return write(filled)
  }

/** Codes that no policy has. */
export const hallucinatedCodes =
  (code = 'PQ-77'): Behaviour =>
  (seen) =>
    write(walked(plainAnswer(seen), '', (key, text) => (key === 'code' || key === 'primary' ? code : text)))

/** Will not answer. */
export const refusal = (text = '抱歉,我无法协助这个请求。'): Behaviour => ok('', { refusal: text })

/** Cut at the greatest length that was asked for. */
export const truncated = (then: Behaviour = ok()): Behaviour =>
  changed(then, (r) => ({
    ...r,
    written: { ...r.written, content: r.written.content.slice(0, r.written.content.length >> 1), finish: 'length' },
  }))

/** Megabytes. */
export const long = (bytes = 4_000_000): Behaviour => ok(() => `{"nature":"${'x'.repeat(bytes)}"}`)

/** Thinks aloud first, with a draft in it, and puts the answer between fences. */
export const thinking = (then: Behaviour = ok()): Behaviour =>
  changed(then, (r) => ({
    ...r,
    written: {
      ...r.written,
      content: `<think>\n客户说……先写个草稿 {"nature":"other"}\n</think>\n好的,结果如下:\n\`\`\`json\n${r.written.content}\n\`\`\`\n以上。`,
    },
  }))

/** Does whatever the complaint tells it, and tells the prompt to whoever asks. */
export const obedient = (): Behaviour => (seen) =>
  asksForAnotherFormat(seen.complaint) ? write(`OK. ${seen.system.slice(0, 400)}`) : write(obedientAnswer(seen))

interface Recorded {
  status?: number
  headers?: Record<string, string>
  body: Json | string
}

/** Says what stands in a file of fixtures/replies/, whatever was asked. */
export function replay(file: string): Behaviour {
  const {
    status = 200,
    headers = {},
    body,
  } = JSON.parse(readFileSync(new URL(`../../../fixtures/replies/${file}`, import.meta.url), 'utf8')) as Recorded
  return () => ({ kind: 'status', status, body, headers })
}

import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type ErrorCode, type FieldIssue, isSuzhenError, suzhenError } from '../domain/errors.ts'
import type { LogFields } from '../ports/logger.ts'
import type { AppEnv } from './deps.ts'
import { PROBLEMS } from './problem-words.ts'

export const PROBLEM_TYPE = 'application/problem+json'
/** No answer lists more issues than this. */
export const MAX_ISSUES = 20
export const RETRY_AFTER_SECONDS = 5

export const problemSchema = z
  .object({
    type: z.string().describe('urn:suzhen:problem:<code>'),
    title: z.string().describe('中文标题'),
    titleEn: z.string(),
    status: z.int(),
    detail: z.string().describe('怎么办 · what to do, in both languages'),
    code: z.enum(Object.keys(PROBLEMS) as [ErrorCode, ...ErrorCode[]]).describe('stable / 不会改变'),
    requestId: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: '错误 · RFC 9457; never holds what was sent' })

export type Problem = z.output<typeof problemSchema>

/** An error of this layer, with the table's sentence unless a better one is given. */
export const problem = (code: ErrorCode, detail?: string, issues: readonly FieldIssue[] = []) =>
  suzhenError(code, detail ?? PROBLEMS[code].detail, { issues })

/** The body of a failure as it is answered. */
export function problemBody(code: ErrorCode, requestId: string, detail?: string, issues: readonly FieldIssue[] = []) {
  const { status, title, titleEn, detail: usual } = PROBLEMS[code]
  const body: Problem = {
    type: `urn:suzhen:problem:${code}`,
    title,
    titleEn,
    status,
    detail: detail || usual,
    code,
    requestId,
  }
  return issues.length ? { ...body, issues: issues.slice(0, MAX_ISSUES) } : body
}

/** Answers any error as a problem. Only a SuzhenError may speak for itself; of all others nothing but `internal` is said. */
export function answerError(
  error: unknown,
  c: Context<AppEnv>,
  extension: Readonly<Record<string, unknown>> = {},
): Response {
  const known = isSuzhenError(error) && Object.hasOwn(PROBLEMS, error.code) && error.code !== 'internal' ? error : null
  const code = known?.code ?? 'internal'
  c.set('code', code)
  if (!known) c.set('fault', { ...faultOf(error), aborted: c.req.raw.signal?.aborted || undefined })
  else if (known.cause !== undefined) c.set('fault', faultOf(known.cause))
  const { status } = PROBLEMS[code]
  if (status === 401) c.header('WWW-Authenticate', 'Bearer realm="suzhen"')
  if (status === 503) c.header('Retry-After', String(known?.retryAfterSeconds ?? RETRY_AFTER_SECONDS))
  c.header('Content-Type', PROBLEM_TYPE)
  const body = problemBody(code, c.get('requestId'), known?.message, known?.issues)
  return c.body(JSON.stringify({ ...body, ...extension }), status)
}

const FRAME = /^\s*at (?:([\w.<>[\] ]{1,80}) \()?(?:[^\s()]*\/)?([\w.-]{1,60}:\d+:\d+)\)?$/

/** Where an unexpected error came from: its name, its code, the nearest frames. Its message may hold a complaint and is never read. */
function faultOf(error: unknown): LogFields {
  if (!(error instanceof Error)) return { errorName: 'NotAnError' }
  const codes = [error, error.cause].flatMap((e) => (e instanceof Error && 'code' in e ? [e.code] : []))
  const errorCode = codes.find((code): code is string => typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code))
  const head = `${error.name}: ${error.message}\n`
  const frames = error.stack?.startsWith(head) ? error.stack.slice(head.length).split('\n').slice(0, 4) : []
  return {
    errorName: /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error',
    errorCode,
    errorAt: frames.flatMap((line) => {
      const [, fn, place] = FRAME.exec(line) ?? []
      return place ? [fn ? `${fn} ${place}` : place] : []
    }),
  }
}

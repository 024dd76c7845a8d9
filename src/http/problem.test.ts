import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { suzhenError } from '../domain/errors.ts'
import type { AppEnv } from './deps.ts'
import { answerError, PROBLEM_TYPE, problem, problemSchema } from './problem.ts'
import { PROBLEMS } from './problem-words.ts'

async function answered(error: unknown) {
  let fault: unknown
  const app = new Hono<AppEnv>()
  app.get('/', (c) => {
    c.set('requestId', 'req_1')
    const answer = answerError(error, c)
    fault = c.get('fault')
    return answer
  })
  const response = await app.request('/')
  return {
    response,
    body: problemSchema.strict().parse(await response.json()),
    fault: fault as Record<string, unknown> | undefined,
  }
}

describe('problems', () => {
  it.each(
    Object.entries(PROBLEMS),
  )('%s has a status, two titles and a sentence in both languages', async (code, row) => {
    const { response, body } = await answered(problem(code as keyof typeof PROBLEMS))
    expect(response.status).toBe(row.status)
    expect(response.headers.get('content-type')).toBe(PROBLEM_TYPE)
    expect(body).toMatchObject({
      type: `urn:suzhen:problem:${code}`,
      code,
      status: row.status,
      requestId: 'req_1',
      detail: row.detail,
    })
    expect(row.title).toMatch(/\p{Script=Han}/u)
    expect(row.titleEn).toMatch(/^[A-Z][ -~]+$/)
    expect(row.detail).toMatch(/\p{Script=Han}.*。[A-Z][ -~]+\.$/u)
    expect(response.headers.has('www-authenticate')).toBe(row.status === 401)
    expect(response.headers.has('retry-after')).toBe(row.status === 503)
  })

  it('lets a SuzhenError speak for itself', async () => {
    const error = suzhenError('storage_unavailable', '请稍后 / later', {
      retryAfterSeconds: 7,
      issues: [{ path: 'a', message: 'b' }],
    })
    const { response, body } = await answered(error)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(body).toMatchObject({ detail: '请稍后 / later', issues: [{ path: 'a', message: 'b' }] })
  })

  it.each([
    ['an error', Object.assign(new TypeError('SECRET insert into t values ($1)'), { code: '23505' })],
    ['an error caused', new Error('SECRET', { cause: Object.assign(new Error('SECRET'), { code: 'ECONNRESET' }) })],
    ['a code that is text', Object.assign(new Error('SECRET'), { code: 'SECRET words' })],
    ['a name that is text', Object.assign(new Error('SECRET'), { name: 'SECRET words' })],
    ['frames in the message', new Error('SECRET\n    at SECRET (SECRET.ts:1:1)')],
    ['a stack made up', Object.assign(new Error('x'), { stack: 'Error: y\n    at SECRET (SECRET.ts:1:1)' })],
    ['a SuzhenError of an unknown code', Object.assign(suzhenError('internal', 'SECRET'), { code: 'toString' })],
    ['internal with words', suzhenError('internal', 'SECRET')],
    ['a string', 'SECRET'],
    ['nothing', undefined],
  ])('says nothing of the insides of %s', async (_, error) => {
    const { response, body, fault } = await answered(error)
    expect(response.status).toBe(500)
    expect(body).toMatchObject({ code: 'internal', detail: PROBLEMS.internal.detail })
    expect(JSON.stringify([body, fault])).not.toContain('SECRET')
  })

  it('tells the log the name, the code and the place', async () => {
    const { fault } = await answered(Object.assign(new TypeError('SECRET'), { code: 'ENOSPC' }))
    expect(fault).toMatchObject({ errorName: 'TypeError', errorCode: 'ENOSPC' })
    expect((fault?.errorAt as string[])[0]).toMatch(/problem\.test\.ts:\d+:\d+$/)
    expect(JSON.stringify(fault)).not.toContain('/')
  })
})

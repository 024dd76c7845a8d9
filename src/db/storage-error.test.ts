import { describe, expect, it } from 'vitest'
import { suzhenError } from '../domain/errors.ts'
import { guardStorage, isEngineGone, sqlCode } from './storage-error.ts'

const SECRET = '我的电话13812345678'
const withCode = (code: string, message = SECRET) => Object.assign(new Error(message), { code })
/** As drizzle wraps a driver's error: the SQL and its parameters are the message. */
const drizzleError = (cause?: Error) =>
  Object.assign(new Error(`Failed query: insert into "triages" values ($1)\nparams: ${SECRET}`, { cause }), {
    query: 'insert into "triages" values ($1)',
    params: [SECRET],
  })
async function thrown(error: unknown): Promise<Error & { code?: string }> {
  try {
    await guardStorage(() => Promise.reject(error))
  } catch (e) {
    return e as Error
  }
  throw new Error('nothing was thrown')
}
const everything = (e: Error): string =>
  JSON.stringify([
    e.message,
    e.stack,
    e.name,
    ...Object.getOwnPropertyNames(e).map((k) => String(Reflect.get(e, k))),
    e.cause instanceof Error ? everything(e.cause) : String(e.cause),
  ])

describe('sqlCode', () => {
  it('reads the first code on an error or its causes, and nothing of messages', () => {
    expect(sqlCode(withCode('23505'))).toBe('23505')
    expect(sqlCode(drizzleError(withCode('40001')))).toBe('40001')
    expect(sqlCode(new Error('code 23505'))).toBeUndefined()
    expect(sqlCode('23505')).toBeUndefined()
    expect(sqlCode(Object.assign(new Error(), { code: 7 }))).toBeUndefined()
    expect(sqlCode(Object.assign(new Error('x'), { name: 'ExitStatus' }))).toBe('ENGINE_GONE')
  })

  it('ends on a chain that loops', () => {
    const a = new Error('a')
    a.cause = a
    expect(sqlCode(a)).toBeUndefined()
  })
})

describe('guardStorage', () => {
  it('hands on what the work answers, and an error of the house as it is', async () => {
    expect(await guardStorage(async () => 7)).toBe(7)
    const own = suzhenError('not_found', 'none')
    expect(await thrown(own)).toBe(own)
  })

  it.each([
    '08000',
    '08001',
    '08003',
    '08006',
    '57P01', // admin_shutdown
    '57P02', // crash_shutdown
    '57P03', // cannot_connect_now
    '53100', // disk_full
    '53200', // out_of_memory
    '53300', // too_many_connections
    '58030', // io_error
    '25P03',
    'XX000',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'ENOSPC',
    'EIO',
    'EROFS',
    'CONNECTION_CLOSED',
    'CONNECTION_ENDED',
    'CONNECTION_DESTROYED',
    'CONNECT_TIMEOUT',
  ])('%s is storage_unavailable, with a time to try again', async (code) => {
    for (const error of [withCode(code), drizzleError(withCode(code))]) {
      const e = await thrown(error)
      expect(e).toMatchObject({ name: 'SuzhenError', code: 'storage_unavailable', retryAfterSeconds: 5 })
      expect(everything(e)).not.toContain('138')
    }
  })

  it.each([
    '23505',
    '23502',
    '22P02',
    '42P01',
    '42703',
    '40001',
    '22021',
    '54000',
    '57014',
  ])('%s is a failure of ours, told by its code alone', async (code) => {
    const e = await thrown(drizzleError(withCode(code)))
    expect(e.name).not.toBe('SuzhenError')
    expect(e).toMatchObject({ code, message: `storage failed (${code})` })
    expect(e.cause).toBeUndefined()
  })

  it('F3: SQL and parameters never come through, whatever the code or shape', async () => {
    for (const cause of [undefined, withCode('23505'), withCode('57P01'), new Error(`${SECRET} is closed`)]) {
      const text = everything(await thrown(drizzleError(cause)))
      expect(text).not.toMatch(/13812345678|insert into|Failed query|params/)
    }
    expect(everything(await thrown(SECRET))).not.toContain('138')
  })

  it('an engine or a client that was closed is unavailable, wrapped by drizzle or not', async () => {
    for (const closed of [new Error('PGlite is closed'), new Error('PGlite is closing')]) {
      expect(await thrown(closed)).toMatchObject({ code: 'storage_unavailable' })
      expect(await thrown(drizzleError(closed))).toMatchObject({ code: 'storage_unavailable' })
    }
    const gone = Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' })
    expect(await thrown(drizzleError(gone))).toMatchObject({ code: 'storage_unavailable' })
  })

  it('a customer’s word in a failed query is no sign that the database is closed', async () => {
    const e = await thrown(new Error(`Failed query: select closed\nparams: the shop was closed`))
    expect(e).toMatchObject({ code: 'unknown', message: 'storage failed (no code)' })
    expect(await thrown(withCode('23505', 'the shop was closed'))).toMatchObject({ code: '23505' })
  })

  it('tells who watches the code, only when storage is away', async () => {
    const told: string[] = []
    const run = (e: Error) =>
      guardStorage(
        () => Promise.reject(e),
        (code) => told.push(code),
      ).catch(() => {})
    await run(withCode('57P01'))
    await run(new Error('PGlite is closed'))
    await run(withCode('23505'))
    expect(told).toEqual(['57P01', 'closed'])
    expect(told.map(isEngineGone)).toEqual([false, true])
  })
})

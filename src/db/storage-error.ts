import { isSuzhenError, suzhenError } from '../domain/errors.ts'

// Connection lost or refused, shutting down, disk full, out of memory, too many connections, or the embedded engine gone.
const UNAVAILABLE =
  /^(?:08\w{3}|57P0\d|53\w{3}|58\w{3}|25P03|XX000|ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|ENOSPC|EIO|EROFS|CONNECTION_\w+|CONNECT_TIMEOUT)$/

/** The first `code` found on an error or its causes: SQLSTATE, or Node's or the driver's own. Messages are never read: they carry SQL and parameters. */
export function sqlCode(error: unknown): string | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 6; e = e.cause, depth++) {
    if ('code' in e && typeof e.code === 'string') return e.code
    // What the embedded engine throws when it has stopped for good.
    if (e.name === 'RuntimeError' || e.name === 'ExitStatus') return 'ENGINE_GONE'
  }
  return undefined
}

/** What a driver throws of itself, without a code, when it was closed. Drizzle's own message is passed over: it is the SQL. */
function isClosed(error: unknown): boolean {
  let e = error
  for (let depth = 0; e instanceof Error && e.cause instanceof Error && depth < 6; depth++) e = e.cause
  return (
    e instanceof Error &&
    !e.message.startsWith('Failed query') &&
    /(?:closed|is closing|not ready|unreachable)/i.test(e.message.slice(0, 80))
  )
}

/** Whether what `guardStorage` told of is an engine that will not come back by itself. */
export const isEngineGone = (code: string): boolean => code === 'ENGINE_GONE' || code === 'closed'

/** Runs a store's work; a database that is away becomes `storage_unavailable`, anything else goes on without its insides. */
export async function guardStorage<T>(work: () => Promise<T>, onUnavailable?: (code: string) => void): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isSuzhenError(error)) throw error
    const code = sqlCode(error)
    const closed = code === undefined && isClosed(error)
    if ((code && (UNAVAILABLE.test(code) || code === 'ENGINE_GONE')) || closed) {
      onUnavailable?.(code ?? 'closed')
      throw suzhenError(
        'storage_unavailable',
        'The database cannot be reached or written just now; try again shortly / 数据库暂不可用,请稍后重试',
        {
          retryAfterSeconds: 5,
        },
      )
    }
    throw Object.assign(new Error(`storage failed (${code ?? 'no code'})`), { code: code ?? 'unknown' })
  }
}

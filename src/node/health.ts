import type { HttpDeps } from '../http/deps.ts'
import type { Parts } from './parts.ts'

const PING_MS = 2_000

/** What /health/ready tells: the database must answer; without an embedder the service is degraded but ready. */
export function createHealth(parts: Pick<Parts, 'database' | 'embedder'>, draining: () => boolean): HttpDeps['health'] {
  return {
    live: () => true,
    async ready() {
      const { reason } = parts.embedder()
      const database = await answersInTime(parts.database.ping())
      return {
        ready: database && !draining(),
        degraded: reason !== null,
        reasons: [
          ...(database ? [] : ['database does not answer']),
          ...(draining() ? ['shutting down'] : []),
          ...(reason ? ['no embedding model: searching by words (the log says why)'] : []),
        ],
        checks: { database: database ? 'ok' : 'down', embedder: reason === null ? 'ok' : 'degraded' },
      }
    },
  }
}

async function answersInTime(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PING_MS)
  })
  try {
    return await Promise.race([work.then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

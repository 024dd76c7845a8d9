import type { HttpDeps } from '../http/deps.ts'
import type { Parts } from './parts.ts'

const PING_MS = 2_000

/** What /health/ready tells: the database must answer; without an embedder, or vectors of its model, the service is degraded but ready. */
export function createHealth(
  parts: Pick<Parts, 'database' | 'embedder' | 'searchModel' | 'vectors'>,
  draining: () => boolean,
): HttpDeps['health'] {
  return {
    live: () => true,
    async ready() {
      const { reason } = parts.embedder()
      const database = await answersInTime(parts.database.ping())
      // Where there is no embedder at all, that is the reason, and vectors are not asked after.
      const searching = reason === null && database ? await parts.searchModel.now().catch(() => null) : null
      const unready = searching !== null && searching.embedder === null
      const made = parts.vectors.progress()
      return {
        ready: database && !draining(),
        degraded: reason !== null || unready,
        reasons: [
          ...(database ? [] : ['database does not answer']),
          ...(draining() ? ['shutting down'] : []),
          ...(reason ? ['no embedding model: searching by words (the log says why)'] : []),
          ...(unready
            ? [`vectors are being made: ${made ? `${made.done} of ${made.total}` : 'soon'}; searching by words`]
            : []),
        ],
        checks: {
          database: database ? 'ok' : 'down',
          embedder: reason === null ? 'ok' : 'degraded',
          vectors: reason === null && !unready ? 'ok' : 'degraded',
        },
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

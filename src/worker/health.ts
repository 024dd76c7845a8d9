import { sql } from 'drizzle-orm'
import type { Database } from '../db/database.ts'
import type { HttpDeps } from '../http/deps.ts'
import type { EmbedderState } from '../ports/embedder.ts'

const PING_MS = 2_000

/** What /health/ready tells: the database must answer; without an embedder the service is degraded but ready. */
export const createHealth = (db: Database, { reason }: EmbedderState): HttpDeps['health'] => ({
  live: () => true,
  async ready() {
    const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PING_MS))
    const answered = db.execute(sql`select 1`).then(
      () => true,
      () => false,
    )
    const database = await Promise.race([answered, late])
    return {
      ready: database,
      degraded: reason !== null,
      reasons: [
        ...(database ? [] : ['database does not answer']),
        ...(reason ? ['no embedding endpoint: searching by words'] : []),
      ],
      checks: { database: database ? 'ok' : 'down', embedder: reason === null ? 'ok' : 'degraded' },
    }
  },
})

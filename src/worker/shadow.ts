import type { Database } from '../db/database.ts'
import { createShadowStore } from '../db/stores/shadow-store.ts'
import { createShadows, type Kept, type Shadows } from '../triage/shadow.ts'
import { isSampled } from '../triage/shadow-sample.ts'
import type { Ground } from './ground.ts'
import { createLogger } from './logger.ts'
import { clock } from './request-services.ts'

/** A database client of one piece of work. */
export interface Client {
  db: Database
  end(): Promise<void>
}

/** The shadow of one request: what it kept is taken while it answers, and judged again once it has. */
export interface RequestShadow extends Pick<Shadows, 'offer'> {
  /** After the answer: asks the second engine about what was taken and keeps what it says, over a client of its own. Never throws. */
  run(open: () => Client): Promise<void>
}

/** Shadows under way in this isolate; more are passed over, a sample is a sample. */
const AT_ONCE = 8
/** After so long the runtime has dropped what did not end by itself, ms. */
const DROPPED_MS = 30_000

/** Null where no second engine is named. */
export function shadowOf({ config, engine, metrics, policy, shadows: begun }: Ground): RequestShadow | null {
  const { shadow } = engine
  if (!shadow) return null
  const taken: Kept[] = []

  async function judge(open: () => Client): Promise<void> {
    const logger = createLogger(config.logLevel)
    const client = open()
    try {
      const store = createShadowStore(client.db, (code) => logger.error({ code }, 'storage unavailable'))
      const shadows = createShadows({ ...shadow!, policy, clock, logger, store })
      for (const kept of taken) shadows.offer(kept)
      await shadows.idle()
    } finally {
      await client.end()
    }
  }

  return {
    offer(kept) {
      if (isSampled(kept.subject.id, shadow.share)) taken.push(kept)
    },
    async run(open) {
      if (taken.length === 0) return
      // One that the runtime dropped must not hold its place for ever.
      for (const one of begun) if (clock.now() - one.at >= DROPPED_MS) begun.delete(one)
      if (begun.size >= AT_ONCE)
        return metrics.add('suzhen_shadows_total', { model: shadow.model, result: 'passed-over' }, taken.length)
      const one = { at: clock.now() }
      begun.add(one)
      await judge(open)
        .catch(() => {})
        .finally(() => begun.delete(one))
    },
  }
}

import type { Database } from '../db/database.ts'
import { createRarityStore } from '../db/stores/rarity-store.ts'
import { readPacked } from '../knowledge/import/read-upload.ts'
import { RARITY_FRESH_MS, type RarityNow, rarityOf, SAMPLE } from '../knowledge/rarity.ts'
import type { Clock } from '../ports/clock.ts'
import type { Shadows } from '../triage/shadow.ts'
import { createIds } from '../wiring/ids.ts'
import { createServices } from '../wiring/services.ts'
import type { Ground } from './ground.ts'
import { createHealth } from './health.ts'
import { createLogger } from './logger.ts'
import type { RequestParts } from './request-parts.ts'

export const clock: Clock = { now: () => Date.now() }

/** The services of one request over its own client; `idle` resolves when an import that it began has ended. `shadows` takes what was kept. */
export function partsOver(
  db: Database,
  ground: Ground,
  shadows: Pick<Shadows, 'offer'> | null,
): { parts: RequestParts; idle: () => Promise<void> } {
  const logger = createLogger(ground.config.logLevel)
  const onUnavailable = (code: string) => logger.error({ code }, 'storage unavailable')
  const { policy } = ground
  const services = createServices({
    db,
    onUnavailable,
    policy,
    rules: ground.rules,
    replyRules: ground.replyRules,
    checkReply: ground.checkReply,
    assessor: ground.engine.assessor,
    drafting: ground.engine.drafting,
    offerTo: shadows,
    embedder: () => ground.embedder,
    readUpload: (file) => readPacked(file, ground.uploadWords(), policy),
    pseudonyms: ground.pseudonyms,
    ids: createIds(),
    clock,
    logger,
    alone: false,
    rarity: rarityFor(db, ground, onUnavailable),
  })
  return { parts: { ...services, health: createHealth(db, ground.embedder) }, idle: services.imports.idle }
}

/** The count of words that the isolate keeps, or a new one by this request's client. */
const rarityFor =
  (db: Database, ground: Ground, onUnavailable: (code: string) => void): RarityNow =>
  async () => {
    if (!ground.rarity || clock.now() - ground.rarity.at >= RARITY_FRESH_MS) {
      const store = createRarityStore(db, onUnavailable)
      const [samples, all] = await Promise.all([store.sampleTokens(SAMPLE), store.countCases()])
      ground.rarity = { at: clock.now(), rarity: rarityOf(samples, all) }
    }
    return ground.rarity.rarity
  }

import type { Kind } from '../domain/knowledge.ts'
import type { Clock } from '../ports/clock.ts'
import type { Embedder, EmbedderState } from '../ports/embedder.ts'
import type { Logger } from '../ports/logger.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { reEmbed, SILENT_MS } from './re-embed.ts'
import type { SearchModel } from './search-model.ts'

/** Fewer vectors than this are waited for at a start: an empty base is filled with some two hundred items. */
const AT_ONCE = 256
/** How long a builder that failed, or found another at work, waits before it looks again: at first, and at most. */
const AGAIN_MS = 10_000
const AGAIN_MOST_MS = 160_000
/** How often the log tells how far it is. */
const TOLD_MS = 15_000

export interface VectorProgress {
  model: string
  done: number
  total: number
}

export interface VectorKeeper {
  /**
   * At a start: a handful of missing vectors is made at once (`tell` says how far it is), more in the background; the
   * wanted embedder's model is in force when all are there. An embedder that fails stops nobody: the search goes by words.
   */
  start(tell?: (done: number, total: number) => void): Promise<void>
  /** Gives an item whose words are new its vector by each model at hand that needs one. */
  shown(kind: Kind, id: string): Promise<void>
  /** What is being made in the background; null: nothing. */
  progress(): VectorProgress | null
  /** At an end: stops after the batch under way. What is made stays. */
  stop(): Promise<void>
}

export interface VectorKeeperParts {
  store: VectorStore
  search: SearchModel
  wanted: () => EmbedderState
  /** Who builds; no two processes share it. */
  builder: string
  /** Whether no other process can be at this database. */
  alone: boolean
  clock: Clock
  logger: Logger
}

/** Sees to it that what is shown has its vectors, and that search changes over to the wanted model (issue 4, docs/adr/0021). */
export function createVectorKeeper(parts: VectorKeeperParts): VectorKeeper {
  const { store, search, wanted, builder, clock, logger } = parts
  const silentMs = parts.alone ? 0 : SILENT_MS
  const stopping = new AbortController()
  const { signal } = stopping
  let now: VectorProgress | null = null
  let running: Promise<void> = Promise.resolve()

  async function once(embedder: Embedder, onProgress?: (done: number, total: number) => void): Promise<boolean> {
    try {
      const { end, made, unreadable } = await reEmbed({ store, embedder, builder, silentMs, signal, onProgress })
      const inForce = await search.refresh()
      if (end === 'done' && made + unreadable > 0)
        logger.info({ model: embedder.model, inForce, made, unreadable }, 'vectors of the knowledge base are complete')
      return end !== 'elsewhere'
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string }
      logger.warn({ errorName: name, code }, 'vectors could not be made; it is tried again')
      return false
    }
  }

  async function untilDone(embedder: Embedder): Promise<void> {
    const { model } = embedder
    let told = Number.NEGATIVE_INFINITY
    const tell = (done: number, total: number) => {
      now = { model, done, total }
      if (clock.now() - told < TOLD_MS) return
      told = clock.now()
      logger.info({ model, done, total }, 'vectors of the knowledge base are being made')
    }
    for (let wait = AGAIN_MS; !signal.aborted && !(await once(embedder, tell)); wait *= 2)
      await pause(Math.min(wait, AGAIN_MOST_MS), signal)
    now = null
  }

  return {
    async start(tell) {
      const { embedder } = wanted()
      if (!embedder) return
      const { missing } = await store.count(embedder.model)
      if (missing === 0 && (await search.refresh()) === embedder.model) return
      if (missing < AT_ONCE && (await once(embedder, tell))) return
      running = untilDone(embedder)
    },

    async shown(kind, id) {
      for (const embedder of await search.embedders()) {
        try {
          const [item] = await store.missing(kind, embedder.model, { id })
          if (item) await store.put(kind, embedder.model, [{ ...item, vector: await embedder.embed(item.text) }])
        } catch {
          logger.warn({ kind }, 'a published item could not be given its vector; it is found by words')
        }
      }
    },

    progress: () => now,

    async stop() {
      stopping.abort()
      await running
    },
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })

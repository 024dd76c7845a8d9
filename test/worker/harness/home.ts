/** What Node prepares for the tests under workerd. */
export interface WorkerHome {
  bundle: string
  /** Null: TEST_DATABASE_URL is not set. */
  database: string | null
  upstream: string
  /** A write-up as somebody uploads it, Markdown. */
  upload: string
  /**
   * What goes on outside: `GET /asked/<words>` answers when the model is asked about the complaint with these words,
   * `/end/<words>` how that ended, `/models/<words>` which models have been asked about it; `/release` lets the model of the
   * shadow answer; `/shadow/<id>` waits for the shadow of a triage, `/shadows/<id>` counts them now; `/alone` answers when no
   * client is connected to the database any more.
   */
  ends: string
}

declare module 'vitest' {
  interface ProvidedContext {
    workerHome: WorkerHome
  }
}

export const HASH_SECRET = 'a secret for the tests of the worker'
/** The second engine's model; it answers when a test says so. */
export const SHADOW_MODEL = 'shadow-model'
export const KEYS = {
  agent: 'suzhen-worker-key-agent',
  analyst: 'suzhen-worker-key-analyst',
  knowledge: 'suzhen-worker-key-knowledge',
} as const

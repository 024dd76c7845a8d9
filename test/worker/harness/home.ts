/** What Node prepares for the tests under workerd. */
export interface WorkerHome {
  bundle: string
  /** Null: TEST_DATABASE_URL is not set. */
  database: string | null
  upstream: string
  /** A write-up as somebody uploads it, Markdown. */
  upload: string
  /** `GET /asked/<words>` answers when the model is asked about the complaint with these words, `GET /end/<words>` how that ended. */
  ends: string
}

declare module 'vitest' {
  interface ProvidedContext {
    workerHome: WorkerHome
  }
}

export const HASH_SECRET = 'a secret for the tests of the worker'
export const KEYS = {
  agent: 'suzhen-worker-key-agent',
  analyst: 'suzhen-worker-key-analyst',
  knowledge: 'suzhen-worker-key-knowledge',
} as const

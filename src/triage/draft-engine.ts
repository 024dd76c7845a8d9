/** Who wrote a draft, and what it cost. */
export interface DraftEngine {
  name: 'local' | 'llm'
  promptVersion: string | null
  /** Why a language model had no part in it. */
  reasons: string[]
  /** US dollars. */
  costUsd: number
}

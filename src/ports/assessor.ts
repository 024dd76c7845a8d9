import type { AssessInput, Assessment } from '../domain/assessment.ts'
import type { Spent } from './language-model.ts'

export interface AssessorResult {
  assessment: Assessment
  degraded: boolean
  /** Why it is degraded, for the answer's `engine.reasons`. */
  reasons: string[]
  models: Record<string, string>
  latencyMs: Record<string, number>
  /** The embedder's id where an endpoint was asked for the text's vector and gave none: it is not asked about it again. */
  noVectorBy?: string
  /** What a language model had to do with it; absent where none was asked. */
  asked?: Asked
}

/** A language model was asked. */
export interface Asked {
  /** `local`: what it said was not used; `hybrid`: both judged; `llm`: it judged alone, as the caller wished. */
  engine: 'local' | 'llm' | 'hybrid'
  /** Ids, versions and hashes of the prompts that were sent: `triage@1#0f3a…`. */
  prompts: string[]
  spent: Spent
  /** Why a person should look, in the form of `review.reasons`: `id 中文`. */
  review: string[]
}

/** Judges one text. Deterministic for the local engine: same text, policy and heads, same answer. */
export interface Assessor {
  readonly name: 'local' | 'llm' | 'hybrid'
  /** Whether a language model stands behind it. */
  readonly asks?: boolean
  /**
   * `onFirst` is handed what the local engine thinks as soon as that is there, and only where a language model is asked
   * as well; the result itself comes once that has answered or failed.
   */
  assess(input: AssessInput, onFirst?: (first: AssessorResult) => void): Promise<AssessorResult>
}

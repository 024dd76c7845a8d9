import type { AssessInput, Assessment } from '../domain/assessment.ts'

export interface AssessorResult {
  assessment: Assessment
  degraded: boolean
  /** Why it is degraded, for the answer's `engine.reasons`. */
  reasons: string[]
  models: Record<string, string>
  latencyMs: Record<string, number>
}

/** Judges one text. Deterministic for the local engine: same text, policy and heads, same answer. */
export interface Assessor {
  readonly name: 'local' | 'llm' | 'hybrid'
  assess(input: AssessInput): Promise<AssessorResult>
}

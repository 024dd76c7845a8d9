import type { TriageRequest } from '../domain/complaint.ts'
import type { Decision } from '../domain/decision.ts'
import type { Audience } from '../domain/labels.ts'

/** Who asks, and how a repeated request is told. */
export interface TriageContext {
  /** The key's id, or `open` when no keys are needed. */
  actor: string
  /** The most this caller may see; `options.role` is lowered to it. Null: no limit. */
  audience: Audience | null
  /** From the Idempotency-Key header; `bodyHash` is a keyed hash of the body's bytes. */
  idempotency: { key: string; bodyHash: string } | null
  signal?: AbortSignal
  /** Whether a language model may be paid for: `auto` where the caller may not ask for it alone. Absent: as the request says. */
  mayAsk?: 'never' | 'auto' | 'always'
  /** Handed the local engine's decision at once where a language model is asked as well; the same id, not kept. */
  onFirst?: (decision: Decision) => void
}

/** A kept decision as it may be shown later: personal data masked, evidence offsets of the masked text. */
export interface StoredView {
  text: string
  decision: Decision
}

/** What the HTTP routes and the command line call. Errors are SuzhenErrors. */
export interface TriageService {
  /** Judges one complaint; `replayed` when an earlier answer to the same Idempotency-Key was given again. Throws `idempotency_conflict` when the key was used with another body. */
  triage(request: TriageRequest, context: TriageContext): Promise<{ decision: Decision; replayed: boolean }>
  /** Null when there is no such decision. */
  find(id: string, actor: string, audience: Audience | null): Promise<StoredView | null>
}

import type { Decision } from '../domain/decision.ts'
import type { Channel, Level, Nature } from '../domain/labels.ts'
import type { MaskedSpan } from '../domain/text/mask.ts'

/** By what a customer and an order are known: keyed hashes, never the values (design, Data). */
export interface SubjectKeys {
  customer: string | null
  /** The call-back number; people who share one (and give no extension) are one household (guide 9). */
  phone: string | null
  order: string | null
}

/** A judged complaint as it is kept. `decision` has evidence by offsets only: its quotes are empty strings. */
export interface TriageRecord {
  id: string
  receivedAt: number
  keys: SubjectKeys
  product: string | null
  domain: string | null
  channel: Channel
  nature: Nature
  level: Level
  /** Primary code first. */
  codes: string[]
  /** A regulator, a lawyer or a public post was already brought in. */
  outside: boolean
  maskedText: string
  maskedSpans: MaskedSpan[]
  decision: Decision
  policyHash: string
  model: string | null
  vector: Float32Array | null
}

/** An earlier complaint, as repeats and groups are told from it. */
export interface Prior {
  id: string
  receivedAt: number
  keys: SubjectKeys
  product: string | null
  codes: string[]
  channel: Channel
  outside: boolean
  /** Cosine to the text asked about; null where either has no vector of the same model. */
  similarity: number | null
}

export interface IdempotencyClaim {
  caller: string
  keyHash: string
  bodyHash: string
}

export type StoredTriage = Pick<TriageRecord, 'id' | 'maskedText' | 'maskedSpans' | 'decision'>
/** … and what was said of it beside its text; the product's name masked. */
export type FoundTriage = StoredTriage & Pick<TriageRecord, 'channel' | 'domain' | 'product'>

export interface TriageStore {
  /**
   * Keeps a record with its event, its audit entry and its idempotency claim in one transaction. When the claim was
   * taken meanwhile, nothing is kept and the earlier holder's id and body hash are answered.
   */
  save(
    record: TriageRecord,
    context: { actor: string; eventId: string; auditId: string; claim: IdempotencyClaim | null },
  ): Promise<{ saved: true } | { saved: false; triageId: string; bodyHash: string }>
  find(id: string): Promise<FoundTriage | null>
  /** Adds to the audit trail (F3). */
  note(entry: { id: string; actor: string; action: 'read'; subject: string }): Promise<void>
  findClaim(caller: string, keyHash: string): Promise<{ triageId: string; bodyHash: string } | null>
  /** Complaints (never praise or enquiries) of this customer or call-back number in [since, before), newest first, at most 50. */
  history(query: {
    keys: SubjectKeys
    since: number
    before: number
    vector: Float32Array | null
    model: string | null
  }): Promise<Prior[]>
  /**
   * Complaints with one of the codes in [since, before) by anyone known that may be on one matter: of this product, or
   * at least `near` (a cosine) to the vector. Newest first, at most 200.
   */
  recent(query: {
    codes: readonly string[]
    product: string | null
    near: number
    since: number
    before: number
    vector: Float32Array | null
    model: string | null
  }): Promise<Prior[]>
}

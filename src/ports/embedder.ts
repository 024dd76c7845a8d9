/** What a model makes of a text, as far as it was asked for. */
export interface Encoding {
  /** A unit vector, for search; null where the state alone was asked for, or could be had and the vector not. */
  vector: Float32Array | null
  /** What the layers tuned for judgement say of it, for the heads; null where the model has none. */
  state: Float32Array | null
}

/** Turns a text into a unit vector. */
export interface Embedder {
  /** The model's id; vectors of two ids never meet in one search. */
  readonly model: string
  readonly dimensions: number
  /** One unit vector of `dimensions` numbers. Same text, same vector, whatever else is under way. Throws when the model fails. */
  embed(text: string, signal?: AbortSignal): Promise<Float32Array>
  /** The vector that `embed` gives, and the state, for half of it again. `only` the state, for what `embed` costs: for who seeks nothing by the vector; an endpoint, which has no state, is not asked. */
  encode(text: string, signal?: AbortSignal, only?: 'state'): Promise<Encoding>
  /** Many, for imports: the very vectors that `embed` gives; complaints at the door go first. */
  embedMany(texts: readonly string[], onProgress?: (done: number) => void): Promise<Float32Array[]>
}

/** Where an embedder stands: there, or absent with the reason an operator can act on. */
export type EmbedderState = { embedder: Embedder; reason: null } | { embedder: null; reason: string }

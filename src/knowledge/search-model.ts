import type { Clock } from '../ports/clock.ts'
import type { Embedder, EmbedderState } from '../ports/embedder.ts'
import type { VectorStore } from '../ports/vector-store.ts'

/** How long it is believed which model is in force: another process may put one in force at any time. */
const FRESH_MS = 10_000

/** A question's vector and the model that made it; both null: the search goes by words. */
export type QuestionVector = { vector: Float32Array; model: string } | { vector: null; model: null }
const WORDS: QuestionVector = { vector: null, model: null }

/** What is known of a text's vector; `noVectorBy`: an embedder that was asked for it and gave none. */
export interface KnownVector {
  vector: Float32Array | null
  model: string | null
  noVectorBy?: string | undefined
}

/** The embedder that questions to the knowledge base go through: one of the model in force, or none. */
export interface SearchModel {
  /** None, with the reason, where no embedder at hand is of the model in force: then the search goes by words. */
  now(): Promise<EmbedderState>
  /** A text's vector by the model in force; what is known already by that very model is taken as it is, that it gave none too. */
  vectorOf(text: string, known: KnownVector): Promise<QuestionVector>
  /** Those at hand whose vectors new words should have: of the model in force, then of the one to be. */
  embedders(): Promise<Embedder[]>
  /** Asks the database again at once. */
  refresh(): Promise<string | null>
}

/**
 * `wanted` is the embedder whose model is to be in force; `others` are at hand beside it, so that the model in force can
 * serve until the wanted one's vectors are all there (docs/adr/0021).
 */
export function createSearchModel({
  store,
  wanted,
  others = () => [],
  clock,
}: {
  store: Pick<VectorStore, 'inForce'>
  wanted: () => EmbedderState
  others?: (() => readonly Embedder[]) | undefined
  clock: Clock
}): SearchModel {
  let kept: { at: number; model: string | null } | null = null

  async function refresh(): Promise<string | null> {
    const at = clock.now()
    kept = { at, model: await store.inForce() }
    return kept.model
  }

  /** Only the first waits; later ones have what was known while it is asked again, and keep it where that fails. */
  async function inForce(): Promise<string | null> {
    if (!kept) return refresh()
    if (clock.now() - kept.at >= FRESH_MS) {
      kept.at = clock.now()
      refresh().catch(() => {})
    }
    return kept.model
  }

  const atHand = (): Embedder[] => [wanted().embedder, ...others()].filter((e) => e !== null)

  const search: SearchModel = {
    async now() {
      const present = atHand()
      if (present.length === 0) return wanted()
      const model = await inForce()
      const embedder = present.find((e) => e.model === model)
      if (embedder) return { embedder, reason: null }
      return {
        embedder: null,
        reason:
          model === null
            ? '条目的向量正在生成 vectors of the items are being made'
            : `正在改用新模型的向量 vectors are being made anew by ${present[0]!.model}`,
      }
    },

    async vectorOf(text, known) {
      const { embedder } = await search.now()
      if (!embedder) return WORDS
      if (known.vector && known.model === embedder.model) return { vector: known.vector, model: embedder.model }
      if (known.noVectorBy === embedder.model) return WORDS
      const vector = await embedder.embed(text).catch(() => null)
      return vector ? { vector, model: embedder.model } : WORDS
    },

    async embedders() {
      const [model, present, first] = [await inForce(), atHand(), wanted().embedder]
      const serving = present.find((e) => e.model === model)
      return [serving, first].filter((e, i, all) => e != null && all.indexOf(e) === i) as Embedder[]
    },

    refresh,
  }
  return search
}

import { isSuzhenError } from '../domain/errors.ts'
import { KINDS, type Kind } from '../domain/knowledge.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Turn, Unread, VectorStore } from '../ports/vector-store.ts'

/** Items whose vectors are made and written together: what a kill -9 loses at most. */
const BATCH = 32
/** Vectors of one statement: each costs the index some 10 ms on the embedded database, and everybody waits for that. */
const AT_A_TIME = 4
/** After how long without a sign of life a builder is taken for dead; it gives one with every batch. */
export const SILENT_MS = 60_000

export interface ReEmbedded {
  /** `stopped`: it was told to; what is made stays. `elsewhere`: another builder is at it. */
  end: 'done' | 'stopped' | 'elsewhere'
  made: number
  /** Items of which the model could make nothing; words find them. */
  unreadable: number
}

/**
 * Gives every shown item that lacks one a vector by `embedder`'s model, beside the vectors of other models, and then puts
 * that model in force. What is there is not made again, so it goes on where it was stopped or killed. Throws when the
 * embedder or the database is away.
 */
export async function reEmbed({
  store,
  embedder,
  builder,
  silentMs = SILENT_MS,
  signal,
  onProgress,
}: {
  store: VectorStore
  embedder: Embedder
  /** Who builds; no two at a time share it. */
  builder: string
  /** 0 where nobody else can be at this database. */
  silentMs?: number
  signal?: AbortSignal | undefined
  onProgress?: ((done: number, total: number) => void) | undefined
}): Promise<ReEmbedded> {
  const { model } = embedder
  const turn: Turn = { model, builder, silentMs }
  const unreadable = new Set<string>()
  let made = 0
  const ended = (end: ReEmbedded['end']): ReEmbedded => ({ end, made, unreadable: unreadable.size })
  if (!(await store.begin(turn))) return ended('elsewhere')

  /** Once over all that lack a vector: how many were written, or why it ended. */
  async function pass(): Promise<number | 'stopped' | 'elsewhere'> {
    const { total, missing } = await store.count(model)
    let done = total - missing
    onProgress?.(done, total)
    const before = made
    for (const kind of KINDS) {
      for (let after = ''; ; ) {
        if (signal?.aborted) return 'stopped'
        const items = await store.missing(kind, model, { after, limit: BATCH })
        if (items.length === 0) break
        after = items.at(-1)!.id
        const written = await embed(
          kind,
          items.filter((i) => !unreadable.has(nameOf(kind, i))),
        )
        made += written
        done += written
        if (!(await store.goOn(turn))) return 'elsewhere'
        onProgress?.(Math.min(done, total), total)
      }
    }
    return made - before
  }

  async function embed(kind: Kind, items: readonly Unread[]): Promise<number> {
    if (items.length === 0) return 0
    const texts = items.map((i) => i.text)
    const vectors: readonly (Float32Array | null)[] = await embedder
      .embedMany(texts)
      .catch(() => oneByOne(embedder, texts))
    const rows = items.flatMap((item, i) => {
      const vector = vectors[i]
      if (!vector) unreadable.add(nameOf(kind, item))
      return vector ? [{ id: item.id, version: item.version, vector }] : []
    })
    let written = 0
    for (let at = 0; at < rows.length; at += AT_A_TIME) {
      written += await store.put(kind, model, rows.slice(at, at + AT_A_TIME))
      await others()
    }
    return written
  }

  try {
    // Again until a pass finds nothing to do: items are published and changed meanwhile.
    for (;;) {
      const wrote = await pass()
      if (wrote === 0) break
      if (typeof wrote === 'string') {
        await store.end(turn, false)
        return ended(wrote)
      }
    }
    return ended((await store.end(turn, true)) ? 'done' : 'elsewhere')
  } catch (error) {
    await store.end(turn, false).catch(() => {})
    throw error
  }
}

/** Lets requests in between: the embedded database works in this very thread, and its promises alone never leave it. */
const others = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

const nameOf = (kind: Kind, { id, version }: Unread) => `${kind} ${id} ${version}`

/** One text that a model cannot take must not hold up the others; where it takes none at all, it is the model that fails: throws. */
async function oneByOne(embedder: Embedder, texts: readonly string[]): Promise<(Float32Array | null)[]> {
  const vectors: (Float32Array | null)[] = []
  let failure: unknown = null
  for (const text of texts)
    vectors.push(
      await embedder.embedMany([text]).then(
        ([vector]) => vector ?? null,
        (error: unknown) => {
          // An endpoint that is away for a while says nothing of the text.
          if (isSuzhenError(error) && error.retryAfterSeconds) throw error
          failure = error
          return null
        },
      ),
    )
  if (vectors.every((v) => v === null))
    await embedder.embedMany(['试一试']).catch(() => {
      throw failure
    })
  return vectors
}

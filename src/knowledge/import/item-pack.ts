import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import type { ReadItem } from './types.ts'

/** Items and their characters packed as one piece. */
const ITEMS = 100
const CHARACTERS = 256 * 1024

/** Packed items as they go from thread to thread. */
export interface Pieces {
  pieces: Uint8Array[]
  count: number
}

/**
 * The items of an upload in their order, packed: an item as an object takes some 10 KB of memory, packed some 400 bytes.
 * All of a file must be read before the first is written, for what is wrong with its end refuses the whole; so this is
 * what is held of them meanwhile.
 */
export interface ItemPack extends Iterable<ReadItem> {
  readonly count: number
  add(item: ReadItem): void
  /** Takes over the items of another, behind its own. */
  append(other: ItemPack): void
  pieces(): Pieces
}

export function createItemPack(from: Pieces = { pieces: [], count: 0 }): ItemPack {
  const packed = [...from.pieces]
  let loose: string[] = []
  let characters = 0
  let count = from.count

  function pack(): void {
    if (loose.length > 0) packed.push(deflateSync(strToU8(`[${loose.join(',')}]`), { level: 1 }))
    loose = []
    characters = 0
  }
  function take(json: string): void {
    loose.push(json)
    characters += json.length
    if (loose.length >= ITEMS || characters >= CHARACTERS) pack()
  }

  return {
    get count() {
      return count
    },
    add(item) {
      count++
      take(JSON.stringify(item))
    },
    append(other) {
      // Few items are not worth a piece of their own: an archive may hold two thousand files of one each.
      if (other.count < ITEMS) {
        for (const item of other) this.add(item)
        return
      }
      pack()
      const { pieces, count: more } = other.pieces()
      packed.push(...pieces)
      count += more
    },
    pieces() {
      pack()
      return { pieces: packed, count }
    },
    *[Symbol.iterator]() {
      for (const piece of packed) yield* unpacked(piece)
      for (const json of loose) yield JSON.parse(json) as ReadItem
    },
  }
}

const unpacked = (piece: Uint8Array): ReadItem[] => JSON.parse(strFromU8(inflateSync(piece))) as ReadItem[]

/** The items by so many, the last what is left. */
export function* byChunks<T>(items: Iterable<T>, size: number): Generator<T[], void> {
  let chunk: T[] = []
  for (const item of items) {
    if (chunk.push(item) < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'

/** The table of texts that a workbook's cells point into. */
export interface SharedStrings {
  /** Answers how many there are. */
  add(text: string): number
  /** '' where there is none of that number. */
  at(index: number): string
}

/** Characters of one block, or so many texts: what is unpacked at once. */
const BLOCK = 64 * 1024
const TEXTS = 4096
/** Blocks that lie open: as many columns as are likely to be read side by side. */
const OPEN = 32
/**
 * Who opens more blocks than this, and more than each of them twice, jumps about: then all stay open from there on, since to
 * open one takes a millisecond or two.
 */
const JUMPS = 200

/**
 * Texts in packed blocks of which a few lie open. Any cell may name any text, so none can be forgotten; but programs
 * number them in the order of the cells, so that a sheet of 10,000 rows opens each block about once.
 */
export function createSharedStrings(): SharedStrings {
  const firsts: number[] = []
  const packed: Uint8Array[] = []
  const open = new Map<number, string[]>()
  let last: string[] = []
  let characters = 0
  let count = 0
  let opened = 0

  function close(): void {
    firsts.push(count - last.length)
    packed.push(deflateSync(strToU8(JSON.stringify(last)), { level: 1 }))
    last = []
    characters = 0
  }

  function block(n: number): string[] {
    let texts = open.get(n)
    if (!texts) {
      texts = JSON.parse(strFromU8(inflateSync(packed[n]!))) as string[]
      if (++opened < Math.max(JUMPS, 2 * packed.length) && open.size >= OPEN) open.delete(open.keys().next().value!)
    }
    // The one that was asked last stands last, so that the first is the one longest not asked.
    open.delete(n)
    open.set(n, texts)
    return texts
  }

  /** The last block that begins at this text or before it. */
  function blockOf(index: number): number {
    let [low, high] = [0, firsts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (firsts[middle]! <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  return {
    add(text) {
      last.push(text)
      count++
      characters += text.length
      if (characters >= BLOCK || last.length >= TEXTS) close()
      return count
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return ''
      const still = index - (count - last.length)
      if (still >= 0) return last[still]!
      const n = blockOf(index)
      return block(n)[index - firsts[n]!]!
    },
  }
}

/** The longest word looked for, in characters. */
export const MAX_LENGTH = 6

const BITS = 24
const BASIS = 0x811c9dc5 | 0
// FNV-1a, one unit a step, so that each longer gram costs one step more.
const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193)
// The low bits of a product know little of the high ones.
const slot = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - BITS)

/** Walks the grams of 2 to 6 characters of a run with the slot of each. */
export function eachGram(run: string, visit: (start: number, length: number, slot: number) => void): void {
  for (let start = 0; start < run.length; start++) {
    let hash = BASIS
    for (let length = 1; length <= MAX_LENGTH && start + length <= run.length; length++) {
      hash = step(hash, run.charCodeAt(start + length - 1))
      if (length > 1) visit(start, length, slot(hash))
    }
  }
}

export function slotOf(word: string): number {
  let hash = BASIS
  for (let i = 0; i < word.length; i++) hash = step(hash, word.charCodeAt(i))
  return slot(hash)
}

/**
 * How often something may have stood, at most: counts by hash in 16 MB however many grams there are. What shares a slot
 * with another is counted too high, never too low, so that a second reading need count only what may be frequent (Park,
 * Chen and Yu 1995).
 */
export function createSketch(enough: number): { add(slot: number): void; mayBe(slot: number): boolean } {
  const counts = new Uint8Array(2 ** BITS)
  const bound = Math.min(enough, 255)
  return {
    add(at) {
      if (counts[at]! < 255) counts[at]!++
    },
    mayBe: (at) => counts[at]! >= bound,
  }
}

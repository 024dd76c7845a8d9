import type { Database } from '../../src/db/database.ts'
import { createKnowledgeStore } from '../../src/db/stores/knowledge-store.ts'
import { showItems } from '../../src/db/stores/shown-items.ts'
import type { CaseWriteUp } from '../../src/domain/knowledge.ts'
import { createRandom } from '../../src/quality/statistics/random.ts'
import { gaussian, near } from './vectors.ts'

/** A text with its vector by the real model. */
export interface Embedded {
  text: string
  code: string
  vector: Float32Array
}

/** By which the vectors of the base are known. */
export const MODEL = 'bench'
/** Characters of a summary at most, as the longest of real write-ups. */
const LONGEST = 300
/**
 * Noise beside the length of the vector. With it the mean of two vectors lies 0.92 from what the model itself makes of the
 * two texts together, and such cases lie as far from each other as real ones do: 0.57 the mean pair, 0.73 to 0.75 the nearest.
 */
const NOISE = 0.3
/** Cases written in one go. */
const PART = 500

export interface Base {
  all: { id: string; vector: Float32Array }[]
  /** Fills it up to so many cases; answers seconds. */
  fill(size: number): Promise<number>
}

/**
 * An empty base that grows. A case is two real texts laid together, cut to 300 characters, and its vector the mean of
 * theirs by length, so that its words and its vector speak of the same matter; of 2,000 texts there are millions of pairs.
 */
export function createBase(db: Database, texts: readonly Embedded[], like: CaseWriteUp): Base {
  const store = createKnowledgeStore(db)
  const gauss = gaussian('base')
  const random = createRandom('base/pairs')
  const all: Base['all'] = []

  function next(n: number): { item: CaseWriteUp; id: string; vector: Float32Array } {
    const [one, other] = [texts[n % texts.length]!, texts[Math.floor(random() * texts.length)]!]
    // By characters: half of a pair is no text.
    const [first, second] = [[...one.text].slice(0, LONGEST), [...other.text]]
    const rest = second.slice(0, LONGEST - first.length)
    const part = first.length / (first.length + rest.length)
    const mean = one.vector.map((x, i) => part * x + (1 - part) * other.vector[i]!)
    const length = Math.hypot(...mean)
    const id = `case-bench-${n}`
    const item = { ...like, id, title: first.slice(0, 20).join(''), summary: [...first, ...rest].join('') }
    return {
      item: { ...item, code: one.code, codes: [one.code] },
      id,
      vector: near(
        mean.map((x) => x / length),
        NOISE,
        gauss,
      ),
    }
  }

  return {
    all,
    async fill(size) {
      const began = performance.now()
      while (all.length < size) {
        const part = Array.from({ length: Math.min(PART, size - all.length) }, (_, i) => next(all.length + i))
        await showItems(
          db,
          'case',
          part.map((p) => p.item),
        )
        const vectors = part.map(({ id, vector }) => ({ id, vector }))
        await store.putVectors('case', MODEL, vectors)
        all.push(...vectors)
      }
      return (performance.now() - began) / 1000
    },
  }
}

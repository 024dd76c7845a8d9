/** Letters and digits of a reading alone: punctuation and gaps hide no words. */
export const lettersOf = (reading: string): string => reading.replace(/[^\p{L}\p{N}]/gu, '')

export interface Recital {
  /** So many letters of another's, one after the other, are no chance. */
  run: number
  /** … nor is a whole sentence of so many, or of twice as many that are not Han. */
  whole: number
}

/** Fewer recited letters than this at a sentence's edge are its neighbour's. */
const EDGE = 6

/**
 * Which sentences say over words of others (`theirs`) that are not ours (`ours`), also where the words are cut into
 * short sentences. All of them readings.
 */
export function createRecited(
  theirs: readonly string[],
  ours: string,
  { run, whole }: Recital,
): (sentences: readonly string[]) => boolean[] {
  const others = theirs.map(lettersOf).filter((t) => t !== '')
  const own = lettersOf(ours)
  const isTheirs = (piece: string): boolean => others.some((t) => t.includes(piece)) && !own.includes(piece)
  const runs = new Set(others.flatMap((t) => runsOf(t, run)))
  for (const piece of runsOf(own, run)) runs.delete(piece)

  return (sentences) => {
    const parts = sentences.map(lettersOf)
    const joined = parts.join('')
    const recited = new Uint8Array(joined.length)
    for (let i = 0; i + run <= joined.length; i++) if (runs.has(joined.slice(i, i + run))) recited.fill(1, i, i + run)
    let start = 0
    return parts.map((part) => {
      const covered = recited.subarray(start, start + part.length).reduce((sum, one) => sum + one, 0)
      start += part.length
      const least = /\p{Script=Han}/u.test(part) ? whole : 2 * whole
      return covered > 0 && covered >= Math.min(EDGE, part.length) ? true : part.length >= least && isTheirs(part)
    })
  }
}

const runsOf = (letters: string, run: number): string[] =>
  Array.from({ length: Math.max(0, letters.length - run + 1) }, (_, i) => letters.slice(i, i + run))

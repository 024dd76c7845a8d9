/** How long each stage took, in ms with one decimal. */
export interface Laps {
  /** Ends the stage that was under way and names it. */
  mark(stage: string): void
  /** Every stage that has ended, and `total`. */
  all(): Record<string, number>
  /** When the first stage began, by `performance.now()`. */
  readonly since: number
  rounded(ms: Readonly<Record<string, number>>): Record<string, number>
  /** Goes on from here by itself, so that two phases do not count into one another. */
  branch(): Laps
}

/** Begins to count now. */
export function startLaps(marks: readonly [string, number][] = [['', performance.now()]]): Laps {
  const own = [...marks]
  return {
    since: own[0]![1],
    mark(stage) {
      own.push([stage, performance.now()])
    },
    all() {
      const out: Record<string, number> = {}
      for (let i = 1; i < own.length; i++) out[own[i]![0]] = tenths(own[i]![1] - own[i - 1]![1])
      out.total = tenths(own.at(-1)![1] - own[0]![1])
      return out
    },
    rounded: (ms) => Object.fromEntries(Object.entries(ms).map(([k, v]) => [k, tenths(v)])),
    branch: () => startLaps(own),
  }
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10

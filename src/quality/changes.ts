import type { Change } from './comparison-data.ts'
import { fieldsOf } from './fields.ts'
import type { RunRow } from './run.ts'

/** The fields that moved nearer to their label or farther from it; those that went between right and wrong first, then by case. */
export function changesOf(pairs: readonly { base: RunRow; other: RunRow }[]): { better: Change[]; worse: Change[] } {
  const better: Change[] = []
  const worse: Change[] = []
  for (const { base, other } of pairs) {
    const after = new Map(fieldsOf(other).map((f) => [f.field, f]))
    for (const before of fieldsOf(base)) {
      const now = after.get(before.field)!
      if (now.distance === before.distance) continue
      const change: Change = {
        id: base.id,
        field: before.field,
        labelled: before.labelled,
        before: before.answered,
        after: now.answered,
        flipped: now.right !== before.right,
      }
      if (now.distance < before.distance) better.push(change)
      else worse.push(change)
    }
  }
  const flippedFirst = (list: Change[]) => list.sort((a, b) => Number(b.flipped) - Number(a.flipped))
  return { better: flippedFirst(better), worse: flippedFirst(worse) }
}

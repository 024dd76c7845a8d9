import { type Document, isMap, isScalar, isSeq, type LineCounter } from 'yaml'

const KEYS = ['id', 'code', 'channel', 'role', 'level']

/**
 * The line of what a problem of check.ts speaks of. Such a sentence begins with its place: a section (`clocks.legal[2]`)
 * and, in a list, the key of its entry (`signals injury: …`). Null where this file does not hold it.
 */
export function lineOfProblem(doc: Document, lines: LineCounter, problem: string): number | null {
  const place = /^([\w.]+)(?:\[(\d+)\])?(?: ([^\s:]+))?:/.exec(problem)
  if (!place) return null
  const [, section, index, entry] = place
  const holder = doc.getIn(section!.split('.'), true)
  let node: unknown = holder
  // Without a key of its own the sentence may name the entry first: «codes: PQ-01 stands twice».
  const key = entry?.split('.')[0] ?? /: (\S+) stands twice/.exec(problem)?.[1]
  if (isSeq(holder) && index !== undefined) node = holder.items[Number(index)]
  else if (isSeq(holder) && key) {
    const same = holder.items.filter((item) => isMap(item) && KEYS.some((k) => String(item.get(k)) === key))
    // Of two with one key the second is the one too many.
    node = same.at(-1) ?? null
  } else if (isMap(holder) && key) {
    node = holder.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)?.key ?? holder
  }
  const range = node && typeof node === 'object' && 'range' in node ? (node.range as [number] | null | undefined) : null
  return range ? lines.linePos(range[0]).line : null
}

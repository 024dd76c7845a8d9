/** Cases from the surest down; cases of equal confidence stand in one group, since nothing tells them apart. */
export interface Ranked {
  order: Int32Array
  /** Index into `order` one past the end of each group. */
  ends: Int32Array
}

export function rankBySurety(confidence: ArrayLike<number>): Ranked {
  const n = confidence.length
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => confidence[b]! - confidence[a]! || a - b)
  const ends: number[] = []
  for (let i = 1; i <= n; i++) if (i === n || confidence[order[i]!] !== confidence[order[i - 1]!]) ends.push(i)
  return { order, ends: Int32Array.from(ends) }
}

/** The share covered and the share wrong of it after each group. */
export function riskCoverageCurve(
  { order, ends }: Ranked,
  right: ArrayLike<number>,
): { coverage: number; risk: number; last: number }[] {
  const points: { coverage: number; risk: number; last: number }[] = []
  let wrong = 0
  let at = 0
  for (const end of ends) {
    for (; at < end; at++) wrong += 1 - right[order[at]!]!
    points.push({ coverage: at / order.length, risk: wrong / at, last: order[at - 1]! })
  }
  return points
}

/** Area under the risk-coverage curve: the mean risk over coverages, a group's risk counting for each of its cases. NaN without cases. */
export function areaUnderRiskCoverage(
  { order, ends }: Ranked,
  right: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let wrong = 0
  let n = 0
  let area = 0
  let at = 0
  for (let g = 0; g < ends.length; g++) {
    const before = n
    for (const end = ends[g]!; at < end; at++) {
      const i = order[at]!
      const w = weights ? weights[i]! : 1
      n += w
      wrong += w * (1 - right[i]!)
    }
    if (n > before) area += (n - before) * (wrong / n)
  }
  return area / n
}

/**
 * Calibration of stated confidences in [0, 1] against right (1) or wrong (0).
 *
 * The headline is ECE over 10 bins of equal mass: confidences crowd near 1, where bins of equal width put most cases into
 * one bin and leave the others to chance. Equal confidences are never split between bins.
 *
 * ECE is biased upwards: even a perfect engine shows about 0.03 at n = 500 (eceOfPerfect says how much); its interval is
 * the basic one, see basicInterval.
 */
export interface Binned {
  /** Bin of each case. */
  bin: Int32Array
  bins: number
  /** Edges, bins + 1 of them. For bins of equal mass: the smallest confidence in each, then the largest of all. */
  edges: number[]
}

export function equalWidthBins(confidence: ArrayLike<number>, bins: number): Binned {
  const bin = Int32Array.from(confidence, (c) => Math.min(bins - 1, Math.floor(c * bins)))
  return { bin, bins, edges: Array.from({ length: bins + 1 }, (_, i) => i / bins) }
}

/** A run of equal confidences goes to the bin of its middle rank, so heavy ties give fewer bins than asked. */
export function equalMassBins(confidence: ArrayLike<number>, bins: number): Binned {
  const n = confidence.length
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => confidence[a]! - confidence[b]!)
  const bin = new Int32Array(n)
  const edges: number[] = []
  let last = -1
  for (let from = 0; from < n; ) {
    let to = from + 1
    while (to < n && confidence[order[to]!] === confidence[order[from]!]) to++
    const wanted = Math.floor((bins * (from + to - 1)) / 2 / n)
    if (edges.length === 0 || wanted !== last) {
      edges.push(confidence[order[from]!]!)
      last = wanted
    }
    for (let i = from; i < to; i++) bin[order[i]!] = edges.length - 1
    from = to
  }
  const count = edges.length
  if (n > 0) edges.push(confidence[order[n - 1]!]!)
  return { bin, bins: count, edges }
}

/** Sum over bins of |mean confidence - share right|, weighed by the bin. NaN without cases. `weights`: times each case counts. */
export function expectedCalibrationError(
  confidence: ArrayLike<number>,
  right: ArrayLike<number>,
  { bin, bins }: Binned,
  weights?: ArrayLike<number>,
): number {
  const gap = new Float64Array(bins)
  let n = 0
  for (let i = 0; i < confidence.length; i++) {
    const w = weights ? weights[i]! : 1
    n += w
    gap[bin[i]!]! += w * (confidence[i]! - right[i]!)
  }
  let sum = 0
  for (let b = 0; b < bins; b++) sum += Math.abs(gap[b]!)
  return sum / n
}

/** Mean squared distance of the confidence from right or wrong. */
export function brierScore(
  confidence: ArrayLike<number>,
  right: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let n = 0
  let sum = 0
  for (let i = 0; i < confidence.length; i++) {
    const w = weights ? weights[i]! : 1
    n += w
    sum += w * (confidence[i]! - right[i]!) ** 2
  }
  return sum / n
}

/** Mean ECE of an engine whose confidences are exactly right, in the normal approximation of each bin's sum: what chance alone shows. */
export function eceOfPerfect(confidence: ArrayLike<number>, { bin, bins }: Binned): number {
  const variance = new Float64Array(bins)
  for (let i = 0; i < confidence.length; i++) variance[bin[i]!]! += confidence[i]! * (1 - confidence[i]!)
  // E|N(0, s)| = s * sqrt(2 / pi)
  return variance.reduce((sum, v) => sum + Math.sqrt((2 * v) / Math.PI), 0) / confidence.length
}

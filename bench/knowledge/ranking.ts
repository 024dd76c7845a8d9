import { createRandom } from '../../src/quality/statistics/random.ts'

/** One labelled query of eval/knowledge/queries.jsonl. */
export interface JudgedQuery {
  id: string
  split: 'dev' | 'test'
  text: string
  kind: 'complaint' | 'words'
  /** 2: the same kind of matter, 1: of some use. */
  judged: Record<string, 1 | 2>
  /** Nothing in the base is near. */
  none: boolean
}

/** Normalised discounted cumulative gain at `k`, gains 2^grade - 1 (Järvelin and Kekäläinen 2002, as in Burges 2005). */
export function ndcg(ranked: readonly string[], judged: Readonly<Record<string, number>>, k = 10): number {
  const dcg = (grades: readonly number[]) =>
    grades.slice(0, k).reduce((s, g, i) => s + (2 ** g - 1) / Math.log2(i + 2), 0)
  const ideal = dcg(Object.values(judged).sort((a, b) => b - a))
  return ideal === 0 ? 0 : dcg(ranked.map((id) => judged[id] ?? 0)) / ideal
}

/** Mean of paired differences with the interval of 10,000 resamples of the pairs. */
export function pairedGain(a: readonly number[], b: readonly number[], seed: string) {
  const d = a.map((x, i) => x - b[i]!)
  const random = createRandom(seed)
  const means = Array.from({ length: 10_000 }, () => {
    let sum = 0
    for (let i = 0; i < d.length; i++) sum += d[Math.floor(random() * d.length)]!
    return sum / d.length
  }).sort((x, y) => x - y)
  return { mean: d.reduce((s, x) => s + x, 0) / d.length, low: means[250]!, high: means[9750]! }
}

/** Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009), the peer; ranks count from 0, null where a leg did not find the item. */
export const fuseRanks = (...ranks: (number | null)[]): number =>
  ranks.reduce<number>((sum, rank) => (rank === null ? sum : sum + 1 / (61 + rank)), 0)

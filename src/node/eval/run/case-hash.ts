import { createHash } from 'node:crypto'
import type { EvalCase } from '../../../quality/run.ts'

/** First 16 hex digits of the sha256 of a text: tells in a baseline, which keeps no texts, whether a case is still the same. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** sha256 of ids, texts and labels in order. The order of a label's keys does not count. */
export function setHash(cases: readonly Pick<EvalCase, 'id' | 'text' | 'labels'>[]): string {
  const hash = createHash('sha256')
  for (const { id, text, labels } of cases) {
    hash.update(JSON.stringify([id, text, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]))
    hash.update('\n')
  }
  return hash.digest('hex')
}

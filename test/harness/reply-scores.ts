import { readFileSync } from 'node:fs'
import type { ReplyRule } from '../../src/domain/policy/reply-rules.ts'
import type { Found, ReplyChecker } from '../../src/knowledge/replies/check-reply.ts'
import type { LabelledReply } from '../../src/node/labelled-replies.ts'
import { packagePath } from '../../src/node/paths.ts'

/** One reply's count under one rule: findings, those of them that are right, labels, those of them that were found. */
export interface ReplyCount {
  id: string
  rule: ReplyRule
  said: number
  right: number
  labels: number
  found: number
}

export const readReplies = (half: 'dev' | 'held' | 'test' | 'train'): LabelledReply[] =>
  readFileSync(packagePath(`eval/replies/${half}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledReply)

/** A finding is right when a label of its rule overlaps it, or both are of the whole reply. */
const fits = (f: Found, label: LabelledReply['findings'][number], text: string): boolean => {
  if (f.rule !== label.rule) return false
  if (f.span === null || label.quote === null) return f.span === null && label.quote === null
  const start = text.indexOf(label.quote)
  return start >= 0 && f.span.start < start + label.quote.length && start < f.span.end
}

/** How the checker's findings compare with the labels, by reply and rule. */
export function countReplies(replies: readonly LabelledReply[], check: ReplyChecker): ReplyCount[] {
  return replies.flatMap(({ id, text, role, findings }) => {
    const said = check(text, role)
    return [...new Set([...said, ...findings].map((f) => f.rule))].map((rule) => {
      const ours = said.filter((f) => f.rule === rule)
      const theirs = findings.filter((f) => f.rule === rule)
      return {
        id,
        rule,
        said: ours.length,
        right: ours.filter((f) => theirs.some((l) => fits(f, l, text))).length,
        labels: theirs.length,
        found: theirs.filter((l) => ours.some((f) => fits(f, l, text))).length,
      }
    })
  })
}

const sum = (counts: readonly ReplyCount[], key: 'said' | 'right' | 'labels' | 'found') =>
  counts.reduce((total, c) => total + c[key], 0)

export const precisionOf = (counts: readonly ReplyCount[]): number => sum(counts, 'right') / sum(counts, 'said')
export const recallOf = (counts: readonly ReplyCount[]): number => sum(counts, 'found') / sum(counts, 'labels')

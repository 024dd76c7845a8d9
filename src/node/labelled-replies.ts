import { readFile } from 'node:fs/promises'
import type { Audience } from '../domain/labels.ts'
import type { ReplyRule } from '../domain/policy/reply-rules.ts'
import { packagePath } from './paths.ts'

/** A line of eval/replies: a reply and what a supervisor finds in it. */
export interface LabelledReply {
  id: string
  text: string
  role: Audience
  findings: { rule: ReplyRule; quote: string | null }[]
}

/** The parts that may be learnt from. */
export async function readLabelledReplies(part: 'train' | 'dev'): Promise<LabelledReply[]> {
  const text = await readFile(packagePath(`eval/replies/${part}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledReply)
}

import type { Words } from '../../../files/finding.ts'

export const LINT_KINDS = {
  json: { zh: '不是 JSON', en: 'not JSON' },
  scheme: { zh: '不合规范', en: 'breaks the scheme' },
  code: { zh: '策略没有的类型', en: 'code not in the policy' },
  labels: { zh: '标注自相矛盾', en: 'labels contradict each other' },
  id: { zh: '编号重复', en: 'id twice' },
  across: { zh: '跨集近重复', en: 'near-duplicate across sets' },
  within: { zh: '集内近重复', en: 'near-duplicate within a set' },
  situation: { zh: '情境出现在多个集', en: 'situation in two sets' },
  coverage: { zh: '覆盖不足', en: 'too few of a kind' },
} as const satisfies Record<string, Words>
export type LintKind = keyof typeof LINT_KINDS

/** Something wrong with labelled sets. Ids and lines, never the text. */
export interface LintFinding {
  kind: LintKind
  /** A warning is shown and fails nothing. */
  warning: boolean
  /** `train.jsonl:12`, `retail-7`, or what of the whole. */
  where: string
  problem: Words
}

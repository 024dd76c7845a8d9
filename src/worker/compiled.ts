import examples from '../../fixtures/examples.jsonl'
import banking from '../../policy/banking.yaml'
import base from '../../policy/default.yaml'
import knowledge from '../../policy/knowledge.yaml'
import llm from '../../policy/llm.yaml'
import logistics from '../../policy/logistics.yaml'
import reconcile from '../../policy/reconcile.yaml'
import replies from '../../policy/replies.yaml'
import uploads from '../../policy/uploads.yaml'
import caseSummary1 from '../../prompts/case-summary/v1.md'
import replyDraft1 from '../../prompts/reply-draft/v1.md'
import triage1 from '../../prompts/triage/v1.md'
import verify1 from '../../prompts/verify/v1.md'
import type { PromptSource } from '../assess/llm/prompts.ts'
import { suzhenError } from '../domain/errors.ts'
import type { PolicySource } from '../domain/policy/parse.ts'

const POLICIES: Record<string, string> = {
  default: base,
  banking,
  logistics,
  knowledge,
  replies,
  uploads,
  llm,
  reconcile,
}

/** Every prompt in every version; a test holds this list against the folder. */
export const PROMPTS: readonly PromptSource[] = [
  { path: 'prompts/case-summary/v1.md', text: caseSummary1 },
  { path: 'prompts/reply-draft/v1.md', text: replyDraft1 },
  { path: 'prompts/triage/v1.md', text: triage1 },
  { path: 'prompts/verify/v1.md', text: verify1 },
]

/** The labelled cases that a question to a language model may show. */
export const EXAMPLES: string = examples

/** A policy file as it was compiled in. Throws `invalid_request` for one that was not: a Worker has no files. */
export function policySource(name: string): PolicySource {
  const text = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined
  if (text === undefined)
    throw suzhenError(
      'invalid_request',
      '这里没有文件,POLICY 只能用随包编译的 default、banking、logistics / there are no files here: POLICY may name default, banking and logistics alone',
    )
  return { file: `policy/${name}.yaml`, text }
}

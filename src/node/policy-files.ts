import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { suzhenError } from '../domain/errors.ts'
import { type KnowledgeRules, knowledgeRulesSchema } from '../domain/policy/knowledge-rules.ts'
import { type LlmRules, llmRulesSchema } from '../domain/policy/llm-rules.ts'
import { type Policy, type PolicySource, parsePolicy, parseRules } from '../domain/policy/parse.ts'
import { type ReconcileRules, reconcileRulesSchema } from '../domain/policy/reconcile-rules.ts'
import { type ReplyRules, replyRulesSchema } from '../domain/policy/reply-rules.ts'
import { type UploadWords, uploadWordsSchema } from '../domain/policy/upload-words.ts'
import { packagePath } from './paths.ts'

/** Reads the policy that the setting POLICY names: `default` is always the ground, the others are laid over it in order. */
export async function readPolicy(names: readonly string[]): Promise<Policy> {
  const [base, ...overlays] = await Promise.all(['default', ...names.filter((n) => n !== 'default')].map(readSource))
  return parsePolicy(base!, overlays)
}

/** policy/knowledge.yaml. */
export const readKnowledgeRules = async (): Promise<KnowledgeRules> =>
  parseRules(await readSource('knowledge'), knowledgeRulesSchema)

/** policy/uploads.yaml. */
export const readUploadWords = async (): Promise<UploadWords> =>
  parseRules(await readSource('uploads'), uploadWordsSchema)

/** policy/replies.yaml. */
export const readReplyRules = async (): Promise<ReplyRules> => parseRules(await readSource('replies'), replyRulesSchema)

/** policy/llm.yaml. */
export const readLlmRules = async (): Promise<LlmRules> => parseRules(await readSource('llm'), llmRulesSchema)

/** policy/reconcile.yaml. */
export const readReconcileRules = async (): Promise<ReconcileRules> =>
  parseRules(await readSource('reconcile'), reconcileRulesSchema)

async function readSource(name: string): Promise<PolicySource> {
  const path = /[/\\.]/.test(name) ? name : packagePath(`policy/${name}.yaml`)
  try {
    return { file: basename(path), text: await readFile(path, 'utf8') }
  } catch {
    throw suzhenError(
      'invalid_request',
      `找不到策略「${name}」,可用 default、banking、logistics 或 YAML 文件路径 / the policy «${name}» cannot be read; name default, banking, logistics or the path of a YAML file`,
    )
  }
}

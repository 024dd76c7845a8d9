import banking from '../../policy/banking.yaml'
import base from '../../policy/default.yaml'
import knowledge from '../../policy/knowledge.yaml'
import logistics from '../../policy/logistics.yaml'
import replies from '../../policy/replies.yaml'
import uploads from '../../policy/uploads.yaml'
import { suzhenError } from '../domain/errors.ts'
import type { PolicySource } from '../domain/policy/parse.ts'

const TEXTS: Record<string, string> = { default: base, banking, logistics, knowledge, replies, uploads }

/** A policy file as it was compiled in. Throws `invalid_request` for one that was not: a Worker has no files. */
export function policySource(name: string): PolicySource {
  const text = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined
  if (text === undefined)
    throw suzhenError(
      'invalid_request',
      '这里没有文件,POLICY 只能用随包编译的 default、banking、logistics / there are no files here: POLICY may name default, banking and logistics alone',
    )
  return { file: `policy/${name}.yaml`, text }
}

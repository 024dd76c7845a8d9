import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { suzhenError } from '../errors.ts'
import { checkPolicy } from './check.ts'
import { mergeOverlay } from './merge.ts'
import { overlaySchema, type PolicyOverlay, type PolicyRules, policySchema } from './schema.ts'

/** A policy file as it was read: its name (for messages) and its text. */
export interface PolicySource {
  file: string
  text: string
}

/** The merged rules with their identity. Every decision stores `version` and `hash`, so that it can be replayed. */
export interface Policy extends PolicyRules {
  /** sha256 of the merged rules, hex. */
  hash: string
}

function parseYaml<S extends z.ZodType>(source: PolicySource, schema: S): z.output<S> {
  const lines = new LineCounter()
  const doc = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true })
  const problems = doc.errors.map((e) => `${source.file}:${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`)
  if (problems.length === 0) {
    const parsed = schema.safeParse(doc.toJS())
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues) {
      problems.push(`${source.file}:${lineOf(issue.path)}: ${issue.path.join('.') || '(root)'}: ${issue.message}`)
    }
  }
  throw policyError(problems)

  // The nearest node that exists: a missing key is reported at the line of what should hold it.
  function lineOf(path: readonly PropertyKey[]): number {
    for (let n = path.length; n >= 0; n--) {
      const node = n === 0 ? doc.contents : doc.getIn(path.slice(0, n), true)
      const range = node && typeof node === 'object' && 'range' in node ? (node.range as [number] | undefined) : undefined
      if (range) return lines.linePos(range[0]).line
    }
    return 1
  }
}

const policyError = (problems: string[]) =>
  suzhenError(
    'invalid_request',
    `The policy cannot be used; mend these lines and start again / 策略文件有误,请修改后重新启动:\n  ${problems.join('\n  ')}`,
  )

/** Reads the default policy and its overlays, checks each file alone and the merged whole. Throws one error that names every file, line and expectation. */
export async function parsePolicy(base: PolicySource, overlays: readonly PolicySource[] = []): Promise<Policy> {
  let rules: PolicyRules = parseYaml(base, policySchema)
  let problems = checkPolicy(rules)
  if (problems.length) throw policyError(problems.map((p) => `${base.file}: ${p}`))
  for (const source of overlays) {
    const overlay: PolicyOverlay = parseYaml(source, overlaySchema)
    rules = mergeOverlay(rules, overlay)
    problems = checkPolicy(rules)
    if (problems.length) throw policyError(problems.map((p) => `${source.file}: ${p}`))
  }
  return { ...rules, hash: await sha256(JSON.stringify(rules)) }
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
}

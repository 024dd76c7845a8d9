import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { suzhenError } from '../errors.ts'
import { checkPolicy, checkUnique } from './check.ts'
import { mergeOverlay } from './merge.ts'
import { overlaySchema, type PolicyOverlay, type PolicyRules, policySchema } from './schema.ts'
import { lineOfProblem } from './source-lines.ts'

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

interface Parsed<T> {
  rules: T
  /** `file:line` of what a later problem speaks of, or null when it is not in this file. */
  place(problem: string): string | null
}

function parseYaml<S extends z.ZodType>(source: PolicySource, schema: S): Parsed<z.output<S>> {
  const lines = new LineCounter()
  const doc = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true })
  const problems = doc.errors.map((e) => `${source.file}:${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`)
  if (problems.length === 0) {
    const parsed = schema.safeParse(doc.toJS())
    if (parsed.success) {
      const place = (problem: string) => {
        const line = lineOfProblem(doc, lines, problem)
        return line === null ? null : `${source.file}:${line}`
      }
      return { rules: parsed.data, place }
    }
    for (const issue of parsed.error.issues) {
      const where = issue.path.join('.') || '(root)'
      if (issue.code === 'unrecognized_keys') {
        const known = knownKeys(schema, issue.path)
        for (const key of issue.keys) {
          problems.push(
            `${source.file}:${lineOfKey(issue.path, key)}: ${where}: no key is called ${key}; expected one of ${known.join(', ')}`,
          )
        }
      } else problems.push(`${source.file}:${lineOf(issue.path)}: ${where}: ${issue.message}`)
    }
  }
  throw policyError(problems)

  // The nearest node that exists: a missing key is reported at the line of what should hold it.
  function lineOf(path: readonly PropertyKey[]): number {
    for (let n = path.length; n >= 0; n--) {
      const node = n === 0 ? doc.contents : doc.getIn(path.slice(0, n), true)
      const range =
        node && typeof node === 'object' && 'range' in node ? (node.range as [number] | undefined) : undefined
      if (range) return lines.linePos(range[0]).line
    }
    return 1
  }

  function lineOfKey(path: readonly PropertyKey[], key: string): number {
    const holder = path.length ? doc.getIn(path, true) : doc.contents
    const pair = isMap(holder) ? holder.items.find((p) => isScalar(p.key) && String(p.key.value) === key) : undefined
    const range = pair && isScalar(pair.key) ? pair.key.range : undefined
    return range ? lines.linePos(range[0]).line : lineOf(path)
  }
}

/** The keys that the object at `path` may have, for the message; empty where the schema has no object there. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = bare(schema)
  for (const step of path) {
    if (at instanceof z.ZodObject) at = bare(at.shape[String(step)])
    else if (at instanceof z.ZodArray) at = bare(at.element)
    else if (at instanceof z.ZodRecord) at = bare(at.valueType)
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : []
}

function bare(schema: unknown): unknown {
  let at = schema
  while (at instanceof z.ZodOptional || at instanceof z.ZodDefault || at instanceof z.ZodNullable) at = at.unwrap()
  return at
}

const policyError = (problems: string[]) =>
  suzhenError(
    'invalid_request',
    `策略文件有误,请改好这几处再来 / the policy cannot be used; mend these lines and start again:\n  ${problems.join('\n  ')}`,
  )

/** Throws when there are problems, each with the line it is on: in the newest file that holds its place, else that file's name alone. */
function refuse(problems: readonly string[], file: string, files: readonly Parsed<unknown>[]): void {
  if (problems.length === 0) return
  const where = (problem: string) => files.map((f) => f.place(problem)).find((p) => p !== null) ?? file
  throw policyError(problems.map((p) => `${where(p)}: ${p}`))
}

/** Reads a file of rules that stands by itself, such as policy/knowledge.yaml. Throws one error that names every line. */
export const parseRules = <S extends z.ZodType>(source: PolicySource, schema: S): z.output<S> =>
  parseYaml(source, schema).rules

/** Reads the default policy and its overlays, checks each file alone and the merged whole. Throws one error that names every file, line and expectation. */
export async function parsePolicy(base: PolicySource, overlays: readonly PolicySource[] = []): Promise<Policy> {
  const ground: Parsed<PolicyRules> = parseYaml(base, policySchema)
  let { rules } = ground
  refuse(checkPolicy(rules), base.file, [ground])
  const files: Parsed<unknown>[] = [ground]
  for (const source of overlays) {
    const overlay: Parsed<PolicyOverlay> = parseYaml(source, overlaySchema)
    // Before the merge: of two entries with one key in one file it would keep the second, silently.
    refuse(checkUnique(overlay.rules), source.file, [overlay])
    files.unshift(overlay)
    rules = mergeOverlay(rules, overlay.rules)
    refuse(checkPolicy(rules), source.file, files)
  }
  return { ...rules, hash: await sha256(JSON.stringify(rules)) }
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
}

import type { FieldIssue } from '../domain/errors.ts'
import type { CaseWriteUp, Kind, Script } from '../domain/knowledge.ts'
import type { Policy } from '../domain/policy/parse.ts'

const SLOT = /\{([^{}]{1,40})\}/g

/** The slots that stand in a script's words, each once, in their order. */
export const slotsIn = (text: string): string[] => [...new Set([...text.matchAll(SLOT)].map((m) => m[1]!))]

/** What the schema cannot know of an item: codes that the policy lacks, fields that gainsay each other. */
export function checkBody(kind: Kind, body: CaseWriteUp | Script, policy: Policy): FieldIssue[] {
  const known = new Set(policy.codes.map((c) => c.code))
  const issues: FieldIssue[] = body.codes.flatMap((code, i) =>
    known.has(code)
      ? []
      : [
          {
            path: `codes.${i}`,
            message: `策略中没有此类型编码,可用编码见 GET /v1/policy / the policy has no such code`,
          },
        ],
  )
  if (kind === 'case') {
    const { code, codes } = body as CaseWriteUp
    if (codes[0] !== code)
      issues.push({ path: 'codes', message: `应以主编码 code 开头 / must begin with the primary code` })
    return issues
  }
  const script = body as Script
  const inText = slotsIn(script.text)
  const missing = inText.filter((s) => !script.slots.includes(s))
  const idle = script.slots.filter((s) => !inText.includes(s))
  if (missing.length > 0)
    issues.push({ path: 'slots', message: `正文用到但未列出:${missing.join('、')} / used in the text and not listed` })
  if (idle.length > 0)
    issues.push({ path: 'slots', message: `列出但正文没有:${idle.join('、')} / listed and not used in the text` })
  return issues
}

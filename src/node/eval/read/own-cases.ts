import { type LabelledCase, labelledCaseSchema } from '../../../domain/labelled-case.ts'
import type { Finding } from '../../../files/finding.ts'
import type { EvalCase } from '../../../quality/run.ts'
import { createIdGiver } from './case-id.ts'
import type { JsonLine } from './read-jsonl.ts'

/** Whether a line has the shape of our own sets (`eval/sets`), right or wrong in its parts. */
export const looksLabelled = (value: Readonly<Record<string, unknown>>): boolean =>
  ['text', 'nature', 'severity', 'rules', 'primary', 'situation', 'source'].every((key) => key in value)

/** Our own labelled lines as cases; a line that breaks the scheme is a finding and is not asked. */
export function casesOfLabelled(lines: readonly JsonLine[]): { cases: EvalCase[]; findings: Finding[] } {
  const giveId = createIdGiver()
  const cases: EvalCase[] = []
  const findings: Finding[] = []
  for (const { line, value } of lines) {
    const parsed = labelledCaseSchema.safeParse(value)
    if (!parsed.success) {
      findings.push(
        ...parsed.error.issues.map((issue): Finding => {
          const path = issue.path.join('.') || null
          return {
            effect: 'row',
            row: line,
            column: path,
            problem: { zh: `不合标注规范:${issue.message}`, en: `it breaks the scheme: ${issue.message}` },
            advice: { zh: '按 eval/README.md 改正', en: 'mend it as eval/README.md says' },
            value: null,
          }
        }),
      )
      continue
    }
    const { id, finding } = giveId(parsed.data.id, parsed.data.text, line, 'id')
    if (finding) findings.push(finding)
    cases.push({ ...caseOf(parsed.data), id })
  }
  return { cases, findings }
}

function caseOf(c: LabelledCase): EvalCase {
  const { id, text, lang, slice, domain, channel, register, situation: _, source: __, ...labels } = c
  return {
    id,
    text,
    channel,
    domain,
    labels,
    facets: { ...(slice ? { slice } : {}), domain, lang, register, channel },
  }
}

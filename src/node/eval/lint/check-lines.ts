import { type LabelledCase, labelledCaseSchema } from '../../../domain/labelled-case.ts'
import type { JsonLine } from '../read/read-jsonl.ts'
import type { LintFinding } from './lint-finding.ts'

/** The cases of one file that fit the scheme, with a finding for each that does not. */
export function checkLines(
  file: string,
  lines: readonly JsonLine[],
  codes: ReadonlySet<string>,
): { cases: LabelledCase[]; findings: LintFinding[] } {
  const cases: LabelledCase[] = []
  const findings: LintFinding[] = []
  for (const { line, value } of lines) {
    const where = `${file}:${line}${typeof value.id === 'string' ? ` ${value.id}` : ''}`
    const parsed = labelledCaseSchema.safeParse(value)
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const words = `${issue.path.join('.') || '(line)'}: ${issue.message}`
        findings.push({ kind: 'scheme', warning: false, where, problem: { zh: words, en: words } })
      }
      continue
    }
    cases.push(parsed.data)
    for (const code of codesOf(parsed.data)) {
      if (!codes.has(code)) findings.push({ kind: 'code', warning: false, where, problem: { zh: code, en: code } })
    }
    for (const problem of contradictions(parsed.data)) findings.push({ kind: 'labels', warning: false, where, problem })
  }
  return { cases, findings }
}

const codesOf = (c: LabelledCase): string[] => [
  ...new Set([...(c.primary ? [c.primary] : []), ...c.also_ok, ...c.secondary]),
]

/** What the scheme's shape lets through and the guide does not. */
function contradictions(c: LabelledCase): LintFinding['problem'][] {
  const out: LintFinding['problem'][] = []
  const say = (zh: string, en: string) => out.push({ zh, en })
  const listed = [...(c.primary ? [c.primary] : []), ...c.secondary]
  if (new Set(listed).size < listed.length) say('主类型与次类型重复', 'a secondary code repeats another code')
  if (c.primary && c.also_ok.includes(c.primary)) say('also_ok 含主类型', 'also_ok repeats the primary code')
  if (c.primary === null && (c.secondary.length > 0 || c.also_ok.length > 0))
    say('没有主类型却有其他类型', 'other codes without a primary one')
  if (c.nature !== 'complaint' && c.rules.length > 0) say('不是投诉却有定级规则', 'rules on what is no complaint')
  if (!c.repeat && c.repeat_count !== null) say('未标重复却有次数', 'repeat_count without repeat')
  if (new Set(c.rules).size < c.rules.length) say('定级规则重复', 'a rule stands twice')
  const threats = c.threats.map((t) => `${t.channel}:${t.stance}`)
  if (new Set(threats).size < threats.length) say('威胁重复', 'a threat stands twice')
  if (new Set(c.demands).size < c.demands.length) say('诉求重复', 'a demand stands twice')
  return out
}

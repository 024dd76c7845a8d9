import pc from 'picocolors'
import { groupBy } from '../group-by.ts'
import { LINT_KINDS, type LintKind } from './lint-finding.ts'
import type { LintResult } from './lint-sets.ts'

/** The result as a table, a line a kind and under it the findings, at most `most` of each. */
export function renderLint({ sets, findings }: LintResult, most: number): string {
  const lines = [sets.map((s) => `${s.name} ${s.cases}`).join('   ')]
  const byKind = groupBy(findings, (f) => f.kind)
  for (const kind of Object.keys(LINT_KINDS) as LintKind[]) {
    const own = byKind.get(kind) ?? []
    const { zh, en } = LINT_KINDS[kind]
    const count = String(own.length).padStart(5)
    const colour = own.length === 0 ? pc.green : own.every((f) => f.warning) ? pc.yellow : pc.red
    lines.push(`${colour(count)}  ${zh} · ${en}`)
    for (const f of own.slice(0, most)) {
      const words = f.problem.zh === f.problem.en ? f.problem.en : `${f.problem.zh} / ${f.problem.en}`
      lines.push(`         ${f.where}: ${words}`)
    }
    if (own.length > most) lines.push(pc.dim(`         … ${own.length - most} 条,--all 全部列出 · more with --all`))
  }
  const errors = findings.filter((f) => !f.warning).length
  const warnings = findings.length - errors
  lines.push(
    `${errors} 个问题,${warnings} 条提醒 · ${errors} ${errors === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  )
  return `${lines.join('\n')}\n`
}

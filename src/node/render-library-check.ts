import pc from 'picocolors'
import type { Script } from '../domain/knowledge.ts'
import type { LibraryFinding } from '../knowledge/library-check.ts'
import { printable } from '../quality/report/terminal/width.ts'

/** What is wrong with the published scripts, for people: each script once with all its findings, and the sums. */
export function renderLibraryCheck(scripts: readonly Script[], findings: readonly LibraryFinding[]): string {
  const n = scripts.length
  if (findings.length === 0) return `${n} 条已发布话术,没有问题 · ${n} published scripts, no findings\n`
  const byScript = scripts
    .map((script) => ({ script, found: findings.filter((f) => f.id === script.id) }))
    .filter(({ found }) => found.length > 0)
  const lines = byScript.map(
    ({ script, found }) =>
      `${pc.bold(printable(script.scene))}  ${script.id}\n${found.map((f) => `    ${pc.red('✗')} ${lineOf(f)}\n`).join('')}`,
  )
  return `${lines.join('')}${n} 条已发布话术,${byScript.length} 条有问题,共 ${findings.length} 处 · ${n} published scripts, ${byScript.length} with findings, ${findings.length} in all\n`
}

const lineOf = ({ field, quote, zh, en }: LibraryFinding): string =>
  `${field}${quote === null ? '' : ` «${printable(quote)}»`}: ${zh} / ${en}`

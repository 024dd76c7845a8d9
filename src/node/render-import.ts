import pc from 'picocolors'
import { titleOf } from '../domain/knowledge-item.ts'
import type { DryRun } from '../knowledge/import/dry-run.ts'
import type { ImportState } from '../knowledge/import/import-service.ts'
import { placeOf } from '../knowledge/import/judge.ts'
import type { ImportResult, ItemFinding, ReadUpload } from '../knowledge/import/types.ts'

const MARK = { error: pc.red('✗'), warning: pc.yellow('!'), note: pc.dim('·') }
const OUTCOME: Record<ImportResult['outcome'], string> = {
  created: '新建 created',
  updated: '更新 updated',
  unchanged: '未变 unchanged',
  refused: '拒绝 refused',
}
const ENDED: Record<ImportState['status'], string> = {
  running: '进行中 running',
  done: '完成 done',
  cancelled: '已取消 cancelled',
  interrupted: '中断,同一文件再导入即可补完 interrupted; the same file again does the rest',
}

const findingLines = (findings: readonly ItemFinding[]): string =>
  findings
    .map((f) => {
      const at = f.field === null ? '' : `${f.field}: `
      return `    ${MARK[f.severity]} ${at}${f.problem.zh};${f.advice.zh} / ${f.problem.en}; ${f.advice.en}\n`
    })
    .join('')

const fileLines = (files: ReadUpload['files']): string =>
  files
    .filter((f) => f.findings.length > 0)
    .map((f) => `${f.file}\n${findingLines(f.findings)}`)
    .join('')

/** A dry run for people: what is wrong with which item, and the sums. */
export function renderDryRun({ items, files, summary: s }: DryRun): string {
  const lines = items.map((read) => {
    const said = read.item
    const title = ('title' in said && said.title) || ('scene' in said && said.scene) ? titleOf(said as never) : '—'
    return `${pc.bold(title)}  ${said.id ?? ''}  ${pc.dim(placeOf(read))}\n${findingLines(read.findings)}`
  })
  const near = s.byMeaning ? '' : ',未比较语义 not by meaning'
  return `${fileLines(files)}${lines.join('')}共 ${s.total} 条:可导入 ${s.ready}(新建 ${s.created}、更新 ${s.updated}、未变 ${s.unchanged}),有错 ${s.withErrors},需看 ${s.withWarnings};近似 ${s.nearDuplicates}(比较 ${s.compared} 条${near})
${s.total} items: ${s.ready} ready (${s.created} new, ${s.updated} updated, ${s.unchanged} unchanged), ${s.withErrors} with errors, ${s.withWarnings} to look at; ${s.nearDuplicates} near others
`
}

/** What became of an import, for people: refusals and warnings by item, and the sums. */
export function renderImport({ id, status, total, done, counts, files, results }: ImportState): string {
  const lines = results
    .filter((r) => r.findings.length > 0)
    .map(
      (r) =>
        `${pc.bold(r.title ?? '—')}  ${r.id ?? ''}  ${pc.dim(placeOf(r))}  ${OUTCOME[r.outcome]}\n${findingLines(r.findings)}`,
    )
  const sums = Object.entries(OUTCOME).map(([outcome, words]) => `${words} ${counts[outcome as keyof typeof counts]}`)
  return `${fileLines(files)}${lines.join('')}${id} ${ENDED[status]} · ${done}/${total}: ${sums.join(', ')}\n`
}

import pc from 'picocolors'
import type { Finding } from '../../files/finding.ts'
import { groupBy } from './group-by.ts'
import type { ReadSet } from './read/read-set.ts'

/** How a set was read, for stderr: what stands in which column, how many rows, and the findings by kind. Never a cell's content. */
export function readingLines(set: ReadSet): string[] {
  const lines = [`${pc.bold(set.name)}  ${set.how}`]
  const guessed = set.columns.filter((c) => c.guessed)
  const pairs = (columns: ReadSet['columns']) => columns.map((c) => `${c.field}=${c.header}`).join(', ')
  if (guessed.length)
    lines.push(
      pc.yellow(`按列名推测,不对请用 --map 写明 · guessed from the headers, else use --map: ${pairs(guessed)}`),
    )
  const said = set.columns.filter((c) => !c.guessed)
  if (said.length) lines.push(pairs(said))
  lines.push(
    `读入 ${set.cases.length}/${set.total} 行,${set.findings.length} 条问题 · read ${set.cases.length} of ${set.total} rows; ${set.findings.length} findings`,
  )
  const kinds = groupBy(set.findings, (f) => `${f.effect} ${f.column} ${f.problem.en}`)
  for (const same of [...kinds.values()].sort((a, b) => b.length - a.length).slice(0, 12)) lines.push(kindLine(same))
  if (kinds.size > 12) lines.push(`  … ${kinds.size - 12} 类问题见 findings.csv · more kinds in findings.csv`)
  return lines
}

const MARK = { row: pc.red('未读 row lost'), cell: pc.yellow('未计分 not scored'), note: pc.dim('提示 note') }

function kindLine(same: readonly Finding[]): string {
  const { effect, column, problem, advice } = same[0]!
  const rows = same.flatMap((f) => (f.row === null ? [] : [f.row]))
  const where = rows.length ? ` (${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ', …' : ''})` : ''
  const place = column ? `「${column}」` : ''
  return `  ${MARK[effect]} ×${same.length}${where} ${place}${problem.zh};${advice.zh} / ${problem.en}; ${advice.en}`
}

import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Comparison } from '../../quality/comparison-data.ts'
import { MEASURES } from '../../quality/names.ts'
import type { Report } from '../../quality/report-data.ts'
import type { Run } from '../../quality/run.ts'
import type { Verdict } from '../../quality/verdict-data.ts'
import { type Finding, findingsCsv } from './finding.ts'

export interface Reports {
  run: Run
  report: Report
  comparison: Comparison | null
  verdict: Verdict | null
  /** Null where no set was read (a stored run was scored again). */
  reading: { total: number; read: number; findings: readonly Finding[] } | null
}

export type ReportLanguage = 'zh' | 'en'

// The one place where renderers plug in: a file is a line in `files`, the printed report is `printedReport` and
// `printedComparison`. What stands here in their stead is plain.

/** Writes what an evaluation has to say into a folder that exists; answers the paths. Each file appears whole or not at all. */
export async function writeReports(folder: string, all: Reports): Promise<string[]> {
  const { run: _, reading, ...figures } = all
  const files: [string, string][] = [['report.json', `${JSON.stringify({ ...figures, reading }, null, 2)}\n`]]
  if (reading) files.push(['findings.csv', findingsCsv(reading.findings)])
  return Promise.all(
    files.map(async ([name, content]) => {
      const path = join(folder, name)
      await writeFile(`${path}.part`, content, { mode: 0o600 })
      await rename(`${path}.part`, path)
      return path
    }),
  )
}

/** The report as it is printed. */
export function printedReport({ report, comparison, verdict }: Reports, lang: ReportLanguage): string {
  const lines = report.measures
    .filter((m) => m.n > 0)
    .map(
      (m) => `${m.id.padEnd(22)} ${show(m.value)} [${show(m.low)}, ${show(m.high)}] n=${m.n}  ${MEASURES[m.id][lang]}`,
    )
  if (comparison) lines.push('', ...comparedLines(comparison, lang))
  if (verdict) lines.push('', ...verdict.rules.map((r) => `${r.outcome}  ${r.sentence[lang]}`), verdict.sentence[lang])
  return `${lines.join('\n')}\n`
}

/** A comparison as it is printed by itself. */
export const printedComparison = (comparison: Comparison, lang: ReportLanguage): string =>
  `${comparedLines(comparison, lang).join('\n')}\n`

function comparedLines(comparison: Comparison, lang: ReportLanguage): string[] {
  return comparison.measures
    .filter((m) => m.n > 0 && m.difference !== null)
    .map(
      (m) =>
        `${m.id.padEnd(22)} ${show(m.base)} -> ${show(m.other)}  ${show(m.difference)} [${show(m.low)}, ${show(m.high)}]${m.p === null ? '' : ` p=${m.p.toFixed(4)}`}  ${MEASURES[m.id][lang]}`,
    )
}

const show = (x: number | null): string => (x === null ? '—' : x.toFixed(3))

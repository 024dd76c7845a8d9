import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pc from 'picocolors'
import { type Finding, findingsCsv } from '../../files/finding.ts'
import type { Comparison } from '../../quality/comparison-data.ts'
import { renderHtml } from '../../quality/report/html.ts'
import { renderJunit } from '../../quality/report/junit.ts'
import { renderTerminal, renderTerminalComparison } from '../../quality/report/terminal.ts'
import type { Report } from '../../quality/report-data.ts'
import type { Run } from '../../quality/run.ts'
import type { Verdict } from '../../quality/verdict-data.ts'

export interface Reports {
  run: Run
  report: Report
  comparison: Comparison | null
  verdict: Verdict | null
  /** Null where no set was read (a stored run was scored again). */
  reading: { total: number; read: number; findings: readonly Finding[] } | null
}

export type ReportLanguage = 'zh' | 'en'

/** Writes what an evaluation has to say into a folder that exists; answers the paths. Each file appears whole or not at all. */
export async function writeReports(folder: string, all: Reports): Promise<string[]> {
  const { run: _, reading, ...figures } = all
  const files: [string, string][] = [
    ['report.html', renderHtml(all)],
    ['report.json', `${JSON.stringify({ ...figures, reading }, null, 2)}\n`],
  ]
  if (all.verdict) files.push(['junit.xml', renderJunit(all.verdict, all.report)])
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
export const printedReport = ({ run, report, comparison, verdict }: Reports, lang: ReportLanguage): string =>
  renderTerminal(report, { lang, colour: pc.isColorSupported, comparison, verdict, run })

/** A comparison as it is printed by itself. */
export const printedComparison = (comparison: Comparison, lang: ReportLanguage): string =>
  renderTerminalComparison(comparison, { lang, colour: pc.isColorSupported })

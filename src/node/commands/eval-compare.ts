import { mkdir } from 'node:fs/promises'
import { compareRuns } from '../../quality/compare.ts'
import { scoreRun } from '../../quality/score.ts'
import { oneOf } from '../eval/read-options.ts'
import { readStored, storedPath, withSharedTexts } from '../eval/stored/baseline.ts'
import { printedComparison, writeReports } from '../eval/write-reports.ts'

/** Compares two stored runs, either of which may be a baseline. */
export async function compareCommand(
  base: string,
  other: string,
  flags: { out?: string; lang: string },
): Promise<number> {
  const lang = oneOf('--lang', flags.lang, ['zh', 'en'] as const)
  const [first, second] = await Promise.all([readStored(storedPath(base)), readStored(storedPath(other))])
  const [before, after] = withSharedTexts(first.run, second.run)
  const comparison = compareRuns(before, after)
  process.stdout.write(printedComparison(comparison, lang))
  if (flags.out) {
    await mkdir(flags.out, { recursive: true })
    const files = await writeReports(flags.out, {
      run: after,
      report: scoreRun(after),
      comparison,
      verdict: null,
      reading: null,
    })
    process.stderr.write(`报告 reports: ${files.join('  ')}\n`)
  }
  return 0
}

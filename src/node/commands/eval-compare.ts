import { mkdir } from 'node:fs/promises'
import { suzhenError } from '../../domain/errors.ts'
import { compareRuns } from '../../quality/compare.ts'
import { scoreRun } from '../../quality/score.ts'
import { oneOf } from '../eval/read-options.ts'
import { readStored, storedPath, withSharedTexts } from '../eval/stored/baseline.ts'
import { printedComparison, writeReports } from '../eval/write-reports.ts'
import { compareShadowsCommand } from './eval-compare-shadow.ts'

export interface CompareFlags {
  out?: string
  lang: string
  shadow?: boolean
  since?: string
  model?: string
  json?: boolean
}

/** Compares two stored runs, either of which may be a baseline; with `--shadow` what shadows said with the answers given. */
export async function compareCommand(
  env: NodeJS.ProcessEnv,
  base: string | undefined,
  other: string | undefined,
  flags: CompareFlags,
): Promise<number> {
  const lang = oneOf('--lang', flags.lang, ['zh', 'en'] as const)
  if (flags.shadow) {
    if (base !== undefined) throw misused('--shadow 不带两次运行的名字 / --shadow takes no runs')
    return compareShadowsCommand(env, { ...flags, lang })
  }
  if (flags.since !== undefined || flags.model !== undefined || flags.json)
    throw misused('--since、--model、--json 只与 --shadow 一起用 / --since, --model and --json go with --shadow only')
  if (base === undefined || other === undefined)
    throw misused(
      '请写明两次运行(run.jsonl 或基线),或用 --shadow / name two runs (a run.jsonl or a baseline), or use --shadow',
    )
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

const misused = (message: string) => suzhenError('invalid_request', message)

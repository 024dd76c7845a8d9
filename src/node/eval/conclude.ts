import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import pc from 'picocolors'
import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { compareRuns } from '../../quality/compare.ts'
import type { Comparison } from '../../quality/comparison-data.ts'
import { checkGate } from '../../quality/gate.ts'
import type { Run } from '../../quality/run.ts'
import { scoreRun } from '../../quality/score.ts'
import { parseThresholds, type Thresholds } from '../../quality/thresholds.ts'
import { packagePath } from '../paths.ts'
import { readStored, withSharedTexts, writeBaseline } from './stored/baseline.ts'
import { printedReport, type ReportLanguage, type Reports, writeReports } from './write-reports.ts'

export interface Conclusion {
  run: Run
  reading: Reports['reading']
  /** Folder of the reports, made when absent. */
  out: string
  /** Null: no gate. */
  thresholds: Thresholds | null
  /** Where the baseline lies, and whether the user named it: one that was named must be there. */
  baseline: { path: string; asked: boolean } | null
  bless: { who: string; why: string } | null
  lang: ReportLanguage
}

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Scores a run, compares it with its baseline, holds both against the gate, writes and prints the reports, blesses it. Answers the exit code: 2 when the gate failed. */
export async function conclude(c: Conclusion): Promise<number> {
  const report = scoreRun(c.run)
  // What was asked is reported in any case; a baseline that cannot be compared is thrown afterwards.
  let failure: unknown = null
  const comparison = await compareWithBaseline(c).catch((error: unknown) => {
    failure = error
    return null
  })
  const verdict = c.thresholds && failure === null ? checkGate(report, comparison, c.thresholds) : null
  const reports: Reports = { run: c.run, report, comparison, verdict, reading: c.reading }
  await mkdir(c.out, { recursive: true })
  const files = await writeReports(c.out, reports)
  process.stdout.write(printedReport(reports, c.lang))
  say(`报告 reports: ${files.join('  ')}`)
  if (failure !== null) throw failure
  if (c.bless && c.baseline) {
    const before = existsSync(c.baseline.path) ? (await readStored(c.baseline.path)).blessing : null
    if (before)
      say(pc.yellow(`盖过原基线 replaces the baseline of ${before.when.slice(0, 10)}, ${before.who}: ${before.why}`))
    await writeBaseline(c.baseline.path, c.run, report, { ...c.bless, when: new Date().toISOString() })
    say(`已设为基线 blessed: ${c.baseline.path}`)
  }
  return verdict && !verdict.passed ? 2 : 0
}

async function compareWithBaseline({ run, baseline, thresholds, bless }: Conclusion): Promise<Comparison | null> {
  if (!baseline) return null
  if (!existsSync(baseline.path)) {
    if (baseline.asked && !bless)
      throw suzhenError(
        'invalid_request',
        `没有基线 ${baseline.path};先用 --bless --who --why 设一个 / there is no baseline ${baseline.path}; make one with --bless --who --why`,
      )
    if (thresholds)
      say(pc.yellow('还没有基线,不查退步 · no baseline yet, so nothing is held against it; make one with --bless'))
    return null
  }
  try {
    const stored = await readStored(baseline.path)
    const [base, now] = withSharedTexts(stored.run, run)
    // A part of the blessed set pairs as soundly as the whole: only cases that the baseline never saw may refuse it.
    const known = new Set(base.rows.map((r) => r.id))
    const comparison = compareRuns(base, now, now.rows.every((r) => known.has(r.id)) ? { minCommon: 0 } : {})
    const { blessing } = stored
    const by = blessing ? ` (${blessing.when.slice(0, 10)}, ${blessing.who}: ${blessing.why})` : ''
    say(`基线 baseline: ${basename(baseline.path)}${by}`)
    return comparison
  } catch (error) {
    // A gate that quietly left out half its rules would be worse than none; without one the report is still of use.
    if (!isSuzhenError(error) || ((thresholds || baseline.asked) && !bless)) throw error
    say(pc.yellow(`未与基线比较 · not compared with the baseline: ${error.message}`))
    return null
  }
}

/** The thresholds of the gate: of the package unless a file is named. */
export async function readThresholds(path: string | undefined): Promise<Thresholds> {
  const file = path ?? packagePath('eval/thresholds.yaml')
  const text = await readFile(file, 'utf8').catch(() => {
    throw suzhenError('invalid_request', `读不到门槛文件 ${file} / the thresholds ${file} cannot be read`)
  })
  return parseThresholds(text, basename(file))
}

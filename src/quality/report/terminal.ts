import type { Comparison } from '../comparison-data.ts'
import type { Name } from '../names.ts'
import type { Report } from '../report-data.ts'
import type { Run } from '../run.ts'
import type { ShadowReport } from '../shadow.ts'
import type { Verdict } from '../verdict-data.ts'
import { comparisonLines, verdictLines } from './terminal/comparison-lines.ts'
import { createPaint } from './terminal/layout.ts'
import { errorLines, type Ink, levelLines, measureLines, operationLines, partLines } from './terminal/run-lines.ts'
import { shadowLines } from './terminal/shadow-lines.ts'
import { printable } from './terminal/width.ts'

export interface TerminalOptions {
  lang: 'zh' | 'en' | 'both'
  /** ANSI colours, for a terminal; nothing else changes. */
  colour: boolean
  comparison?: Comparison | null
  verdict?: Verdict | null
  /** With the run itself the worst errors are listed, by id and fields. */
  run?: Run | null
  /** Print the beginning of each listed error's text too. Off: no text of a complaint is printed. */
  texts?: boolean
}

/** A report for people at a terminal: aligned tables, with n and 95% intervals, one line a figure. Ends with a line break. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const ink = createInk(options)
  const { meta } = report
  const title = `${ink.say({ zh: '评测报告', en: 'Evaluation report' })}  ${printable(meta.set)}`
  const about = [
    `${ink.say({ zh: '引擎', en: 'engine' })} ${printable(meta.engine)}`,
    `${ink.say({ zh: '策略', en: 'policy' })} ${printable(meta.policyVersion)}`,
    ink.say({ zh: `${report.n} 条,答 ${report.answered} 条`, en: `${report.n} cases, ${report.answered} answered` }),
    meta.startedAt,
  ].join('  ')
  return join([
    [ink.paint('bold', title), ink.paint('dim', about)],
    measureLines(report, ink),
    levelLines(report, ink),
    partLines(report, ink),
    operationLines(report, ink),
    options.comparison ? comparisonLines(options.comparison, ink) : [],
    options.run ? errorLines(options.run.rows, options.texts ?? false, ink) : [],
    options.verdict ? verdictLines(options.verdict, ink) : [],
  ])
}

/** What shadows said beside the answers, one after the other. */
export const renderTerminalShadows = (
  { groups }: ShadowReport,
  options: Pick<TerminalOptions, 'lang' | 'colour'>,
): string => join(groups.map((group) => shadowLines(group, createInk(options))))

/** A comparison by itself. */
export const renderTerminalComparison = (
  comparison: Comparison,
  options: Pick<TerminalOptions, 'lang' | 'colour'>,
): string => join([comparisonLines(comparison, createInk(options))])

const createInk = ({ lang, colour }: Pick<TerminalOptions, 'lang' | 'colour'>): Ink => ({
  say: ({ zh, en }: Name) => (lang === 'both' ? (zh === en ? zh : `${zh} ${en}`) : lang === 'zh' ? zh : en),
  paint: createPaint(colour),
})

const join = (parts: readonly (readonly string[])[]): string =>
  `${parts
    .filter((p) => p.length > 0)
    .map((p) => p.join('\n'))
    .join('\n\n')}\n`

import type { MonthlyWord, MonthlyWordsResult } from '../knowledge/monthly-words.ts'
import { type Align, alignRows } from '../quality/report/terminal/layout.ts'
import { fitWidth, printable } from '../quality/report/terminal/width.ts'

const HEAD = [
  '词 word',
  '',
  '人数 count',
  '占比 share',
  '上月 before',
  '倍 ratio',
  '95%',
  'p',
  '编码 codes',
  '话术 script',
]
const ALIGNS: Align[] = ['left', 'left', 'right', 'right', 'right', 'right', 'left', 'right', 'left', 'left']

/** The words of a month as a table for a terminal. */
export function renderMonthlyWords(found: MonthlyWordsResult): string {
  const { month, before, words } = found
  const lines = [
    `${month}${found.complete ? '' : '(未完 not over)'}:${found.complaints} 条投诉、${found.complainants} 人 · complaints, complainants;${before.month}:${before.complaints}、${before.complainants}`,
    found.reason ??
      `上升 ${found.rose}、新出现 ${found.new},其中 ${found.missing} 个缺话术 · ${found.rose} rose, ${found.new} new, ${found.missing} without a script`,
  ]
  if (words.length > 0) lines.push('', ...alignRows([HEAD, ...words.map(rowOf)], ALIGNS))
  if (words.length < found.rose + found.new)
    lines.push('', `只列前 ${words.length} 个,--limit 可多列 · the first ${words.length}; --limit shows more`)
  return `${lines.join('\n')}\n`
}

const rowOf = (w: MonthlyWord): string[] => [
  printable(w.word),
  w.change === 'new' ? '新 new' : '升 rose',
  String(w.count),
  `${(100 * w.share).toFixed(1)}%`,
  String(w.before.count),
  w.ratio.toFixed(1),
  `${w.ratioLow.toFixed(1)}-${w.ratioHigh === null ? '' : w.ratioHigh.toFixed(1)}`,
  w.p < 0.001 ? w.p.toExponential(0) : w.p.toFixed(3),
  w.codes.map((c) => c.code).join(' '),
  w.script ? fitWidth(printable(w.script.scene), 32) : '缺 missing',
]

/** A sentence in both tongues of the house. */
export interface Words {
  zh: string
  en: string
}

/**
 * Something about a file that its owner should know. `row`: the row is not asked at all. `cell`: it is asked, but this
 * label is not scored. `note`: nothing is lost.
 */
export interface Finding {
  effect: 'row' | 'cell' | 'note'
  /** As a spreadsheet counts: the header is row 1. In JSONL the line. Null: of the whole file. */
  row: number | null
  column: string | null
  problem: Words
  advice: Words
  /** What stood there, at most 40 characters; for the report file only, since it may be a part of a complaint. */
  value: string | null
}

/** One line: «row 12, column 等级: problem; advice». Never the value itself. */
export function findingLine(f: Finding): string {
  const zh = [f.row === null ? '' : `第 ${f.row} 行`, f.column === null ? '' : `「${f.column}」列`]
    .filter(Boolean)
    .join(' ')
  const en = [f.row === null ? '' : `row ${f.row}`, f.column === null ? '' : `column ${f.column}`]
    .filter(Boolean)
    .join(', ')
  const at = (place: string, words: string) => (place ? `${place}: ${words}` : words)
  return `${at(zh, `${f.problem.zh};${f.advice.zh}`)} / ${at(en, `${f.problem.en}; ${f.advice.en}`)}`
}

const HEADER = ['effect', 'row', 'column', 'problem_zh', 'advice_zh', 'problem_en', 'advice_en', 'value']

/** The findings as CSV with a byte order mark, so that Excel reads it as UTF-8. */
export function findingsCsv(findings: readonly Finding[]): string {
  const rows = findings.map((f) => [
    f.effect,
    f.row === null ? '' : String(f.row),
    f.column ?? '',
    f.problem.zh,
    f.advice.zh,
    f.problem.en,
    f.advice.en,
    f.value ?? '',
  ])
  return `\uFEFF${[HEADER, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

// A cell that begins like a formula would be run by the spreadsheet that opens the report.
const csvCell = (s: string): string => `"${(/^[=+\-@\t\r]/.test(s) ? `'${s}` : s).replaceAll('"', '""')}"`

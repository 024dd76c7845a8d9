import { type CsvError, parse } from 'csv-parse/sync'
import { suzhenError } from '../domain/errors.ts'
import { countCells } from './count-cells.ts'
import { decodeText } from './decode-text.ts'
import type { Finding } from './finding.ts'
import { MAX_CELLS, type Table, type TableRow, tableOf } from './table.ts'

const DELIMITERS = [',', '\t', ';', '|'] as const
const SPOKEN: Record<string, string> = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' }

/** A delimited text as a table: delimiter and encoding are told by the file unless given; quoted cells may hold both line ends and delimiters. */
export function readCsv(bytes: Uint8Array, options: { encoding?: string; delimiter?: string } = {}): Table {
  const { text, encoding } = decodeText(bytes, options.encoding)
  const delimiter = options.delimiter ?? guessDelimiter(text)
  // Blank cells and lines cost the parser as much as others, but are none in the end: twice as many may stand there.
  if (countCells(text, delimiter, 2 * MAX_CELLS) > 2 * MAX_CELLS) throw tooMany()
  const { records, broken } = recordsOf(text, delimiter)
  const rows: TableRow[] = []
  let cells = 0
  records.forEach((record, i) => {
    const filled = new Map<number, string>()
    record.forEach((cell, column) => {
      if (cell !== '') filled.set(column, cell)
    })
    cells += filled.size
    if (cells > MAX_CELLS) throw tooMany()
    rows.push({ row: i + 1, cells: filled })
  })
  const findings: Finding[] = broken
    ? [
        {
          effect: 'row',
          row: records.length + 1,
          column: null,
          problem: {
            zh: `引号没有闭合,从这一行到文件末尾(约 ${broken} 行)都没有读到`,
            en: `a quote is opened and never closed: this row and all after it (some ${broken} lines) were not read`,
          },
          advice: { zh: '补上或去掉这个引号', en: 'close the quote or take it out' },
          value: null,
        },
      ]
    : []
  return tableOf(rows, `${encoding}, ${SPOKEN[delimiter] ?? delimiter}`, findings, broken)
}

const tooMany = () =>
  suzhenError(
    'payload_too_large',
    `表格超过 ${MAX_CELLS} 个单元格,请拆分 / the table has more than ${MAX_CELLS} cells; split it`,
  )

/** Records, and how many lines a quote that is never closed swallowed. */
function recordsOf(text: string, delimiter: string, to?: number): { records: string[][]; broken: number } {
  const seen = { unclosed: false }
  const parsed = parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      if (error?.code === 'CSV_QUOTE_NOT_CLOSED') seen.unclosed = true
      return undefined
    },
    ...(to ? { to } : {}),
  }) as unknown as { record: string[]; info: { lines: number } }[]
  const records = parsed.map((p) => p.record)
  if (!seen.unclosed) return { records, broken: 0 }
  const lines = text.trimEnd().split(/\r\n|\r|\n/).length
  return { records, broken: Math.max(1, lines - (parsed.at(-1)?.info.lines ?? 0)) }
}

/** The candidate by which the first rows have most cells and agree with the header; a comma where there is one column only. */
function guessDelimiter(text: string): string {
  const head = text.slice(0, 64 * 1024)
  const scored = DELIMITERS.map((delimiter) => {
    const { records } = recordsOf(head, delimiter, 20)
    const width = records[0]?.length ?? 1
    const agree = records.filter((r) => r.length === width || r.every((c) => c === '')).length
    return { delimiter, score: width === 1 ? 0 : width * (agree / records.length) }
  })
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.delimiter : ','
}

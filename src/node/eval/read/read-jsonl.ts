import { decodeText } from '../../../files/decode-text.ts'
import type { Finding } from '../../../files/finding.ts'
import type { Table, TableRow } from '../../../files/table.ts'

/** One parsed line of a JSONL file. */
export interface JsonLine {
  line: number
  value: Record<string, unknown>
}

export interface JsonLines {
  lines: JsonLine[]
  /** Lines that are not blank. */
  total: number
  findings: Finding[]
  encoding: string
}

/** The objects of a JSONL file; a line that is none is a finding. */
export function readJsonLines(bytes: Uint8Array, encoding?: string): JsonLines {
  const decoded = decodeText(bytes, encoding)
  const out: JsonLines = { lines: [], total: 0, findings: [], encoding: decoded.encoding }
  decoded.text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return
    out.total++
    const value = parseObject(line)
    if (value) out.lines.push({ line: i + 1, value })
    else
      out.findings.push({
        effect: 'row',
        row: i + 1,
        column: null,
        problem: { zh: '不是 JSON 对象', en: 'not a JSON object' },
        advice: { zh: '每行写一个 JSON 对象', en: 'write one JSON object a line' },
        value: null,
      })
  })
  return out
}

/** The same as a table: its columns are the keys in the order they first come. */
export function tableOfJson({ lines, total, findings, encoding }: JsonLines): Table {
  const columns: string[] = []
  const place = new Map<string, number>()
  const rows: TableRow[] = lines.map(({ line, value }) => {
    const cells = new Map<number, string>()
    for (const [key, v] of Object.entries(value)) {
      if (!place.has(key)) place.set(key, columns.push(key) - 1)
      const cell = cellOf(v)
      if (cell !== '') cells.set(place.get(key)!, cell)
    }
    return { row: line, cells }
  })
  return { columns, rows, total, findings: [...findings], how: `JSONL, ${encoding}` }
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** A value as a cell: null is empty (not labelled), an empty list is «none», a threat is channel:stance. */
function cellOf(v: unknown): string {
  if (v === null || v === undefined) return ''
  if (Array.isArray(v)) return v.length === 0 ? 'none' : v.map(cellOf).join('|')
  if (typeof v === 'object') {
    const { channel, stance } = v as { channel?: unknown; stance?: unknown }
    return typeof channel === 'string' ? [channel, stance].filter(Boolean).join(':') : JSON.stringify(v)
  }
  return String(v)
}

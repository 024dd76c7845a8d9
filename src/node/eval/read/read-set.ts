import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { suzhenError } from '../../../domain/errors.ts'
import type { Policy } from '../../../domain/policy/parse.ts'
import type { Finding } from '../../../files/finding.ts'
import { readCsv } from '../../../files/read-csv.ts'
import { MAX_FILE, type Table } from '../../../files/table.ts'
import { readXlsx } from '../../../files/xlsx/read-xlsx.ts'
import type { EvalCase } from '../../../quality/run.ts'
import { packagePath } from '../../paths.ts'
import { casesOfTable } from './cases-of-table.ts'
import type { ColumnMap } from './column-map.ts'
import { findColumns } from './find-columns.ts'
import { casesOfLabelled, looksLabelled } from './own-cases.ts'
import { readJsonLines, tableOfJson } from './read-jsonl.ts'

export interface ReadSet {
  /** File name without folders. */
  name: string
  /** Whether it is one of `eval/sets`, whose texts the package has anyway. */
  own: boolean
  cases: EvalCase[]
  findings: Finding[]
  /** Rows that the file has; those read are `cases`. */
  total: number
  /** How it was read, for people; a guessed column is named. */
  how: string
  /** What stands in which column: field (or facet) and header; empty for our own sets. */
  columns: { field: string; header: string; guessed: boolean }[]
}

/** The file of a set: `train`, `dev`, `test` are those of the package, anything else is a path. */
export const setPath = (set: string): { path: string; own: boolean } =>
  /[/\\.]/.test(set) ? { path: set, own: false } : { path: packagePath(`eval/sets/${set}.jsonl`), own: true }

/** Reads a labelled set: our own, or an analyst's CSV, TSV, XLSX or JSONL. Throws when nothing of it can be asked. */
export async function readSet(set: string, map: ColumnMap, policy: Policy): Promise<ReadSet> {
  const { path, own } = setPath(set)
  const bytes = await readBytes(path, set)
  const name = basename(path)
  const read = { ...(isZip(bytes) ? readTable(readXlsx(bytes, map)) : readTextual()), name, own }
  if (read.cases.length === 0)
    throw suzhenError(
      'invalid_request',
      `${name}: 没有一行可用,共 ${read.total} 行 / none of its ${read.total} rows can be used${firstFinding(read.findings)}`,
    )
  return read

  function readTextual() {
    if (/^\.(?:jsonl|ndjson|json)$/i.test(extname(path)) || beginsObject(bytes)) {
      const lines = readJsonLines(bytes, map.encoding)
      const first = lines.lines[0]?.value
      if (!first || Object.keys(map.columns).length > 0 || !looksLabelled(first)) return readTable(tableOfJson(lines))
      const { cases, findings } = casesOfLabelled(lines.lines)
      const all = [...lines.findings, ...findings]
      return { cases, findings: all, total: lines.total, how: `JSONL, ${lines.encoding}`, columns: [] }
    }
    return readTable(readCsv(bytes, map))
  }

  function readTable(table: Table) {
    const found = findColumns(table, map)
    const { cases, findings } = casesOfTable(table, found, map, policy)
    const columns = [
      ...Object.entries(found.fields).map(([field, at]) => ({
        field,
        header: table.columns[at]!,
        guessed: found.guessed.includes(field as never),
      })),
      ...found.facets.map((f) => ({ field: `facet:${f.name}`, header: table.columns[f.column]!, guessed: false })),
    ]
    const all = [...table.findings, ...findings].sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
    return { cases, findings: all, total: table.total, how: table.how, columns }
  }
}

const isZip = (b: Uint8Array): boolean => (b[0] === 0x50 && b[1] === 0x4b) || (b[0] === 0xd0 && b[1] === 0xcf)

/** JSONL under another name: after a mark and blanks, a brace. */
const beginsObject = (b: Uint8Array): boolean => {
  const at = b.findIndex((byte) => ![0xef, 0xbb, 0xbf, 0x20, 0x0a, 0x0d, 0x09].includes(byte))
  return b[at] === 0x7b
}

const firstFinding = (findings: readonly Finding[]): string =>
  findings[0] ? `\n  ${findings[0].problem.zh} / ${findings[0].problem.en}` : ''

async function readBytes(path: string, set: string): Promise<Uint8Array> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile())
    throw suzhenError(
      'invalid_request',
      `找不到标注集「${set}」,请给出 train、dev、test 或文件路径 / no labelled set «${set}»; give train, dev, test or the path of a file`,
    )
  if (found.size > MAX_FILE)
    throw suzhenError(
      'payload_too_large',
      `文件超过 64 MB,请拆分 / the file is over 64 MB; split it: ${basename(path)}`,
    )
  return readFile(path)
}

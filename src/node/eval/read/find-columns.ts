import { suzhenError } from '../../../domain/errors.ts'
import type { Table } from '../../../files/table.ts'
import type { ColumnMap } from './column-map.ts'
import { FIELDS, type Field, HEADERS, LABEL_FIELDS, plainHeader } from './fields.ts'

/** Where each field and facet stands in a table, by the number of the column. */
export interface FoundColumns {
  fields: Partial<Record<Field, number>>
  facets: { name: string; column: number }[]
  /** Fields whose column was guessed by its header, to be said aloud. */
  guessed: Field[]
}

/** Finds the columns of a map; with no map at all, guesses by the usual headers. Throws when one that was named is absent, or no text or no label is found. */
export function findColumns(table: Pick<Table, 'columns'>, map: ColumnMap): FoundColumns {
  const { columns } = table
  const fields: FoundColumns['fields'] = {}
  const guessed: Field[] = []
  const mapped = Object.entries(map.columns) as [Field, string][]
  for (const [field, header] of mapped) fields[field] = columnNamed(columns, header)
  const facets = map.facets.map((name) => ({ name, column: columnNamed(columns, name) }))
  if (mapped.length === 0) {
    const taken = new Set(facets.map((f) => f.column))
    for (const field of FIELDS) {
      const at = guess(columns, field, taken)
      if (at === undefined) continue
      fields[field] = at
      taken.add(at)
      guessed.push(field)
    }
  }
  const present = `现有列 / its columns: ${columns.filter(Boolean).join(', ') || '(无 none)'}`
  if (fields.text === undefined)
    throw suzhenError(
      'invalid_request',
      `找不到投诉内容所在的列,请写明,如 --map text=列名,severity=列名,primary=列名 / no column holds the complaint; say which: --map text=COLUMN,severity=COLUMN,primary=COLUMN\n${present}`,
    )
  if (!LABEL_FIELDS.some((f) => fields[f] !== undefined))
    throw suzhenError(
      'invalid_request',
      `没有标注列就无从评分,请写明,如 --map text=列名,severity=列名 / without a column of labels there is nothing to score; say which: --map text=COLUMN,severity=COLUMN\n${present}`,
    )
  return { fields, facets, guessed }
}

function guess(columns: readonly string[], field: Field, taken: ReadonlySet<number>): number | undefined {
  const plain = columns.map(plainHeader)
  for (const name of HEADERS[field]) {
    const at = plain.indexOf(plainHeader(name))
    if (at >= 0 && !taken.has(at)) return at
  }
  if (field !== 'text') return undefined
  const at = plain.findIndex((p, i) => !taken.has(i) && /(?:内容|描述|正文|complaint|content|text)/.test(p))
  return at >= 0 ? at : undefined
}

function columnNamed(columns: readonly string[], header: string): number {
  const wanted = plainHeader(header)
  const exact = columns.flatMap((c, i) => (c === header.trim() ? [i] : []))
  const found = exact.length ? exact : columns.flatMap((c, i) => (plainHeader(c) === wanted ? [i] : []))
  if (found.length === 1) return found[0]!
  const all = columns.filter(Boolean).join(', ')
  throw suzhenError(
    'invalid_request',
    found.length === 0
      ? `没有名为「${header}」的列,现有 / no column is called «${header}»; there are: ${all}`
      : `有 ${found.length} 列都叫「${header}」,请改名 / ${found.length} columns are called «${header}»; rename them`,
  )
}

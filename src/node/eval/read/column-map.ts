import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { suzhenError } from '../../../domain/errors.ts'
import { FIELDS, type Field, fieldNamed } from './fields.ts'

/** What the user says of a file: which column holds what, what its values mean, and by what else to group. */
export interface ColumnMap {
  /** Field to header. */
  columns: Partial<Record<Field, string>>
  /** Field to what its cells mean: `severity: {重大: 1}`. An empty key is an empty cell. */
  values: Partial<Record<Field, Record<string, string>>>
  /** Headers of further columns to group by. */
  facets: string[]
  sheet?: string
  encoding?: string
  delimiter?: string
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const fileSchema = z.strictObject({
  columns: z.record(z.string(), scalar).default({}),
  values: z.record(z.string(), z.record(z.string(), scalar)).default({}),
  facets: z.array(scalar).default([]),
  sheet: scalar.optional(),
  encoding: z.string().optional(),
  delimiter: z.string().min(1).optional(),
})

export const emptyMap = (): ColumnMap => ({ columns: {}, values: {}, facets: [] })

/** Reads `text=投诉内容,severity=等级`; may be given several times. A header that holds a comma needs a map file. */
export function parseMap(texts: readonly string[]): ColumnMap['columns'] {
  const columns: ColumnMap['columns'] = {}
  for (const pair of texts.flatMap((t) => t.split(/[,,]/)).filter((p) => p.trim() !== '')) {
    const at = pair.search(/[=＝]/)
    const header = pair.slice(at + 1).trim()
    if (at < 1 || header === '')
      throw suzhenError(
        'invalid_request',
        `--map 要写成 字段=列名,例如 text=投诉内容,severity=等级;这一段不是:${pair} / --map takes field=column, such as text=投诉内容,severity=等级; this is not: ${pair}`,
      )
    columns[fieldOf(pair.slice(0, at), '--map')] = header
  }
  return columns
}

/** Reads a map file in YAML. Throws with everything that is wrong in it. */
export async function readMapFile(path: string): Promise<ColumnMap> {
  const file = basename(path)
  const text = await readFile(path, 'utf8').catch(() => {
    throw suzhenError('invalid_request', `读不到列映射文件 ${path} / the map file ${path} cannot be read`)
  })
  const doc = parseDocument(text, { uniqueKeys: true })
  const problems = doc.errors.map((e) => e.message.split('\n')[0])
  const parsed = problems.length === 0 ? fileSchema.safeParse(doc.toJS() ?? {}) : null
  if (parsed && !parsed.success)
    problems.push(...parsed.error.issues.map((i) => `${i.path.join('.') || '(root)'}: ${i.message}`))
  if (!parsed?.success)
    throw suzhenError(
      'invalid_request',
      `列映射文件有误 / the map file is wrong: ${file}\n  ${problems.join('\n  ')}\n  可用 / it may hold: columns, values, facets, sheet, encoding, delimiter`,
    )
  const { columns, values, ...rest } = parsed.data
  const byField = <T>(record: Record<string, T>, where: string) =>
    Object.fromEntries(Object.entries(record).map(([name, v]) => [fieldOf(name, `${file}: ${where}`), v]))
  return {
    facets: rest.facets,
    columns: byField(columns, 'columns'),
    values: byField(values, 'values'),
    ...(rest.sheet === undefined ? {} : { sheet: rest.sheet }),
    ...(rest.encoding === undefined ? {} : { encoding: rest.encoding }),
    ...(rest.delimiter === undefined ? {} : { delimiter: rest.delimiter }),
  }
}

function fieldOf(name: string, where: string): Field {
  const field = fieldNamed(name)
  if (field) return field
  throw suzhenError(
    'invalid_request',
    `${where}: 没有「${name.trim()}」这个字段,可用 / no field is called «${name.trim()}»; there are: ${FIELDS.join(', ')}`,
  )
}

import { caseSchema, type Kind, scriptSchema } from '../domain/knowledge.ts'
import type { KnowledgeItem } from '../domain/knowledge-item.ts'

type Exported = Pick<KnowledgeItem, 'kind' | 'body'>

/** Items as JSON lines, one `{kind, item}` a line; an import of them changes nothing. */
export const exportJsonl = (items: readonly Exported[]): string =>
  items.map(({ kind, body }) => `${JSON.stringify({ kind, item: body })}\n`).join('')

/** Items of one kind as CSV with a byte order mark, a field a column: lists a line each, the course as JSON. An import reads it back. */
export function exportCsv(kind: Kind, items: readonly Exported[]): string {
  const fields = Object.keys((kind === 'case' ? caseSchema : scriptSchema).shape)
  const rows = items.map(({ body }) => fields.map((field) => cellOf(Reflect.get(body, field))))
  return `\uFEFF${[fields, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (!Array.isArray(value)) return String(value)
  return value.some((v) => typeof v === 'object') ? JSON.stringify(value) : value.join('\n')
}

// A cell that begins like a formula would be run by the spreadsheet that opens it.
const quoted = (cell: string): string => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`

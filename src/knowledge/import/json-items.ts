import { type CaseWriteUp, caseSchema, type Kind, type Script, scriptSchema } from '../../domain/knowledge.ts'
import { checkBody } from '../check-body.ts'
import { addProperties, saysKind } from './add-properties.ts'
import { unknownNames } from './document-items.ts'
import { kindOfNames } from './find-labels.ts'
import { type RawItem, rawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { anError } from './say.ts'
import type { ItemFinding } from './types.ts'

/** `whole`: an object that is an item of the house as it stands, such as an export holds; its words are not read again. */
export interface JsonItem {
  raw: RawItem
  whole: CaseWriteUp | Script | null
}
export interface JsonItems {
  items: JsonItem[]
  findings: ItemFinding[]
}

/** An item has some twenty fields; what has many more is something else. */
const MOST_KEYS = 200

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** The items of a JSON text: a list, an object with `items`, `cases` or `scripts`, one item, or (`lines`) one a line. */
export function jsonItems(text: string, lines: boolean, file: string, readers: Readers): JsonItems {
  const out: JsonItems = { items: [], findings: [] }
  const content = text.replace(/^\uFEFF/, '')
  const whole = lines ? undefined : parse(content)
  if (whole !== undefined) listed(whole, null, null)
  else
    content.split('\n').forEach((line, i) => {
      if (line.trim() === '') return
      const value = parse(line)
      if (!isObject(value)) broken(i + 1)
      else one(value, i + 1, null)
    })
  return out

  function listed(value: unknown, row: number | null, kind: Kind | null): void {
    if (Array.isArray(value))
      value.forEach((v, i) => {
        if (isObject(v)) one(v, i + 1, kind)
        else broken(i + 1)
      })
    else if (!isObject(value)) broken(1)
    else if (['items', 'cases', 'scripts'].some((key) => Array.isArray(value[key]))) {
      listed(value.items ?? [], null, kind)
      listed(value.cases ?? [], null, 'case')
      listed(value.scripts ?? [], null, 'script')
    } else one(value, row, kind)
  }

  function one(outer: Record<string, unknown>, row: number | null, kind: Kind | null): void {
    // As imports and exports wrap it: {kind, item}.
    const value = isObject(outer.item) ? outer.item : outer
    if (Object.keys(outer).length > MOST_KEYS || Object.keys(value).length > MOST_KEYS) {
      broken(row ?? 1)
      return
    }
    const said = Object.entries(outer).map(([key, v]) => saysKind(key, v, readers))
    const known = said.find((k) => k !== null) ?? kind
    const votes = kindOfNames(Object.keys(value), readers)
    const raw = rawItem(known ?? (votes.script > votes.case ? 'script' : 'case'), file, row)
    const read = (raw.kind === 'case' ? caseSchema : scriptSchema).safeParse(value)
    if (read.success && checkBody(raw.kind, read.data, readers.policy).length === 0) {
      out.items.push({ raw, whole: read.data })
      return
    }
    const unknown = addProperties(raw, value, readers)
    if (unknown.length > 0) raw.findings.push(unknownNames('unknown-field', unknown))
    out.items.push({ raw, whole: null })
  }

  function broken(row: number): void {
    out.findings.push(
      anError(
        'not-json',
        null,
        {
          zh: `第 ${row} ${lines || whole === undefined ? '行' : '项'}不是 JSON 对象,或字段太多`,
          en: `${lines || whole === undefined ? 'line' : 'item'} ${row} is no JSON object, or has too many keys`,
        },
        { zh: '每一条写成 {…}', en: 'write each item as {…}' },
      ),
    )
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

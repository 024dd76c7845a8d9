import { type CaseWriteUp, caseSchema, type Kind, type Script, scriptSchema } from '../../domain/knowledge.ts'
import { caseItem } from './case-item.ts'
import { maskItem } from './mask-item.ts'
import type { RawItem } from './raw-item.ts'
import type { Readers } from './readers.ts'
import { anError, fieldName } from './say.ts'
import { scriptItem } from './script-item.ts'
import type { ItemFinding, ReadItem } from './types.ts'

/** Characters of one item: ten times what its fields may hold together. What is longer is a book, and is not looked at. */
const MOST = 60_000

/** Reads a raw item's words as values, masks personal data, and holds the whole against the schema. */
export function finishItem(raw: RawItem, readers: Readers): ReadItem {
  const size = [...raw.values.values()].flat().join('').length + JSON.stringify(raw.steps).length
  if (size > MOST) return refused(raw)
  const item = raw.kind === 'case' ? caseItem(raw, readers) : scriptItem(raw, readers)
  return checked(raw, item, readers)
}

/** Masks and checks an item whose fields are values already. */
export function checked(raw: RawItem, item: Partial<CaseWriteUp> | Partial<Script>, readers: Readers): ReadItem {
  const { kind, file, row, findings } = raw
  if (JSON.stringify(item).length > MOST) return refused(raw)
  findings.push(...maskItem(item, kind, readers.words, raw.people))
  const read = (kind === 'case' ? caseSchema : scriptSchema).safeParse(item)
  if (read.success) return { kind, file, row, item: read.data, findings }
  const known = new Set(findings.filter((f) => f.severity === 'error').map((f) => f.field?.split('.')[0]))
  for (const issue of read.error.issues) {
    const field = issue.path.join('.')
    // A field that lacks has its own words already, and so have its fellows that are read together with it.
    if (known.has(field.split('.')[0]) || (field === 'codes' && known.has('code'))) continue
    findings.push(issueFinding(kind, field || null, issue, readers))
  }
  return { kind, file, row, item, findings }
}

const refused = ({ kind, file, row }: RawItem): ReadItem => ({
  kind,
  file,
  row,
  item: {},
  findings: [
    anError(
      'too-long',
      null,
      { zh: `这一条超过 ${MOST} 字`, en: `this item has more than ${MOST} characters` },
      { zh: '缩写成一份案例;多份请拆开', en: 'shorten it to one write-up; take several apart' },
    ),
  ],
})

function issueFinding(
  kind: Kind,
  field: string | null,
  issue: { code: string; message: string; maximum?: unknown },
  readers: Readers,
): ItemFinding {
  const name = field === null ? { zh: '整条', en: 'the item' } : fieldName(readers.words, kind, field)
  if (issue.code !== 'too_big')
    return anError(
      'invalid',
      field,
      { zh: `「${name.zh}」不合要求`, en: `«${name.en}» is not as it must be` },
      { zh: `要求:${issue.message}`, en: `expected: ${issue.message}` },
    )
  const place = /\.(\d+)(?:\.|$)/.exec(field ?? '')?.[1]
  const at =
    place === undefined ? { zh: '', en: '' } : { zh: `第 ${Number(place) + 1} 项`, en: ` (part ${Number(place) + 1})` }
  const most = String(issue.maximum)
  return anError(
    'too-long',
    field,
    { zh: `「${name.zh}」${at.zh}太长,最多 ${most}`, en: `«${name.en}»${at.en} is too long; at most ${most}` },
    { zh: `请缩写到 ${most} 以内`, en: `shorten it to ${most}` },
  )
}

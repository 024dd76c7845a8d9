import type { Kind } from '../../domain/knowledge.ts'
import type { CaseField, ScriptField } from '../../domain/policy/upload-words.ts'
import type { Readers } from './readers.ts'

export interface Labelled {
  field: string
  value: string
}

/** Stands for a label of a person's data. */
export const PERSON = 'person'

/** Fields that sentences fill. The others take a few words, and only their labels may stand in the middle of a line. */
const LONG: ReadonlySet<string> = new Set<CaseField | ScriptField>([
  'summary',
  'course',
  'rootCause',
  'result',
  'remedy',
  'turningPoint',
  'lessons',
  'sources',
  'text',
  'slots',
  'avoid',
])
export const isShortField = (field: string): boolean => !LONG.has(field)
const COLON = /[::]/g
const LONGEST = 30
/** Labels stand at the beginning of a paragraph; what comes after so many characters is prose. */
const HEAD = 400

/** «等级:二级  渠道:电话» as fields; null where the line begins with none of the labels that `fieldOf` knows. */
export function findLabels(line: string, fieldOf: (label: string) => string | null): Labelled[] | null {
  const found: { field: string; from: number; value: number }[] = []
  const text = line.replace(/^[\s*·•▪●-]{1,20}/, '')
  for (const colon of text.slice(0, HEAD).matchAll(COLON)) {
    const before = text.slice(Math.max(0, colon.index - LONGEST), colon.index)
    const since = before.replace(/^.*[;;|,,。、\t]|^.*\s{2}/s, '')
    const label = [since, since.replace(/^.*\s(?=\S+$)/s, '')].find((l) => fieldOf(l.trim()) !== null)
    if (label === undefined) {
      if (found.length === 0) return null
      continue
    }
    const field = fieldOf(label.trim())!
    const from = colon.index - label.length
    if (found.length === 0 ? text.slice(0, from).trim() !== '' : !!LONG.has(field)) {
      if (found.length === 0) return null
      continue
    }
    found.push({ field, from, value: colon.index + 1 })
  }
  if (found.length === 0) return null
  return found.map(({ field, value }, i) => ({
    field,
    value: text
      .slice(value, found[i + 1]?.from)
      .replace(/^[\s*]+/, '')
      .replace(i + 1 < found.length ? /[\s;;|,,、。*]+$/ : /[\s*]+$/, ''),
  }))
}

/** The same by the fields of a kind, with a person's data told from them. */
export const labelsOf = (line: string, kind: Kind, readers: Readers): Labelled[] | null =>
  findLabels(line, (label) => (readers.isPersonal(label) ? PERSON : readers.fields[kind].exact(label)))

/** How far a list of names speaks for a case or a script: the fields that only one of the two has a word for. */
export function kindOfNames(names: Iterable<string>, { fields }: Readers): { case: number; script: number } {
  const only = { case: new Set<string>(), script: new Set<string>() }
  for (const name of names) {
    const asCase = fields.case.exact(name)
    const asScript = fields.script.exact(name)
    if (asCase && !asScript) only.case.add(asCase)
    if (asScript && !asCase) only.script.add(asScript)
  }
  return { case: only.case.size, script: only.script.size }
}

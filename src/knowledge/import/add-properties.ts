import type { Kind } from '../../domain/knowledge.ts'
import { isShortField, labelsOf, PERSON } from './find-labels.ts'
import { isHan } from './plain-words.ts'
import { addPiece, type RawItem, type Step } from './raw-item.ts'
import type { Readers } from './readers.ts'

type Scalar = string | number | boolean
const isScalar = (v: unknown): v is Scalar => ['string', 'number', 'boolean'].includes(typeof v)
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** What a key and its value say of the kind: `kind: script`, «类别: 话术»; null where they speak of something else. */
export function saysKind(key: string, value: unknown, readers: Readers): Kind | null {
  if (typeof value !== 'string') return null
  if (readers.isKindField(key)) return readers.kind(value)
  const named = (['case', 'script'] as const).find((kind) => readers.isKindWord[kind](value))
  const field = readers.fields.case.exact(key)
  return named && (field === 'code' || (field === null && readers.fields.script.exact(key) === null)) ? named : null
}

/** Adds keys and values (front matter, a JSON object) to an item. Answers the keys that mean nothing, or hold what no text can be made of. */
export function addProperties(raw: RawItem, record: Readonly<Record<string, unknown>>, readers: Readers): string[] {
  const unknown: string[] = []
  for (const [key, value] of Object.entries(record)) {
    if (value === null || value === undefined || saysKind(key, value, readers) || readers.isIgnored(key)) continue
    if (readers.isPersonal(key)) {
      if (isScalar(value)) raw.people.push(String(value))
      continue
    }
    const field = readers.fields[raw.kind].find(key)?.field
    if (field === 'course') {
      const steps = stepsOf(value, readers)
      if (steps) raw.steps.push(...steps)
      else unknown.push(key)
      continue
    }
    const text = textOf(value)
    // A text’s first line may hold more labels than the one it begins with.
    const labels =
      typeof value === 'string' && field && isShortField(field) ? labelsOf(`${key}:${value}`, raw.kind, readers) : null
    if (labels && labels.length > 1)
      for (const l of labels) {
        if (l.field === PERSON) raw.people.push(l.value)
        else addPiece(raw, l.field, l.value)
      }
    else if (field && text !== null) addPiece(raw, field, text)
    else unknown.push(key)
  }
  return unknown
}

const textOf = (value: unknown): string | null => {
  if (isScalar(value)) return String(value)
  return Array.isArray(value) && value.every(isScalar) ? value.join('\n') : null
}

/** A course as a text, a list of texts, or a list of maps with a time, an event and a decision; null where it is none. */
export function stepsOf(value: unknown, readers: Readers): Step[] | null {
  if (typeof value === 'string') {
    // A cell may hold the list as JSON, as an export writes it.
    const list = /^\s*\[\s*\{/.test(value) ? parsed(value) : null
    return list ? stepsOf(list, readers) : readers.course(value)
  }
  if (!Array.isArray(value)) return null
  const steps: Step[] = []
  for (const item of value) {
    if (isScalar(item)) steps.push(...readers.course(String(item)))
    else if (isObject(item)) {
      const step: Step = { at: null, what: '', decision: null }
      for (const [key, v] of Object.entries(item)) {
        if (!isScalar(v)) continue
        const column = readers.columns.find(key)?.field
        if (column === 'what') step.what = String(v)
        else if (column) step[column] = String(v) || null
        // A map of a time to an event: «3月2日: 客户来电».
        else if (Object.keys(item).length === 1) steps.push(...readers.course(`${key}${isHan(key) ? ':' : ': '}${v}`))
      }
      if (step.what !== '' || step.decision !== null) steps.push({ ...step, what: step.what || step.decision! })
    } else return null
  }
  return steps
}

function parsed(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

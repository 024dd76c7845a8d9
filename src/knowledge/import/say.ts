import type { Kind } from '../../domain/knowledge.ts'
import type { UploadWords } from '../../domain/policy/upload-words.ts'
import type { Words } from '../../files/finding.ts'
import { isHan } from './plain-words.ts'
import type { ItemFinding } from './types.ts'

const finding =
  (severity: ItemFinding['severity']) =>
  (rule: string, field: string | null, problem: Words, advice: Words): ItemFinding => ({
    severity,
    field,
    rule,
    problem,
    advice,
  })
/** It cannot be imported as it is. */
export const anError = finding('error')
/** It can be imported, and somebody should look. */
export const aWarning = finding('warning')
/** How it was read. */
export const aNote = finding('note')

/** A field's name for people: the first word of its list in each tongue. */
export function fieldName(words: UploadWords, kind: Kind, field: string): Words {
  const list = (words[kind] as Readonly<Record<string, readonly string[]>>)[field.split('.')[0]!] ?? []
  return { zh: list.find(isHan) ?? field, en: list.find((w) => !isHan(w)) ?? field }
}

/** A few characters of what stands in the file, for a message. */
export const cut = (s: string): string => {
  const line = s.replace(/\s+/g, ' ').trim()
  return line.length > 24 ? `${line.slice(0, 24)}…` : line
}

/** The first of many names, each cut. */
export const cutList = (names: readonly string[], comma: string): string =>
  names.slice(0, 20).map(cut).join(comma) + (names.length > 20 ? `${comma}… (${names.length})` : '')

export const missing = (words: UploadWords, kind: Kind, field: string): ItemFinding => {
  const name = fieldName(words, kind, field)
  return anError(
    'missing',
    field,
    { zh: `没有读到「${name.zh}」`, en: `no «${name.en}» was found` },
    { zh: `加一节或一列「${name.zh}」并写明`, en: `add a section or a column «${name.en}»` },
  )
}

/** A field that was not said and has a careful default. */
export const defaulted = (words: UploadWords, kind: Kind, field: string, value: Words): ItemFinding => {
  const name = fieldName(words, kind, field)
  return aNote(
    'default',
    field,
    { zh: `没有写「${name.zh}」,按「${value.zh}」处理`, en: `«${name.en}» is not said: taken as «${value.en}»` },
    { zh: '不对就补上', en: 'say it if that is wrong' },
  )
}

/** A value that was gathered from other words than its own. */
export const guessed = (words: UploadWords, kind: Kind, field: string, from: Words, value: string): ItemFinding => {
  const name = fieldName(words, kind, field)
  return aWarning(
    'guessed',
    field,
    {
      zh: `「${name.zh}」是从${from.zh}推断的:${value}`,
      en: `«${name.en}» was gathered from ${from.en}: ${value}`,
    },
    { zh: '请核对,最好单独写明', en: 'check it; better say it by itself' },
  )
}

import type { Name } from '../../names.ts'

/** What was labelled or answered of a field, in words of both tongues: `media/done` is 媒体/已做, `TD-06` has its name. */
export type Wording = (field: string, value: string) => Name

/** Runs in the page and on this side alike. */
export function createWording(values: Readonly<Record<string, Name>>, codes: Readonly<Record<string, Name>>): Wording {
  const CODE = /^[A-Z]{2}-\d\d$/
  const of = (table: Readonly<Record<string, Name>>, key: string): Name => {
    const name = Object.hasOwn(table, key) ? table[key]! : null
    return CODE.test(key) && name
      ? { zh: `${key} ${name.zh}`, en: `${key} ${name.en}` }
      : (name ?? { zh: key, en: key })
  }
  const join = (names: readonly Name[], by: string): Name => ({
    zh: names.map((n) => n.zh).join(by),
    en: names.map((n) => n.en).join(by),
  })
  const token = (word: string): Name => {
    if (CODE.test(word)) return of(codes, word)
    return join(
      word.split('/').map((part) =>
        join(
          part.split('+').map((v) => of(values, v)),
          '+',
        ),
      ),
      '/',
    )
  }
  return (field, value) =>
    // An error's code and a rule's number are nobody's words.
    value.startsWith('error:') || field === 'level' || field === 'rules'
      ? { zh: value === 'none' ? '无' : value, en: value }
      : join(value.split(' ').map(token), ' ')
}

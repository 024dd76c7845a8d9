/** Half of a surrogate pair. */
export const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
const isOdd = (text: string): boolean => text.includes('\0') || LONE_SURROGATE.test(text)

/** The top-level field of a body with a NUL or half a surrogate pair somewhere in it, which the database's JSON cannot keep; null: none. */
export const fieldWithOddCharacter = (body: object): string | null =>
  Object.entries(body).find(([, value]) => stringsIn(value).some(isOdd))?.[0] ?? null

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(stringsIn)
      : []

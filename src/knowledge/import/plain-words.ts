import { readText } from '../../domain/text/reading.ts'

const NUMBERING =
  /^(?:第[一二三四五六七八九十百\d]{1,3}(?:部分|[章节篇条])|[((][一二三四五六七八九十\d]{1,3}[))]|[一二三四五六七八九十]{1,3}[、..::]|\d{1,2}(?:\.\d{1,2}){0,2}(?:[、))::\s]|[..](?!\d))|[①-⑳])\s{0,4}/u
const OPENING = /^[\s#*【[「『〔<《-]{1,12}/u

/** A heading or a column's name without marks of layout, numbering and what stands in brackets; simplified, lower case. */
export const bareName = (s: string): string =>
  readText(s.slice(0, 200).replace(OPENING, '').replace(NUMBERING, '').replace(OPENING, ''))
    .text.toLowerCase()
    .replace(/\([^()]{0,40}\)/g, '')

/** Without blanks and punctuation: what two names are compared by. */
export const squeezed = (s: string): string => s.replace(/[\s_\-.·:*?!#"'“”‘’「」『』【】[\]<>《》()、,;|/&+~]/g, '')

/** A word as it is compared: see `bareName` and `squeezed`. */
export const plainWord = (s: string): string => squeezed(bareName(s))

export const isHan = (s: string): boolean => /\p{Script=Han}/u.test(s)
/** One line: no breaks, no runs of blanks. */
export const oneLine = (s: string): string => s.replace(/\s+/g, ' ').trim()

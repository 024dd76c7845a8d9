import { readText } from '../../domain/text/reading.ts'

/** A day as people write it, or why it is none. */
export type DateReading =
  | { date: string; shortYear: boolean; others: boolean }
  | { fault: 'none' | 'no-year' | 'no-day' | 'ambiguous' | 'impossible' }

const HAN: Record<string, number> = {
  〇: 0,
  零: 0,
  '○': 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = '(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?'

type Parts = [year: string, month: string, day: string]
const FORMS: readonly { pattern: RegExp; parts: (m: RegExpMatchArray) => Parts }[] = [
  {
    pattern: /(?<!\d)(\d{4}|\d{2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?(?!\d)/g,
    parts: (m) => [m[1]!, m[2]!, m[3]!],
  },
  { pattern: /(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)/g, parts: (m) => [m[1]!, m[3]!, m[4]!] },
  { pattern: /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/g, parts: (m) => [m[1]!, m[2]!, m[3]!] },
  {
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?\\s(?:of\\s)?${MONTH},?\\s(\\d{4})`, 'gi'),
    parts: (m) => [m[3]!, monthOf(m[2]!), m[1]!],
  },
  {
    pattern: new RegExp(`(?<![a-z])${MONTH}\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s(\\d{4})`, 'gi'),
    parts: (m) => [m[3]!, monthOf(m[1]!), m[2]!],
  },
  { pattern: /(?<![\d.])(\d{2})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])/g, parts: (m) => [m[1]!, m[3]!, m[4]!] },
]
const DAY_FIRST = /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/

/** Reads the day of a text: 2025年3月14日, 2025/3/14, 25.3.14, 二〇二五年三月十四日, 20250314, 14 March 2025, with or without a time. */
export function readDate(text: string): DateReading {
  const s = digitsOf(readText(text).text)
  const dayFirst = DAY_FIRST.exec(s)
  if (dayFirst) {
    const [a, b] = [Number(dayFirst[1]), Number(dayFirst[3])]
    if (a <= 12 && b <= 12 && a !== b) return { fault: 'ambiguous' }
    return a > 12 ? day([dayFirst[4]!, String(b), String(a)], false) : day([dayFirst[4]!, String(a), String(b)], false)
  }
  for (const { pattern, parts } of FORMS) {
    const all = [...s.matchAll(pattern)]
    if (all.length > 0) return day(parts(all[0]!), all.length > 1)
  }
  if (/\d{4}\s?年\s?\d{1,2}\s?月|(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}(?!\d)/.test(s)) return { fault: 'no-day' }
  if (new RegExp(`${MONTH}\\s\\d{4}`, 'i').test(s) || /^\D{0,4}(?:19|20)\d{2}\s?年?\D{0,4}$/.test(s))
    return { fault: 'no-day' }
  if (/\d{1,2}\s?月|^\d{1,2}[-/.]\d{1,2}$/.test(s) || new RegExp(`(?<![a-z])${MONTH}(?![a-z])`, 'i').test(s))
    return { fault: 'no-year' }
  return { fault: 'none' }
}

function day([y, m, d]: Parts, others: boolean): DateReading {
  const shortYear = y.length === 2
  const year = Number(shortYear ? `20${y}` : y)
  const at = new Date(Date.UTC(year, Number(m) - 1, Number(d)))
  if (year < 1980 || year > 2099 || at.getUTCMonth() !== Number(m) - 1 || at.getUTCDate() !== Number(d))
    return { fault: 'impossible' }
  return { date: at.toISOString().slice(0, 10), shortYear, others }
}

const monthOf = (name: string): string => String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1)

/** Chinese numerals before 年月日号 as digits: 二〇二五年十二月三十一日 -> 2025年12月31日. */
const digitsOf = (s: string): string =>
  s.replace(/([〇零○一二三四五六七八九十]{1,4})(?=\s?([年月日号]))/g, (run: string, _, unit: string) =>
    unit === '年' && !run.includes('十') ? [...run].map((c) => HAN[c]).join('') : String(hanNumber(run)),
  )

/** 十四 -> 14; up to 99. */
export function hanNumber(run: string): number {
  const [tens, ones] = run.includes('十') ? run.split('十') : [null, run]
  const one = (c: string | undefined, empty: number) => (c ? (HAN[c] ?? Number.NaN) : empty)
  return tens === null ? one(ones, 0) : one(tens, 1) * 10 + one(ones, 0)
}

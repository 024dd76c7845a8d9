import type { Policy } from '../../domain/policy/parse.ts'
import { NUM, parseNumber } from '../../domain/text/amounts.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { addDuration, dayOf, dayStart } from '../../domain/working-time.ts'
import { ENGLISH_NUMBERS } from './english-numbers.ts'

/** A time named in a reply, as the latest instant that it may mean, in epoch milliseconds. The span is of the reading. */
export interface PromisedTime extends Span {
  at: number
}

type Calendar = Policy['calendar']

const HOUR = 3_600_000
const UNITS: Record<string, 'm' | 'h' | 'd' | 'wd'> = {
  分钟: 'm',
  小时: 'h',
  钟头: 'h',
  天: 'd',
  日: 'd',
  周: 'd',
  星期: 'd',
  礼拜: 'd',
  月: 'd',
  工作日: 'wd',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'd',
  month: 'd',
}
const DAYS_IN: Record<string, number> = { 周: 7, 星期: 7, 礼拜: 7, 月: 30, week: 7, month: 30 }
// Of a range («3-5个工作日») the upper end.
const WITHIN = new RegExp(
  `(?<![\\d月第])(?:(?:${NUM})\\s?(?:-|到|至|~)\\s?)?(${NUM}|半)\\s?个?(分钟|小时|钟头|工作日|天|日|周|星期|礼拜|月)(?:之内|以内|内|之后|以后|后)`,
  'gu',
)
const WITHIN_EN =
  /\bwithin (?:the next )?(?:\d+ ?(?:-|to) ?)?(\d{1,3}|an?|one|two|three|four|five|six|seven|ten) ((?:working|business) )?(minute|hour|day|week|month)s?\b/giu
const DAY =
  /(大后天|后天|明天|明早|明晚|今天|今晚|今日|\btomorrow\b|\btoday\b|\btonight\b)|(?:(\d{1,2})月(\d{1,2})[日号])|(下下?)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])/giu
const TIME_OF_DAY =
  /^\s?(?:的)?(早上|上午|中午|下午|傍晚|晚上|晚)?\s?(?:(\d{1,2})(?::(\d{2})|点(半)?)|([一二两三四五六七八九十]{1,3})点(半)?)?/u
const AFTER_TODAY: Record<string, number> = {
  大后天: 3,
  后天: 2,
  明天: 1,
  明早: 1,
  明晚: 1,
  tomorrow: 1,
}

/** Times that lie ahead as a reply names them: spans («三天内»), days («明天下午六点»), dates and weekdays. Pure. */
export function promisedTimes(text: string, now: number, calendar: Calendar): PromisedTime[] {
  const out: PromisedTime[] = []
  const add = (m: RegExpMatchArray, at: number, length = m[0].length) =>
    out.push({ at, start: m.index!, end: m.index! + length })
  for (const m of text.matchAll(WITHIN)) {
    const unit = UNITS[m[2]!]!
    const amount = m[1] === '半' ? 0.5 : parseNumber(m[1]!)
    if (Number.isFinite(amount)) add(m, after(amount * (DAYS_IN[m[2]!] ?? 1), unit))
  }
  for (const m of text.matchAll(WITHIN_EN)) {
    const amount = (ENGLISH_NUMBERS[m[1]!.toLowerCase()] ?? Number(m[1])) * (DAYS_IN[m[3]!.toLowerCase()] ?? 1)
    add(m, after(amount, m[2] ? 'wd' : UNITS[m[3]!.toLowerCase()]!))
  }
  for (const m of text.matchAll(DAY)) {
    const day = dayNamed(m)
    if (day === null) continue
    const rest = TIME_OF_DAY.exec(text.slice(m.index + m[0].length))
    const hours = hoursOf(rest, m[0])
    add(
      m,
      hours === null
        ? dayStart(day, calendar.timezone) + 24 * HOUR - 1
        : dayStart(day, calendar.timezone) + hours * HOUR,
      m[0].length + (rest?.[0].length ?? 0),
    )
  }
  return out

  function after(amount: number, unit: 'm' | 'h' | 'd' | 'wd'): number {
    if (unit === 'm' || unit === 'h') return now + amount * (unit === 'm' ? 60_000 : HOUR)
    return addDuration(now, `${Math.ceil(amount)}${unit}`, calendar)
  }

  function dayNamed(m: RegExpMatchArray): string | null {
    const today = dayOf(now, calendar)
    if (m[1]) return plusDays(today, AFTER_TODAY[m[1].toLowerCase()] ?? 0)
    if (m[2]) {
      const date = `${today.slice(0, 4)}-${m[2].padStart(2, '0')}-${m[3]!.padStart(2, '0')}`
      if (Number.isNaN(Date.parse(date))) return null
      // A date of half a year ago is one of next year.
      return Date.parse(date) < Date.parse(today) - 180 * 24 * HOUR
        ? `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`
        : date
    }
    const wanted = '一二三四五六日'.indexOf(m[5] === '天' ? '日' : m[5]!)
    const is = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7
    const weeks = m[4]?.length ?? 0
    return plusDays(today, wanted - is + weeks * 7)
  }
}

const plusDays = (day: string, n: number): string =>
  new Date(Date.parse(day) + n * 24 * HOUR).toISOString().slice(0, 10)

const PART_END: Record<string, number> = { 早上: 10, 上午: 12, 中午: 13, 下午: 18, 傍晚: 19 }

/** The hour that follows a day's name, in hours from midnight; null: the whole day. */
function hoursOf(rest: RegExpExecArray | null, day: string): number | null {
  const [, part, digits, minutes, half, numeral, halfToo] = rest ?? []
  const named = digits ? Number(digits) : numeral ? parseNumber(numeral) : null
  if (named === null || !(named <= 24)) return part ? (PART_END[part] ?? null) : day === '明早' ? 10 : null
  const late = /下午|傍晚|晚/.test(`${part ?? ''}${day}`) && named < 12
  return named + (late ? 12 : 0) + (minutes ? Number(minutes) / 60 : half || halfToo ? 0.5 : 0)
}

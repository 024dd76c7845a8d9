import { Temporal } from 'temporal-polyfill'
import { durationPattern, type PolicyRules } from './policy/schema.ts'

type Calendar = PolicyRules['calendar']

const DAY_MS = 86_400_000
const UNIT_MS = { m: 60_000, h: 3_600_000 } as const
/** How far a search for working days goes: a calendar that has none, or a duration out of reason, ends in an error and not in a loop. */
const HORIZON_DAYS = 36_600

/**
 * The instant at which a duration of the policy runs out (E1, E2), in epoch milliseconds. Pure.
 *
 * - `30m`, `4h`: by the clock.
 * - `3d`: calendar days in the calendar's zone, so the wall clock reads the same on the last day, also where a summer
 *   time begins or ends between.
 * - `4wh`: working hours as they really pass; a start outside them counts from the next opening. What fills a day to
 *   the end is due at its closing, not at the next opening.
 * - `3wd`: the closing of the third working day *after* the start day. The start day never counts, however early it
 *   began, as time limits in days are counted in law (Civil Code of the PRC, art. 201: «the day it begins is not
 *   counted, it runs from the next»), and as a customer reads «within 3 working days».
 * - `0wh`, `0wd`: at once in working time, that is now or at the next opening.
 *
 * `extraWorkingDays` win over `holidays`, both over the days of the week. Never goes back in time; a later start or a
 * longer duration never ends earlier (but for `d` within the hour that a zone's clocks repeat or skip).
 * Throws a RangeError for what is no duration, and where the calendar has too few working days in a hundred years.
 */
export function addDuration(startMs: number, duration: string, calendar: Calendar): number {
  const parsed = durationPattern.exec(duration)
  if (!parsed) throw new RangeError(`${duration} is no duration such as 30m, 4h, 3d, 4wh or 3wd`)
  const amount = Number(parsed[1])
  const unit = parsed[2] as 'm' | 'h' | 'd' | 'wh' | 'wd'
  if (unit === 'm' || unit === 'h') return startMs + amount * UNIT_MS[unit]
  if (unit === 'd') return zoned(startMs, calendar.timezone).add({ days: amount }).epochMilliseconds
  const days = workingDays(calendar, startMs)
  return unit === 'wh' || amount === 0
    ? spendHours(startMs, unit === 'wh' ? amount * UNIT_MS.h : 0, days)
    : closingAfter(amount, days)
}

/** An instant as ISO 8601 with the zone's offset, to the second: `2026-11-20T10:20:00+08:00`. */
export const formatInstant = (ms: number, timezone: string): string =>
  zoned(ms, timezone).toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** The first instant of a day (`2026-11-01`) in a zone, in epoch milliseconds. Throws a RangeError for what is no day. */
export const dayStart = (date: string, timezone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(timezone).epochMilliseconds

/** The calendar day of an instant, in the policy's zone: `2026-11-22`. */
export const dayOf = (ms: number, { timezone }: Pick<Calendar, 'timezone'>): string =>
  zoned(ms, timezone).toPlainDate().toString()

const zoned = (ms: number, timezone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone)

/** The calendar's working days. A day is a number, days since 1970-01-01, so that years of holidays cost no calendar arithmetic. */
interface WorkingDays {
  startDay: number
  /** Working days from `day` on, that one among them; ends in an error at the horizon. */
  from(day: number): Generator<number>
  /** The instants at which the day opens and closes. */
  at(day: number): { open: number; close: number }
}

function workingDays(calendar: Calendar, startMs: number): WorkingDays {
  const { timezone, workingHours } = calendar
  const weekdays = new Set<number>(calendar.workingDays)
  const holidays = new Set(calendar.holidays.map(dayNumber))
  const extra = new Set(calendar.extraWorkingDays.map(dayNumber))
  const startDay = dayNumber(zoned(startMs, timezone).toPlainDate().toString())
  const instant = (day: number, time: string) =>
    Temporal.PlainDateTime.from(`${dateOf(day)}T${time}`).toZonedDateTime(timezone).epochMilliseconds
  return {
    startDay,
    *from(day) {
      for (let d = day; d <= startDay + HORIZON_DAYS; d++) {
        // 1970-01-01 was a Thursday, ISO weekday 4.
        const weekday = ((((d + 3) % 7) + 7) % 7) + 1
        if (extra.has(d) || (weekdays.has(weekday) && !holidays.has(d))) yield d
      }
      throw new RangeError('the calendar has too few working days within a hundred years for this duration')
    },
    at(day) {
      const open = instant(day, workingHours.from)
      // Where a zone's clocks skip the opening past the closing, the day has no hours.
      return { open, close: Math.max(open, instant(day, workingHours.to)) }
    },
  }
}

function spendHours(startMs: number, ms: number, days: WorkingDays): number {
  let left = ms
  for (const day of days.from(days.startDay)) {
    const { open, close } = days.at(day)
    const begin = Math.max(open, startMs)
    if (begin >= close) continue
    if (left <= close - begin) return begin + left
    left -= close - begin
  }
  throw new RangeError('unreachable: the days end in an error')
}

function closingAfter(amount: number, days: WorkingDays): number {
  let left = amount
  for (const day of days.from(days.startDay + 1)) {
    left -= 1
    if (left === 0) return days.at(day).close
  }
  throw new RangeError('unreachable: the days end in an error')
}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyRules } from './policy/schema.ts'
import { addDuration, formatInstant } from './working-time.ts'

type Calendar = PolicyRules['calendar']

const SHANGHAI: Calendar = {
  timezone: 'Asia/Shanghai',
  workingDays: [1, 2, 3, 4, 5],
  workingHours: { from: '09:00', to: '18:00' },
  // Spring Festival 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
  holidays: Array.from({ length: 9 }, (_, i) => `2026-02-${15 + i}`),
  extraWorkingDays: ['2026-02-14', '2026-02-28'],
}
const NEW_YORK: Calendar = { ...SHANGHAI, timezone: 'America/New_York', holidays: [], extraWorkingDays: [] }
const NIGHT: Calendar = {
  ...NEW_YORK,
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  workingHours: { from: '00:00', to: '06:00' },
}

const at = (iso: string) => Date.parse(iso)
const due = (start: string, duration: string, calendar = SHANGHAI) =>
  formatInstant(addDuration(at(start), duration, calendar), calendar.timezone)

describe('by the clock', () => {
  it.each([
    ['2026-11-20T10:20:00+08:00', '30m', '2026-11-20T10:50:00+08:00'],
    ['2026-11-20T22:20:00+08:00', '4h', '2026-11-21T02:20:00+08:00'],
    ['2026-02-13T16:00:00+08:00', '72h', '2026-02-16T16:00:00+08:00'],
    ['2026-02-13T16:00:00+08:00', '15d', '2026-02-28T16:00:00+08:00'],
    ['2026-11-20T10:20:00+08:00', '0d', '2026-11-20T10:20:00+08:00'],
  ])('%s + %s = %s', (start, duration, end) => expect(due(start, duration)).toBe(end))
})

describe('working hours', () => {
  it.each([
    ['within the day', '2026-11-20T10:20:00+08:00', '4wh', '2026-11-20T14:20:00+08:00'],
    ['to the closing, not to the next opening', '2026-11-20T14:00:00+08:00', '4wh', '2026-11-20T18:00:00+08:00'],
    ['over a weekend', '2026-11-20T16:00:00+08:00', '4wh', '2026-11-23T11:00:00+08:00'],
    ['before the opening', '2026-11-20T06:00:00+08:00', '1wh', '2026-11-20T10:00:00+08:00'],
    ['at the closing', '2026-11-19T18:00:00+08:00', '1wh', '2026-11-20T10:00:00+08:00'],
    ['a Friday at night', '2026-11-20T22:00:00+08:00', '1wh', '2026-11-23T10:00:00+08:00'],
    ['into a make-up Saturday', '2026-02-13T17:00:00+08:00', '2wh', '2026-02-14T10:00:00+08:00'],
    ['over the Spring Festival', '2026-02-14T17:00:00+08:00', '2wh', '2026-02-24T10:00:00+08:00'],
    ['from within a holiday', '2026-02-17T12:00:00+08:00', '1wh', '2026-02-24T10:00:00+08:00'],
    ['nothing to wait for', '2026-11-20T10:20:00+08:00', '0wh', '2026-11-20T10:20:00+08:00'],
    ['nothing to wait for but the opening', '2026-11-21T10:20:00+08:00', '0wh', '2026-11-23T09:00:00+08:00'],
    ['a working week and a day', '2026-11-16T09:00:00+08:00', '54wh', '2026-11-23T18:00:00+08:00'],
  ])('%s', (_, start, duration, end) => expect(due(start, duration)).toBe(end))
})

describe('working days: the start day is not counted, the last ends at its closing', () => {
  it.each([
    ['within a week', '2026-11-16T10:00:00+08:00', '3wd', '2026-11-19T18:00:00+08:00'],
    ['however late it began', '2026-11-16T23:59:59+08:00', '3wd', '2026-11-19T18:00:00+08:00'],
    ['however early', '2026-11-16T00:00:00+08:00', '3wd', '2026-11-19T18:00:00+08:00'],
    ['over a weekend', '2026-11-19T10:00:00+08:00', '3wd', '2026-11-24T18:00:00+08:00'],
    ['from a Sunday', '2026-11-22T10:00:00+08:00', '1wd', '2026-11-23T18:00:00+08:00'],
    ['a make-up Saturday counts', '2026-02-13T10:00:00+08:00', '1wd', '2026-02-14T18:00:00+08:00'],
    ['over the Spring Festival', '2026-02-13T10:00:00+08:00', '3wd', '2026-02-25T18:00:00+08:00'],
    ['from within the Spring Festival', '2026-02-18T10:00:00+08:00', '5wd', '2026-02-28T18:00:00+08:00'],
    ['at once, in working time', '2026-02-18T10:00:00+08:00', '0wd', '2026-02-24T09:00:00+08:00'],
  ])('%s', (_, start, duration, end) => expect(due(start, duration)).toBe(end))

  it('an extra working day wins over a holiday', () => {
    const calendar = { ...SHANGHAI, extraWorkingDays: ['2026-02-16'] }
    expect(due('2026-02-13T10:00:00+08:00', '1wd', calendar)).toBe('2026-02-16T18:00:00+08:00')
  })

  it('reads the start in the calendar’s zone, not in UTC', () => {
    // Friday 23:00 in UTC is Saturday in Shanghai.
    expect(due('2026-11-20T23:00:00Z', '1wd')).toBe('2026-11-23T18:00:00+08:00')
    expect(due('2026-11-19T15:59:00Z', '1wd')).toBe('2026-11-20T18:00:00+08:00')
  })
})

describe('a zone with summer time', () => {
  it.each([
    ['days keep the wall clock', '2026-03-07T10:00:00-05:00', '2d', NEW_YORK, '2026-03-09T10:00:00-04:00'],
    ['hours do not', '2026-03-07T10:00:00-05:00', '48h', NEW_YORK, '2026-03-09T11:00:00-04:00'],
    ['working days', '2026-03-06T10:00:00-05:00', '1wd', NEW_YORK, '2026-03-09T18:00:00-04:00'],
    ['working hours', '2026-03-06T17:00:00-05:00', '2wh', NEW_YORK, '2026-03-09T10:00:00-04:00'],
    ['a night that lacks an hour has five', '2026-03-08T00:00:00-05:00', '6wh', NIGHT, '2026-03-09T01:00:00-04:00'],
    ['a night with an hour twice has seven', '2026-11-01T00:00:00-04:00', '7wh', NIGHT, '2026-11-01T06:00:00-05:00'],
  ])('%s', (_, start, duration, calendar, end) => expect(due(start, duration, calendar)).toBe(end))

  it('an opening that the clocks skip makes a shorter day, never a negative one', () => {
    const calendar = { ...NIGHT, workingHours: { from: '02:30', to: '03:00' } }
    expect(due('2026-03-08T00:00:00-05:00', '1wh', calendar)).toBe('2026-03-10T03:00:00-04:00')
  })
})

describe('bounds', () => {
  it.each(['', '4', 'h', '4 h', '-4h', '1.5h', '4w', '4hh'])('«%s» is no duration', (duration) => {
    expect(() => addDuration(0, duration, SHANGHAI)).toThrow(RangeError)
  })

  it('a calendar that never works ends in an error', () => {
    const never = { ...SHANGHAI, workingDays: [], extraWorkingDays: [] }
    expect(() => addDuration(at('2026-11-20T10:00:00Z'), '1wh', never)).toThrow(/working days/)
    expect(() => addDuration(at('2026-11-20T10:00:00Z'), '1wd', never)).toThrow(/working days/)
    expect(() => addDuration(at('2026-11-20T10:00:00Z'), '999999999999wd', SHANGHAI)).toThrow(/working days/)
  })

  it('looks through years of holidays', () => {
    const holidays = Array.from({ length: 3000 }, (_, i) =>
      new Date(at('2026-11-21T00:00:00Z') + i * 86_400_000).toISOString().slice(0, 10),
    )
    expect(due('2026-11-20T17:00:00+08:00', '2wh', { ...SHANGHAI, holidays })).toBe('2035-02-07T10:00:00+08:00')
  })
})

describe('formatInstant', () => {
  it.each([
    ['2026-11-20T02:20:00Z', 'Asia/Shanghai', '2026-11-20T10:20:00+08:00'],
    ['2026-11-20T02:20:59.999Z', 'UTC', '2026-11-20T02:20:59+00:00'],
    ['2026-07-01T12:00:00Z', 'America/New_York', '2026-07-01T08:00:00-04:00'],
    ['2026-11-20T00:00:00Z', 'Asia/Kathmandu', '2026-11-20T05:45:00+05:45'],
  ])('%s in %s', (instant, zone, text) => expect(formatInstant(at(instant), zone)).toBe(text))
})

describe('for any start and duration', () => {
  const start = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') })
  const amount = fc.integer({ min: 0, max: 60 })
  const calendars = fc.constantFrom(SHANGHAI, NEW_YORK, NIGHT)
  const runs = { numRuns: 150 }

  it('a later start never ends earlier', () => {
    const gap = fc.oneof(fc.integer({ min: 0, max: 3 * 3_600_000 }), fc.integer({ min: 0, max: 30 * 86_400_000 }))
    fc.assert(
      fc.property(start, gap, amount, fc.constantFrom('m', 'h', 'wh', 'wd'), calendars, (s, g, n, unit, c) => {
        expect(addDuration(s + g, `${n}${unit}`, c)).toBeGreaterThanOrEqual(addDuration(s, `${n}${unit}`, c))
      }),
      runs,
    )
    fc.assert(
      fc.property(start, gap, amount, (s, g, n) => {
        expect(addDuration(s + g, `${n}d`, SHANGHAI)).toBe(addDuration(s, `${n}d`, SHANGHAI) + g)
        // Where clocks change, the repeated hour may come back by no more than itself.
        const later = addDuration(s + g, `${n}d`, NEW_YORK)
        expect(later).toBeGreaterThanOrEqual(addDuration(s, `${n}d`, NEW_YORK) - 3_600_000)
      }),
      runs,
    )
  })

  it('a longer duration never ends earlier, and none ends before its start', () => {
    fc.assert(
      fc.property(
        start,
        amount,
        amount,
        fc.constantFrom('m', 'h', 'd', 'wh', 'wd'),
        calendars,
        (s, n, more, unit, c) => {
          const end = addDuration(s, `${n}${unit}`, c)
          expect(end).toBeGreaterThanOrEqual(s)
          expect(addDuration(s, `${n + more}${unit}`, c)).toBeGreaterThanOrEqual(end)
        },
      ),
      runs,
    )
  })

  it('working time ends inside working hours of a working day', () => {
    fc.assert(
      fc.property(start, amount, fc.constantFrom('wh', 'wd'), fc.constantFrom(SHANGHAI, NEW_YORK), (s, n, unit, c) => {
        const end = formatInstant(Math.ceil(addDuration(s, `${n}${unit}`, c) / 1000) * 1000, c.timezone)
        const date = end.slice(0, 10)
        const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
        expect(end.slice(11, 19) >= '09:00:00' && end.slice(11, 19) <= '18:00:00').toBe(true)
        if (c.extraWorkingDays.includes(date)) return
        expect(c.holidays).not.toContain(date)
        expect([1, 2, 3, 4, 5]).toContain(weekday)
      }),
      runs,
    )
  })

  it('working hours spent in two parts end where they end in one', () => {
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), calendars, (s, a, b, c) => {
        const parts = addDuration(addDuration(s, `${a}wh`, c), `${b}wh`, c)
        expect(parts).toBe(addDuration(s, `${a + b}wh`, c))
      }),
      runs,
    )
  })
})

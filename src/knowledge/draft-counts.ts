import { parseNumber, SCALE } from '../domain/text/amounts.ts'
import { writtenNumbers } from '../domain/text/written-numbers.ts'

const N = '(\\d+(?:,\\d{3})*(?:\\.\\d+)?)'
const SCALES: Record<string, number> = { ...SCALE, 百万: 1e6, 千万: 1e7, 亿: 1e8, thousand: 1e3, million: 1e6 }
const SCALED = `${N}\\s?(百万|千万|万|千|百|亿|thousand|million|[kw](?![a-z]))?`
const NUMBER = new RegExp(SCALED, 'gu')
const MONEY = new RegExp(`(?:[¥$£€]|\\b(?:rmb|usd|gbp|cny|eur))\\s?${SCALED}`, 'gu')
const MONEY_UNIT = new RegExp(
  `${SCALED}\\s?[多余来]?\\s?(?:元|块|人民币|yuan\\b|rmb\\b|dollars?\\b|pounds?\\b|euros?\\b|quid\\b)`,
  'gu',
)
const PERCENT = new RegExp(`${N}\\s?(?:%|percent\\b|per cent\\b)|百分之\\s?${N}`, 'gu')
const TENTHS = new RegExp(`${N}\\s?成(?![为功都立长交本员果品绩效])`, 'gu')
const DISCOUNT = new RegExp(`${N}\\s?折(?!叠|腾|射|返|扣率)`, 'gu')
const TIMES = new RegExp(`${N}\\s?倍|\\b(double|triple)\\b(?![- ]?check)`, 'gu')
const FRACTION = /(?<![\d/])\d{1,3}\/\d{1,3}(?![\d/])/gu
const CLOCK = /(?<![\d:])(\d{1,2})(?::(\d\d)|[点时](?:(\d{1,2})分?|(半)))/gu
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = `(${MONTHS.join('|')})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\b\\.?`
const DAYS: readonly RegExp[] = [
  /(?<!\d)(\d{1,2})月(?:份)?(\d{1,2})(?!\d)/gu,
  /(?<!\d)\d{4}[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/gu,
  new RegExp(`\\b${MONTH}\\s(\\d{1,2})(?!\\d)`, 'gu'),
]
const DAY_FIRST = new RegExp(`(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(?:\\sof)?\\s${MONTH}`, 'gu')
// How long, in hours; days that are worked are days of their own.
const SPANS: readonly [unit: string, hours: number][] = [
  ['分钟|[- ]?min(?:ute)?s?\\b', 1 / 60],
  ['个?(?:小时|钟头)|[- ]?(?:hour|hr)s?\\b', 1],
  ['天|个?自然日|日(?=内|之内|以内|之后|后)|[- ]?(?:calendar )?days?\\b', 24],
  ['周|个?(?:星期|礼拜)|[- ]?weeks?\\b', 168],
  ['个月|[- ]?months?\\b', 720],
  ['年(?!\\d)|[- ]?years?\\b', 8_760],
]
const WORKED = '个?工作日|[- ]?(?:working|business)[- ]days?\\b'
const spanOf = (unit: string) =>
  new RegExp(`(?<![\\d.])${N}(?:\\s?(?:-|~|到|至|to)\\s?${N})?\\s?[多余来几]?\\s?(?:${unit})`, 'gu')
const SPAN_PATTERNS = SPANS.map(([unit, hours]) => [spanOf(unit), hours] as const)
const WORKED_PATTERN = spanOf(WORKED)
// From this on a number without a unit can be a sum: times and days are smaller.
const LEAST_SUM = 100

/**
 * What a reading in lower case counts, each with what it is: numbers, sums of money, shares, discounts, multiples, days,
 * times of day and how long. What stands in one text and not in the other was made up. `bare`: large numbers without
 * a unit are sums as well, as customers write them.
 */
export function countsIn(reading: string, { bare }: { bare: boolean } = { bare: false }): Set<string> {
  const text = writtenNumbers(reading)
  const out = new Set<string>()
  const add = (kind: string, value: number | string) => {
    if (typeof value === 'string' || Number.isFinite(value)) out.add(`${kind}:${value}`)
  }
  for (const [, digits, scale] of text.matchAll(NUMBER)) {
    // A number of sixteen digits is no number to a machine.
    add('number', digits!.length > 15 ? digits! : worth(digits, scale))
    if (bare && worth(digits, scale) >= LEAST_SUM) add('money', worth(digits, scale))
  }
  for (const pattern of [MONEY, MONEY_UNIT])
    for (const [, digits, scale] of text.matchAll(pattern)) add('money', worth(digits, scale))
  for (const [, ahead, behind] of text.matchAll(PERCENT)) add('percent', parseNumber(ahead ?? behind!))
  for (const [, n] of text.matchAll(TENTHS)) add('percent', 10 * parseNumber(n!))
  for (const [, n] of text.matchAll(DISCOUNT)) add('discount', parseNumber(n!) * (parseNumber(n!) < 10 ? 10 : 1))
  for (const [, n, word] of text.matchAll(TIMES)) add('times', n ? parseNumber(n) : word === 'double' ? 2 : 3)
  for (const [ratio] of text.matchAll(FRACTION)) add('ratio', ratio)
  for (const [, hour, minutes, spoken, half] of text.matchAll(CLOCK))
    add('clock', `${Number(hour)}:${half ? 30 : Number(minutes ?? spoken)}`)
  for (const pattern of DAYS) for (const [, month, day] of text.matchAll(pattern)) addDay(month!, day!)
  for (const [, day, month] of text.matchAll(DAY_FIRST)) addDay(month!, day!)
  for (const [pattern, hours] of SPAN_PATTERNS)
    for (const [, from, to] of text.matchAll(pattern))
      for (const n of [from, to]) if (n) add('span', Math.round(parseNumber(n) * hours * 60))
  for (const [, from, to] of text.matchAll(WORKED_PATTERN))
    for (const n of [from, to]) if (n) add('worked', parseNumber(n))
  return out

  function addDay(month: string, day: string): void {
    const named = MONTHS.indexOf(month)
    add('number', named < 0 ? Number(month) : named + 1)
    add('day', `${named < 0 ? Number(month) : named + 1}-${Number(day)}`)
  }
}

const worth = (digits: string | undefined, scale: string | undefined): number =>
  parseNumber(digits ?? '') * (SCALES[scale ?? ''] ?? 1)

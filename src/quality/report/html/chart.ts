import type { Estimate, Proportion } from '../../report-data.ts'
import { percent, percentInterval } from '../figures.ts'
import { el, type Markup } from './markup.ts'

/** Drawings that keep their shape at any width: x is a percentage of the drawing, y and radii are pixels. */

export interface Domain {
  from: number
  to: number
}

const x = ({ from, to }: Domain, value: number): string =>
  `${(Math.max(0, Math.min(1, (value - from) / (to - from))) * 100).toFixed(2)}%`

export interface Whisker {
  value: number | null
  low: number | null
  high: number | null
  domain: Domain
  /** A threshold to be kept, drawn as a tick. */
  bound?: number | null
  /** What it was before, or overall: a hollow dot. */
  base?: number | null
  tone?: 'good' | 'bad' | 'plain'
}

/** A dot with its interval. The figures stand beside it in words, so that it is hidden from screen readers. */
export function whisker({ value, low, high, domain, bound, base, tone = 'plain' }: Whisker): Markup {
  const at = (v: number) => x(domain, v)
  const ticks = ticksOf(domain)
  return el(
    'svg',
    { class: `whisker ${tone}`, height: 20, 'aria-hidden': 'true', focusable: 'false' },
    ticks.map((t) => el('line', { class: t === 0 ? 'tick zero' : 'tick', x1: at(t), x2: at(t), y1: 0, y2: 20 })),
    low !== null && high !== null
      ? [
          el('line', { class: 'range', x1: at(low), x2: at(high), y1: 10, y2: 10 }),
          [low, high].map((end) => el('line', { class: 'end', x1: at(end), x2: at(end), y1: 6, y2: 14 })),
        ]
      : null,
    bound != null && el('line', { class: 'bound', x1: at(bound), x2: at(bound), y1: 1, y2: 19 }),
    base != null && el('circle', { class: 'base', cx: at(base), cy: 10, r: 3.5 }),
    value !== null && el('circle', { class: 'dot', cx: at(value), cy: 10, r: 4.5 }),
  )
}

/** Numbers under a column of whiskers. */
export const axis = (domain: Domain, show: (value: number) => string): Markup =>
  el(
    'svg',
    { class: 'axis', height: 16, 'aria-hidden': 'true', focusable: 'false' },
    ticksOf(domain).map((t, i, all) =>
      el(
        'text',
        {
          x: x(domain, t),
          y: 12,
          'text-anchor':
            i === 0 && t === domain.from ? 'start' : i === all.length - 1 && t === domain.to ? 'end' : 'middle',
        },
        show(t),
      ),
    ),
  )

/** Round steps, at most five of them. */
export function ticksOf({ from, to }: Domain): number[] {
  const span = to - from
  const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2].find((s) => span / s <= 4.01) ?? span / 5
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(6)))
}

/** The least round domain that holds all the values. */
export function domainOf(values: readonly (number | null)[], within: Domain = { from: 0, to: 1 }): Domain {
  const given = values.filter((v): v is number => v !== null)
  if (given.length === 0) return within
  const step = 0.05
  const from = Math.max(within.from, Math.floor(Math.min(...given) / step) * step)
  const to = Math.min(within.to, Math.ceil(Math.max(...given) / step) * step)
  return to - from < step * 2
    ? { from: Math.max(within.from, to - step * 2), to: Math.max(to, step * 2) }
    : { from, to }
}

/** A cell with a share, its bar and its interval. */
export function barCell(share: Proportion | Estimate): Markup {
  const { value, low, high } = share
  if (value === null) return el('td', { class: 'bar', 'data-sort': -1 }, el('span', { class: 'muted' }, '—'))
  return el(
    'td',
    { class: 'bar', 'data-sort': value },
    figureLine(share),
    el(
      'svg',
      { class: 'share', height: 10, 'aria-hidden': 'true', focusable: 'false' },
      el('rect', { class: 'track', width: '100%', height: 4, y: 3, rx: 2 }),
      el('rect', { class: 'fill', width: x(UNIT, value), height: 4, y: 3, rx: 2 }),
      low !== null && high !== null
        ? [
            el('line', { class: 'range', x1: x(UNIT, low), x2: x(UNIT, high), y1: 5, y2: 5 }),
            [low, high].map((end) => el('line', { class: 'end', x1: x(UNIT, end), x2: x(UNIT, end), y1: 1, y2: 9 })),
          ]
        : null,
    ),
  )
}

const UNIT: Domain = { from: 0, to: 1 }

const figureLine = (share: Proportion | Estimate): Markup =>
  el(
    'div',
    { class: 'figures' },
    el('span', { class: 'figure' }, percent(share.value)),
    el(
      'span',
      { class: 'interval' },
      percentInterval(share),
      'hits' in share ? el('span', { class: 'hits' }, ` ${share.hits}/${share.n}`) : null,
    ),
  )

/** The same with a whisker, beside what it is of all cases. */
export function whiskerCell(share: Proportion | Estimate, base: number | null): Markup {
  if (share.value === null) return el('td', { class: 'bar', 'data-sort': -1 }, el('span', { class: 'muted' }, '—'))
  return el(
    'td',
    { class: 'bar', 'data-sort': share.value },
    figureLine(share),
    whisker({ value: share.value, low: share.low, high: share.high, domain: UNIT, base }),
  )
}

import type { Name } from '../../names.ts'
import { both, type Child, el, type Markup } from './markup.ts'

/** A square plot of shares with its own axes, 320 by 300 units. */

const LEFT = 56
const TOP = 12
const WIDTH = 250
const HEIGHT = 236

export interface Frame {
  x(value: number): number
  y(value: number): number
}

export const frameOf = (yTop = 1): Frame => ({
  x: (v) => round(LEFT + v * WIDTH),
  y: (v) => round(TOP + (1 - v / yTop) * HEIGHT),
})

export const round = (n: number): number => Math.round(n * 100) / 100

export interface Plot {
  title: Name
  xName: Name
  yName: Name
  yTop?: number
  /** What the plot says, in words, for those who do not see it. */
  summary: Name
  draw(frame: Frame): Child
}

export function plot({ title, xName, yName, yTop = 1, summary, draw }: Plot): Markup {
  const frame = frameOf(yTop)
  const ys = [0, 0.25, 0.5, 0.75, 1].map((s) => s * yTop)
  const tick = (v: number) => `${Number((v * 100).toFixed(1))}%`
  return el(
    'figure',
    { class: 'plot' },
    el('h3', {}, both(title)),
    el(
      'svg',
      { viewBox: '0 0 320 300', role: 'img', 'aria-hidden': 'true', focusable: 'false' },
      ys.map((v) => [
        el('line', { class: 'tick', x1: LEFT, x2: LEFT + WIDTH, y1: frame.y(v), y2: frame.y(v) }),
        el('text', { x: LEFT - 6, y: frame.y(v) + 4, 'text-anchor': 'end' }, tick(v)),
      ]),
      [0, 0.25, 0.5, 0.75, 1].map((v) =>
        el('text', { x: frame.x(v), y: TOP + HEIGHT + 16, 'text-anchor': 'middle' }, tick(v)),
      ),
      el('text', { class: 'name', x: LEFT + WIDTH / 2, y: 294, 'text-anchor': 'middle' }, both(xName, 'tspan')),
      el(
        'text',
        {
          class: 'name',
          x: 0,
          y: 0,
          'text-anchor': 'middle',
          transform: `translate(9 ${TOP + HEIGHT / 2}) rotate(-90)`,
        },
        both(yName, 'tspan'),
      ),
      draw(frame),
    ),
    el('figcaption', {}, both(summary)),
  )
}

export const path = (points: readonly (readonly [number, number])[]): string =>
  points.map(([px, py], i) => `${i ? 'L' : 'M'}${px} ${py}`).join('')

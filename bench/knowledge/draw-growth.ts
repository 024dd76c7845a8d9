import { type Child, el, type Markup } from '../../src/quality/report/html/markup.ts'
import { path, round } from '../../src/quality/report/html/plot.ts'
import type { GrowthFigures } from './growth-figures.ts'

type Row = GrowthFigures['rows'][number]

const [WIDTH, HEIGHT] = [760, 690]
const [LEFT, RIGHT] = [64, 560]
/** From one line of words to the next. */
const WORDS = 16
/** Lines of both drawings and of the goals are told by colour, by dashes and by the words at their ends. */
const STYLE = `
svg { --ink: #1b2430; --muted: #566273; --line: #d5dbe3; --card: #fff; --one: #0b62b8; --two: #a84300; --three: #5b2a9d; font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --ink: #e8edf4; --muted: #a7b3c2; --line: #364254; --card: #131a23; --one: #6fb4ff; --two: #ffab70; --three: #c7a6ff; } }
.card { fill: var(--card); } text { fill: var(--ink); } .small { fill: var(--muted); font-size: 12px; } .title { font-size: 15px; font-weight: 600; }
.grid { stroke: var(--line); } .goal { stroke: var(--muted); stroke-dasharray: 2 4; stroke-width: 1.5; }
.line { fill: none; stroke-width: 2.2; stroke-linejoin: round; } .p50 { stroke-dasharray: 7 4; }
.one { stroke: var(--one); } .two { stroke: var(--two); } .three { stroke: var(--three); }
text.one { fill: var(--one); stroke: none; } text.two { fill: var(--two); stroke: none; } text.three { fill: var(--three); stroke: none; }
circle { fill: var(--card); stroke-width: 2; }
`
const TONES = ['one', 'two', 'three'] as const

interface Panel {
  title: string
  top: number
  height: number
  from: number
  to: number
  ticks: readonly number[]
  show(value: number): string
}

const sizesOf = (rows: readonly Row[]): number[] => [...new Set(rows.map((r) => r.cases))].sort((a, b) => a - b)

/** A round number from which an axis may begin or end: 1, 2 or 5 of a power of ten, upwards. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * ([1, 2, 5, 10].find((n) => n * power >= value) ?? 10)
}

/** recall@10 above, time below, against the size of the base on an axis by powers; one SVG that needs nothing else. */
export function drawGrowth(figures: GrowthFigures): string {
  const { rows, when, machine } = figures
  if (rows.length === 0) throw new Error('there are no figures to draw')
  const sizes = sizesOf(rows)
  const databases = [...new Set(rows.map((r) => r.database))]
  if (databases.length > TONES.length) throw new Error(`at most ${TONES.length} databases can be told apart`)
  const [low, high] = [Math.log(sizes[0]!), Math.log(sizes.at(-1)!)]
  const x = (cases: number) =>
    round(low === high ? (LEFT + RIGHT) / 2 : LEFT + ((Math.log(cases) - low) / (high - low)) * (RIGHT - LEFT))
  const least = Math.min(0.99, ...rows.map((r) => r.recall))
  // Whole steps of two in a hundred, so that the goal does not lie on the edge.
  const floor = Math.max(0, Math.floor(least * 50 - 1e-9) / 50)
  const top = roundUp(Math.max(16, ...rows.map((r) => r.p95)))
  const recall: Panel = {
    title: 'recall@10 · 前十召回率',
    top: 84,
    height: 200,
    from: floor,
    to: 1,
    ticks: [0, 1, 2, 3, 4].map((i) => floor + ((1 - floor) * i) / 4),
    show: (v) => `${round(100 * v)}%`,
  }
  const time: Panel = {
    title: '一次检索的时间,毫秒 · one search, ms',
    top: 360,
    height: 230,
    from: 0,
    to: top,
    ticks: [0, 1, 2, 3, 4].map((i) => (top * i) / 4),
    show: (v) => String(round(v)),
  }
  const of = (database: string) => rows.filter((r) => r.database === database).sort((a, b) => a.cases - b.cases)
  const [besideRecall, besideTime] = [createPlaces(), createPlaces()]
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: 'img',
      'aria-labelledby': 'name says',
    },
    el('title', { id: 'name' }, '知识库增长时的召回与时间 · Recall and time as the base grows'),
    el('desc', { id: 'says' }, saidOf(databases, of)),
    // Drawn from our own text, with no markup in it.
    { markup: `<style>${STYLE}</style>` },
    el('rect', { class: 'card', width: WIDTH, height: HEIGHT, rx: 10 }),
    el('text', { class: 'title', x: 20, y: 28 }, '知识库增长时的召回与时间 · Recall and time as the base grows'),
    el('text', { class: 'small', x: 20, y: 48 }, `${when} · ${machine}`),
    frame(recall, sizes, x),
    goal(recall, 0.99),
    databases.map((name, i) => line(of(name), (r) => r.recall, recall, x, TONES[i]!, name, '', besideRecall)),
    frame(time, sizes, x),
    databases.map((name, i) => [
      line(of(name), (r) => r.p95, time, x, TONES[i]!, `${name} p95`, '', besideTime),
      line(of(name), (r) => r.p50, time, x, TONES[i]!, `${name} p50`, 'p50', besideTime),
    ]),
    el(
      'text',
      { class: 'small', x: (LEFT + RIGHT) / 2, y: HEIGHT - 48, 'text-anchor': 'middle' },
      '案例数(对数轴)· cases (log axis)',
    ),
    el(
      'text',
      { class: 'small', x: 20, y: HEIGHT - 18 },
      '实线 p95,虚线 p50;点线:目标 99% · solid p95, dashed p50; dotted: the goal of 99%',
    ),
  ).markup
}

const yOf = ({ top, height, from, to }: Panel, value: number): number =>
  round(top + height * (1 - (value - from) / (to - from)))

function frame(panel: Panel, sizes: readonly number[], x: (cases: number) => number): Child {
  const bottom = panel.top + panel.height
  return [
    el('text', { x: 20, y: panel.top - 14 }, panel.title),
    panel.ticks.map((v) => [
      el('line', { class: 'grid', x1: LEFT, x2: RIGHT, y1: yOf(panel, v), y2: yOf(panel, v) }),
      el('text', { class: 'small', x: LEFT - 8, y: yOf(panel, v) + 4, 'text-anchor': 'end' }, panel.show(v)),
    ]),
    sizes.map((n) => [
      el('line', { class: 'grid', x1: x(n), x2: x(n), y1: panel.top, y2: bottom }),
      el('text', { class: 'small', x: x(n), y: bottom + 18, 'text-anchor': 'middle' }, n.toLocaleString('en-US')),
    ]),
  ]
}

const goal = (panel: Panel, value: number): Markup =>
  el('line', { class: 'goal', x1: LEFT, x2: RIGHT, y1: yOf(panel, value), y2: yOf(panel, value) })

function line(
  rows: readonly Row[],
  value: (row: Row) => number,
  panel: Panel,
  x: (cases: number) => number,
  tone: string,
  name: string,
  kind: string,
  place: (y: number) => number,
): Child {
  const points = rows.map((r) => [x(r.cases), yOf(panel, value(r))] as const)
  const last = rows.at(-1)!
  return [
    points.length > 1 && el('path', { class: `line ${tone} ${kind}`.trim(), d: path(points) }),
    points.map(([cx, cy], i) =>
      el('circle', { class: tone, cx, cy, r: 3.5 }, el('title', {}, `${name}, ${rows[i]!.cases}: ${value(rows[i]!)}`)),
    ),
    el(
      'text',
      { class: tone, x: RIGHT + 14, y: place(points.at(-1)![1]) + 4 },
      `${name} ${panel.show(round(value(last) * 1000) / 1000)}`,
    ),
  ]
}

/** Where the words at the ends of lines stand: by their line, or as near to it as no other words stand. */
function createPlaces(): (y: number) => number {
  const taken: number[] = []
  return (y) => {
    const free = (at: number) => taken.every((t) => Math.abs(t - at) >= WORDS)
    let away = 0
    while (!free(y - away) && !free(y + away)) away++
    const at = free(y - away) ? y - away : y + away
    taken.push(at)
    return at
  }
}

const saidOf = (databases: readonly string[], of: (database: string) => Row[]): string =>
  databases
    .map((name) =>
      of(name)
        .map((r) => `${name}, ${r.cases}: recall@10 ${round(100 * r.recall)}%, p50 ${r.p50} ms, p95 ${r.p95} ms`)
        .join('; '),
    )
    .join('. ')

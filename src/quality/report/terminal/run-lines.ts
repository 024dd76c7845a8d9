import { FIELDS, type FieldId, MEASURES, type Name } from '../../names.ts'
import type { Report } from '../../report-data.ts'
import type { RunRow } from '../../run.ts'
import { milliseconds, percent, percentInterval, showInterval, showMeasure } from '../figures.ts'
import { facetName } from '../names-of.ts'
import { worstCases } from '../worst.ts'
import { alignRows, asciiWhisker, type Paint } from './layout.ts'
import { fitWidth, printable } from './width.ts'

/** What the parts of the printed report are made with. */
export interface Ink {
  say(name: Name): string
  paint: Paint
}

const ASKED = 12

/** Every measure that has cases, under its field. */
export function measureLines({ measures }: Report, { say, paint }: Ink): string[] {
  const shown = measures.filter((m) => m.n > 0)
  const rows = shown.map((m) => [
    say(MEASURES[m.id]),
    paint('bold', showMeasure(m.id, m.value)),
    paint('dim', showInterval(m.id, m.low, m.high)),
    `n=${m.n}`,
    m.value !== null && m.value >= 0 && m.value <= 1 ? paint('dim', asciiWhisker(m.value, m.low, m.high)) : '',
  ])
  const lines = alignRows(rows, ['left', 'right', 'right', 'right', 'left'])
  let field: FieldId | null = null
  return shown.flatMap((m, i) => {
    const head = MEASURES[m.id].field === field ? [] : [paint('blue', say(FIELDS[MEASURES[m.id].field]))]
    field = MEASURES[m.id].field
    return [...head, lines[i]!]
  })
}

/** Labelled level by row, answered by column. */
export function levelLines({ confusions: { level } }: Report, { say, paint }: Ink): string[] {
  if (level.n === 0) return []
  const name = (value: string) => (value === 'none' ? say({ zh: '无', en: 'none' }) : value)
  return [
    paint('blue', say({ zh: '级别:行为标注,列为判定', en: 'Levels: labelled by row, answered by column' })),
    ...alignRows(
      [
        ['', ...level.columns.map(name)],
        ...level.rows.map((row, r) => [
          row,
          ...level.counts[r]!.map((n, c) => {
            if (n === 0) return paint('dim', '0')
            return paint(
              row === level.columns[c] ? 'green' : Number(level.columns[c]) < r + 1 ? 'yellow' : 'red',
              String(n),
            )
          }),
        ]),
      ],
      ['right', ...level.columns.map(() => 'right' as const)],
    ),
  ]
}

/** The codes most often labelled, and the slices of enough cases where fewest were accepted. */
export function partLines(report: Report, { say, paint }: Ink): string[] {
  const codes = report.codes.toSorted((a, b) => b.support - a.support).slice(0, ASKED)
  const slices = report.slices
    .filter((s) => s.accepted.n >= 10 && s.accepted.value !== null)
    .sort((a, b) => a.accepted.value! - b.accepted.value!)
    .slice(0, ASKED)
  const head = (text: Name, shown: number, of: number) =>
    paint('blue', `${say(text)}${shown < of ? paint('dim', ` ${shown}/${of}`) : ''}`)
  return [
    ...(codes.length
      ? [
          head({ zh: '标注最多的类型', en: 'Codes most often labelled' }, codes.length, report.codes.length),
          ...alignRows(
            [
              ['', '', 'n', 'P', 'R', 'F1', ''].map((t) => paint('dim', t)),
              ...codes.map((c) => [
                c.code,
                c.name ? fitWidth(printable(say(c.name)), 36) : '',
                String(c.support),
                percent(c.precision.value),
                percent(c.recall.value),
                percent(c.f1.value),
                paint('dim', percentInterval(c.f1)),
              ]),
            ],
            ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
          ),
        ]
      : []),
    ...(slices.length
      ? [
          '',
          head(
            { zh: '可接受率最低的分组(n≥10)', en: 'Groups with fewest accepted (n≥10)' },
            slices.length,
            report.slices.length,
          ),
          ...alignRows(
            [
              [
                '',
                '',
                'n',
                say({ zh: '类型可接受', en: 'accepted' }),
                '',
                say({ zh: '级别一致', en: 'level exact' }),
              ].map((t) => paint('dim', t)),
              ...slices.map((s) => [
                printable(say(facetName(s.facet))),
                fitWidth(printable(s.value), 30),
                String(s.accepted.n),
                percent(s.accepted.value),
                paint('dim', percentInterval(s.accepted)),
                percent(s.levelExact.value),
              ]),
            ],
            ['left', 'left', 'right', 'right', 'right', 'right'],
          ),
        ]
      : []),
  ]
}

export function operationLines({ latency, cost, errors, degraded }: Report, { say, paint }: Ink): string[] {
  const time = latency
    ? [`p50 ${milliseconds(latency.p50)}  p95 ${milliseconds(latency.p95)}  max ${milliseconds(latency.max)}`]
    : []
  const money = cost.totalUsd > 0 ? [`$${cost.perThousandUsd.toFixed(2)} / 1,000`] : []
  return [
    ...(time.length || money.length ? [`${say({ zh: '耗时', en: 'Time' })}  ${[...time, ...money].join('  ')}`] : []),
    ...errors.map((e) => paint('red', `${say({ zh: '出错', en: 'error' })} ${printable(e.code)}: ${e.n}`)),
    ...degraded.reasons.map((r) =>
      paint('yellow', `${say({ zh: '降级', en: 'degraded' })} ${printable(r.reason)}: ${r.n}`),
    ),
  ]
}

const WORST = 10

/** The worst errors: which fields of which case. The text only where the analyst asked for it. */
export function errorLines(rows: readonly RunRow[], texts: boolean, { say, paint }: Ink): string[] {
  const all = worstCases(rows)
  if (all.length === 0) return []
  const worst = all.slice(0, WORST)
  return [
    paint('blue', say({ zh: '最该看的错例(标注→判定)', en: 'The worst errors (labelled → answered)' })) +
      paint('dim', ` ${worst.length}/${all.length}`),
    ...worst.flatMap(({ row, wrong }) => [
      `  ${paint('bold', printable(row.id))}  ${wrong
        .map((w) => `${say(FIELDS[w.field])} ${printable(w.labelled)}→${printable(w.answered)}`)
        .join('  ')}`,
      ...(texts ? [paint('dim', `    ${fitWidth(printable(row.text), 160)}`)] : []),
    ]),
  ]
}

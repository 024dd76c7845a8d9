import { FIELDS, type Name } from '../../names.ts'
import type { Confusion, Report } from '../../report-data.ts'
import { percent } from '../figures.ts'
import { valueName } from '../names-of.ts'
import { both, el, type Markup, words } from './markup.ts'
import { asks, cell, row, rowHead, section, table } from './table.ts'

type Part = keyof Report['confusions']

const TITLES: Readonly<Record<Part, Name>> = {
  level: { zh: '级别(1 最重)', en: 'Level (1 is the gravest)' },
  emotion: { zh: '情绪(5 最强)', en: 'Emotion (5 is the strongest)' },
  nature: FIELDS.nature,
  family: { zh: '类型大类', en: 'Family of codes' },
}

/** What was labelled against what was answered, as heat maps; a click shows the cases behind a number. */
export function confusions({ confusions: all }: Report): Markup | null {
  const parts = (Object.keys(TITLES) as Part[]).filter((part) => all[part].n > 0)
  if (parts.length === 0) return null
  return section(
    'confusion',
    { zh: '混淆矩阵', en: 'Confusion' },
    {
      zh: '行为标注,列为判定;颜色深浅是该行的占比。点数字可看这些案例。',
      en: 'Labelled by row, answered by column; the shade is the share of the row. A click on a number shows its cases.',
    },
    el(
      'div',
      { class: 'two' },
      parts.map((part) => heatMap(part, all[part])),
    ),
  )
}

const nameOf = (value: string): Name => valueName(value) ?? { zh: value, en: value }

function heatMap(part: Part, { n, rows, columns, counts }: Confusion): Markup {
  // The column for no answer is of interest only where something is in it.
  const shown = columns.map((_, c) => c).filter((c) => columns[c] !== 'none' || counts.some((line) => line[c]! > 0))
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, both(TITLES[part]), el('span', { class: 'muted' }, ` n=${n}`)),
    table({
      caption: TITLES[part],
      kind: 'heat',
      columns: [
        { name: { zh: '标注 \\ 判定', en: 'labelled \\ answered' } },
        ...shown.map((c) => ({
          name: columns[c] === 'none' ? { zh: '无答案', en: 'no answer' } : nameOf(columns[c]!),
        })),
        { name: { zh: '合计', en: 'Total' }, number: true },
      ],
      rows: rows.map((labelled, r) => {
        const total = counts[r]!.reduce((a, b) => a + b, 0)
        return row(
          rowHead(both(nameOf(labelled))),
          shown.map((c) => heatCell(part, labelled, columns[c]!, counts[r]![c]!, total)),
          cell('number muted', total),
        )
      }),
    }),
    part === 'level' ? side(counts) : null,
  )
}

function heatCell(part: Part, labelled: string, answered: string, count: number, total: number): Markup {
  const share = total === 0 ? 0 : count / total
  const shade = count === 0 ? 0 : Math.max(1, Math.round(share * 10))
  const off = part === 'level' && Number(answered) > Number(labelled) ? 'under' : 'over'
  const kind = `shade${shade} ${labelled === answered ? 'same' : off}`
  if (count === 0) return cell(`${kind} empty`, '0')
  const shown = [el('b', {}, count), el('small', {}, percent(share, 0))]
  // A family is not a field of the cases: nothing to filter by.
  return cell(
    kind,
    part === 'family' ? el('span', { class: 'ask' }, shown) : asks({ pair: [part, labelled, answered] }, shown),
  )
}

function side(counts: readonly (readonly number[])[]): Markup {
  let [under, over] = [0, 0]
  counts.forEach((line, r) => {
    line.forEach((n, c) => {
      if (c > r) under += n
      if (c < r) over += n
    })
  })
  return el(
    'p',
    { class: 'note' },
    el('span', { class: 'key under' }),
    asks({ wrong: 'under' }, words(`判轻 ${under}`, `less grave than labelled: ${under}`)),
    el('span', { class: 'key over' }),
    asks({ wrong: 'over' }, words(`判重 ${over}`, `graver than labelled: ${over}`)),
  )
}

import type { Measure, Report, SliceRow } from '../../report-data.ts'
import { facetName, orderFacets, valueName } from '../names-of.ts'
import { whiskerCell } from './chart.ts'
import { both, el, type Markup, own } from './markup.ts'
import { asks, numberCell, row, section, table } from './table.ts'

/** Every group of cases, with what it is overall as a hollow dot; the first two facets stand open. */
export function slices(report: Report): Markup | null {
  if (report.slices.length === 0) return null
  const facets = orderFacets(report.slices.map((s) => s.facet))
  const overall = (id: Measure['id']) => report.measures.find((m) => m.id === id)?.value ?? null
  const base = {
    accepted: overall('code.accepted'),
    levelExact: overall('level.exact'),
    underTriage: overall('level.under_triage'),
  }
  return section(
    'slices',
    { zh: '分组', en: 'Groups' },
    {
      zh: '空心点是全体的数值;点组名可看该组案例。',
      en: 'The hollow dot is the value of all cases; a click on a name shows the cases of a group.',
    },
    facets.map((facet, i) => {
      const rows = report.slices.filter((s) => s.facet === facet)
      const caption = facetName(facet)
      return el(
        'details',
        { class: 'card', open: i < 2 },
        el('summary', {}, el('bdi', {}, both(caption)), el('span', { class: 'muted' }, ` ${rows.length}`)),
        table({
          caption,
          kind: 'sortable whiskers3',
          columns: [
            { name: caption, sortable: true },
            { name: { zh: 'n', en: 'n' }, number: true, sortable: true },
            { name: { zh: '类型可接受', en: 'Code accepted' }, sortable: true },
            { name: { zh: '级别一致', en: 'Level exact' }, sortable: true },
            { name: { zh: '低判(标注1-2级)', en: 'Under-triage (labelled 1-2)' }, sortable: true },
          ],
          rows: rows.map((s) => sliceRow(s, base)),
        }),
      )
    }),
  )
}

const sliceRow = (s: SliceRow, base: Record<'accepted' | 'levelExact' | 'underTriage', number | null>): Markup =>
  row(
    el(
      'th',
      { scope: 'row', role: 'rowheader', 'data-sort': s.value },
      asks({ facet: [s.facet, s.value] }, own(s.value)),
      meaning(s.value),
    ),
    numberCell(s.n, s.n),
    whiskerCell(s.accepted, base.accepted),
    whiskerCell(s.levelExact, base.levelExact),
    whiskerCell(s.underTriage, base.underTriage),
  )

const meaning = (value: string): Markup | null => {
  const name = valueName(value)
  return name && el('span', { class: 'muted zh', lang: 'zh' }, ` ${name.zh}`)
}

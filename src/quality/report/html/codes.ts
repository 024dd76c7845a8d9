import type { Name } from '../../names.ts'
import type { CodeRow, Report } from '../../report-data.ts'
import { codeNames } from '../figures.ts'
import { barCell } from './chart.ts'
import { both, el, type Markup, words } from './markup.ts'
import { asks, numberCell, row, section, table } from './table.ts'

export const P_R_F1 = [
  { name: { zh: '标注数', en: 'Support' }, number: true, sortable: true },
  { name: { zh: '判定数', en: 'Answered' }, number: true, sortable: true },
  { name: { zh: '精确率', en: 'Precision' }, sortable: true },
  { name: { zh: '召回率', en: 'Recall' }, sortable: true },
  { name: { zh: 'F1', en: 'F1' }, sortable: true },
]

/** Each code with precision, recall, F1 and how often it stands in the labels; and which are taken for which. */
export function codes(report: Report): Markup | null {
  if (report.codes.length === 0) return null
  const names = codeNames(report)
  const named = (code: string) =>
    code === 'none' ? words('无', 'none') : [el('code', {}, code), ' ', name(names.get(code))]
  return section(
    'codes',
    { zh: '问题类型', en: 'Type codes' },
    {
      zh: '精确率:判为该类型的有多少可接受;召回率:标为该类型的有多少判得可接受。',
      en: 'Precision: of the answers of this code, how many are accepted. Recall: of the cases labelled so, how many got an accepted answer.',
    },
    el(
      'div',
      { class: 'wide' },
      el(
        'div',
        { class: 'card tall' },
        table({
          caption: { zh: '各类型', en: 'By code' },
          kind: 'sortable',
          columns: [{ name: { zh: '类型', en: 'Code' }, sortable: true }, ...P_R_F1],
          rows: report.codes
            .toSorted((a, b) => b.support - a.support || (a.code < b.code ? -1 : 1))
            .map((c) => codeRow(c)),
        }),
      ),
      report.confusedCodes.length > 0 &&
        el(
          'div',
          { class: 'card' },
          el('h3', {}, words('最常混淆', 'Most often confused')),
          el(
            'ol',
            { class: 'pairs' },
            report.confusedCodes.map((p) =>
              el(
                'li',
                {},
                asks({ pair: ['code', p.labelled, p.answered] }, el('b', {}, `${p.n}×`)),
                el('span', {}, named(p.labelled), el('span', { class: 'arrow' }, ' → '), named(p.answered)),
              ),
            ),
          ),
        ),
    ),
  )
}

const name = (given: Name | null | undefined): Markup[] => (given ? both(given) : [])

const codeRow = (c: CodeRow): Markup =>
  row(
    el('th', { scope: 'row', role: 'rowheader', 'data-sort': c.code }, el('code', {}, c.code), ' ', name(c.name)),
    numberCell(c.support, c.support),
    numberCell(c.answered, c.answered),
    barCell(c.precision),
    barCell(c.recall),
    barCell(c.f1),
  )

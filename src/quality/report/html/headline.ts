import type { Comparison } from '../../comparison-data.ts'
import { FIELDS, type FieldId, MEASURES, type MeasureId, type Name } from '../../names.ts'
import type { Measure, Report } from '../../report-data.ts'
import type { Verdict } from '../../verdict-data.ts'
import { showInterval, showMeasure } from '../figures.ts'
import { axis, type Domain, domainOf, whisker } from './chart.ts'
import { both, el, type Markup, words } from './markup.ts'
import { cell, row, rowHead, section, table } from './table.ts'

const HIGHER: readonly MeasureId[] = [
  'level.exact',
  'level.qwk',
  'code.accepted',
  'family.accepted',
  'code.top3',
  'complaint.accuracy',
  'emotion.within_one',
  'emotion.qwk',
  'media.f1',
  'external.f1',
  'repeat.f1',
  'group.f1',
]
const LOWER: readonly MeasureId[] = [
  'level.under_triage',
  'level.grave_missed',
  'level.over_triage',
  'level.ece',
  'code.ece',
  'error.rate',
  'quotes.wrong',
]

interface Given {
  report: Report
  comparison?: Comparison | null | undefined
  verdict?: Verdict | null | undefined
}

/** The figures that matter most, each a dot with its interval, its bound of the gate and what it was before. */
export function headline(given: Given): Markup {
  return section(
    'headline',
    { zh: '主要指标', en: 'Headline figures' },
    {
      zh: '圆点是数值,横线是 95% 区间;n 是计入的条数。',
      en: 'The dot is the value, the line its 95% interval; n is how many cases count.',
    },
    el(
      'p',
      { class: 'legend' },
      given.verdict ? [el('span', { class: 'key bound' }), words('门槛', 'gate')] : null,
      given.comparison ? [el('span', { class: 'key base' }), words('基线', 'baseline')] : null,
    ),
    el(
      'div',
      { class: 'two' },
      panel(given, HIGHER, { zh: '越高越好', en: 'Higher is better' }, true),
      panel(given, LOWER, { zh: '越低越好', en: 'Lower is better' }, false),
    ),
  )
}

function panel({ report, comparison, verdict }: Given, ids: readonly MeasureId[], title: Name, high: boolean): Markup {
  const shown = ids.flatMap((id) => report.measures.find((m) => m.id === id && m.n > 0) ?? [])
  const bound = (id: MeasureId) => verdict?.rules.find((r) => r.measure === id && r.rule !== 'max_loss')?.bound ?? null
  const base = (id: MeasureId) => comparison?.measures.find((m) => m.id === id)?.base ?? null
  const all = shown.flatMap((m) => [m.value, m.low, m.high, bound(m.id), base(m.id)])
  const domain = high ? domainOf(all) : domainOf([0, ...all])
  const ruled = (id: MeasureId) => verdict?.rules.find((r) => r.measure === id && r.outcome === 'failed')
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, both(title)),
    table({
      caption: title,
      kind: 'flow whiskers',
      columns: [
        { name: { zh: '指标', en: 'Measure' } },
        { name: { zh: '图', en: 'Picture' }, hidden: true },
        { name: { zh: '数值', en: 'Value' }, number: true },
        { name: { zh: '95% 区间', en: '95% interval' }, number: true },
        { name: { zh: 'n', en: 'n' }, number: true },
      ],
      rows: shown.map((m) =>
        row(
          rowHead(
            both(MEASURES[m.id]),
            ruled(m.id) ? el('span', { class: 'badge bad' }, words('未达标', 'not met')) : null,
          ),
          cell(
            'picture',
            whisker({ ...m, domain, bound: bound(m.id), base: base(m.id), tone: ruled(m.id) ? 'bad' : 'plain' }),
          ),
          cell('number strong', showMeasure(m.id, m.value)),
          cell('number muted', showInterval(m.id, m.low, m.high)),
          cell('number muted count', m.n),
        ),
      ),
      foot: footAxis(domain),
    }),
  )
}

const footAxis = (domain: Domain): Markup =>
  row(
    cell(null),
    cell(
      'picture',
      axis(domain, (v) => `${Math.round(v * 100)}%`),
    ),
    cell(null),
    cell(null),
    cell(null),
  )

/** Every measure there is, field by field, for the one who wants to look a figure up. */
export function allMeasures({ measures }: Report): Markup {
  const fields = [...new Set(measures.filter((m) => m.n > 0).map((m) => MEASURES[m.id].field as FieldId))]
  const line = (m: Measure) =>
    row(
      rowHead(both(MEASURES[m.id]), el('code', {}, m.id)),
      cell('number strong', showMeasure(m.id, m.value)),
      cell('number', showInterval(m.id, m.low, m.high)),
      cell('number', m.hits === null ? '' : m.hits),
      cell('number', m.n),
      cell('muted', METHODS[m.method] ? both(METHODS[m.method]!) : ''),
    )
  return el(
    'details',
    { class: 'card' },
    el('summary', {}, words('全部指标', 'All measures')),
    table({
      caption: { zh: '全部指标', en: 'All measures' },
      columns: [
        { name: { zh: '指标', en: 'Measure' } },
        { name: { zh: '数值', en: 'Value' }, number: true },
        { name: { zh: '95% 区间', en: '95% interval' }, number: true },
        { name: { zh: '命中', en: 'Hits' }, number: true },
        { name: { zh: 'n', en: 'n' }, number: true },
        { name: { zh: '区间算法', en: 'Method' } },
      ],
      rows: fields.map((field) => [
        row(el('th', { scope: 'colgroup', colspan: 6, class: 'group' }, both(FIELDS[field]))),
        measures.filter((m) => m.n > 0 && MEASURES[m.id].field === field).map(line),
      ]),
    }),
  )
}

const METHODS: Readonly<Record<string, Name>> = {
  wilson: { zh: 'Wilson', en: 'Wilson' },
  bootstrap: { zh: '自助法', en: 'bootstrap' },
  'bootstrap-basic': { zh: '自助法(基本区间)', en: 'basic bootstrap' },
}

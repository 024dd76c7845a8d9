import type { Change, Comparison, PairedSlice } from '../../comparison-data.ts'
import { FIELDS, MEASURES, type Name } from '../../names.ts'
import type { Wording } from '../client/wording.ts'
import { showDifference, showInterval, showMeasure, showP, wayOf } from '../figures.ts'
import { facetName } from '../names-of.ts'
import { axis, type Domain, whisker } from './chart.ts'
import { both, type Child, el, type Markup, own, words } from './markup.ts'
import { asks, caseButton, cell, numberCell, row, rowHead, section, table } from './table.ts'

const ALPHA = 0.05
const LISTED = 12
const TONES = { better: 'good', worse: 'bad', same: 'plain' } as const

/** This run against its baseline: paired differences, groups after Holm, and which cases turned. */
export function comparison(c: Comparison, wording: Wording): Markup {
  const compared = c.measures.filter((m) => m.n > 0 && m.difference !== null)
  const measures = compared.filter((m) => m.difference !== 0 || m.lost || m.won)
  const reach = Math.max(
    0.02,
    ...measures.filter((m) => MEASURES[m.id].field !== 'run').flatMap((m) => [-m.low!, m.high!]),
  )
  const side = Math.min(1, Math.ceil(reach * 20) / 20)
  const domain: Domain = { from: -side, to: side }
  const alone = c.onlyBase.length + c.onlyOther.length
  return section(
    'comparison',
    { zh: '与基线比较', en: 'Against the baseline' },
    {
      zh: `${c.common} 个共同案例逐例配对${alone ? `(另有 ${alone} 个只在一边,不计)` : ''};p 为双侧精确 McNemar,区间为配对自助法。百分比的差异以百分点计。其余 ${compared.length - measures.length} 项没有变化。`,
      en: `${c.common} shared cases, paired${alone ? ` (${alone} more in one run only, left out)` : ''}; p is exact two-sided McNemar, intervals a paired bootstrap; differences of percentages are in points. ${compared.length - measures.length} more measures have not changed.`,
    },
    el(
      'p',
      { class: 'runs' },
      runOf({ zh: '基线', en: 'Baseline' }, c.base),
      runOf({ zh: '本次', en: 'This run' }, c.other),
    ),
    el(
      'div',
      { class: 'card' },
      table({
        caption: { zh: '配对差异', en: 'Paired differences' },
        kind: 'differences',
        columns: [
          { name: { zh: '指标', en: 'Measure' } },
          { name: { zh: '基线', en: 'Before' }, number: true },
          { name: { zh: '本次', en: 'Now' }, number: true },
          { name: { zh: '差异', en: 'Difference' }, number: true },
          { name: { zh: '图', en: 'Picture' }, hidden: true },
          { name: { zh: '95% 区间', en: '95% interval' }, number: true },
          { name: { zh: '变错 / 变对', en: 'Lost / won' }, number: true },
          { name: { zh: 'p', en: 'p' }, number: true },
        ],
        rows: measures.map((m) => {
          const way = wayOf(m.id, m.low, m.high)
          return row(
            rowHead(both(MEASURES[m.id])),
            cell('number muted', showMeasure(m.id, m.base)),
            cell('number', showMeasure(m.id, m.other)),
            cell(
              `number strong ${TONES[way]}`,
              way === 'same' ? '' : way === 'better' ? '▲ ' : '▼ ',
              showDifference(m.id, m.difference),
            ),
            cell(
              'picture',
              Math.abs(m.difference!) <= side &&
                whisker({ value: m.difference, low: m.low, high: m.high, domain, tone: TONES[way] }),
            ),
            cell('number muted', showInterval(m.id, m.low, m.high)),
            cell('number', m.lost === null ? '' : `${m.lost} / ${m.won}`),
            cell('number', showP(m.p)),
          )
        }),
        foot: row(
          cell(null),
          cell(null),
          cell(null),
          cell(null),
          cell(
            'picture',
            axis(domain, (v) => showDifference('level.exact', v)),
          ),
          cell(null),
          cell(null),
          cell(null),
        ),
      }),
    ),
    el('h3', {}, words('分组(Holm 校正)', 'Groups (after Holm)')),
    slicesOf(c.slices),
    el(
      'div',
      { class: 'two' },
      changes('worse', { zh: '变差', en: 'Worse' }, c.worse, wording),
      changes('better', { zh: '变好', en: 'Better' }, c.better, wording),
    ),
  )
}

const runOf = (name: Name, { set, engine, policyVersion, policyHash, startedAt, commit }: Comparison['base']): Markup =>
  el(
    'span',
    {},
    el('b', {}, both(name)),
    ' ',
    own(
      `${set} · ${engine} · ${policyVersion} (${policyHash.slice(0, 8)}) · ${startedAt.slice(0, 16).replace('T', ' ')}${commit ? ` · ${commit.slice(0, 8)}` : ''}`,
    ),
  )

function slicesOf(slices: readonly PairedSlice[]): Child {
  const sorted = slices.filter((s) => s.lost + s.won > 0).sort((a, b) => a.holm - b.holm || a.p - b.p)
  const differing = sorted.filter((s) => s.holm <= ALPHA)
  const rest = sorted.filter((s) => s.holm > ALPHA)
  return [
    differing.length > 0
      ? el('div', { class: 'card' }, sliceTable(differing, { zh: '有显著差异的分组', en: 'Groups that differ' }))
      : el('p', { class: 'note' }, words('没有分组有显著差异。', 'No group differs significantly.')),
    rest.length > 0 &&
      el(
        'details',
        { class: 'card' },
        el('summary', {}, words(`其他有变化的分组 ${rest.length}`, `${rest.length} other groups with changes`)),
        sliceTable(rest, { zh: '其他分组', en: 'Other groups' }),
      ),
  ]
}

const sliceTable = (slices: readonly PairedSlice[], caption: Name): Markup =>
  table({
    caption,
    kind: 'sortable',
    columns: [
      { name: { zh: '分组', en: 'Group' } },
      { name: { zh: '指标', en: 'Measure' } },
      { name: { zh: 'n', en: 'n' }, number: true, sortable: true },
      { name: { zh: '基线', en: 'Before' }, number: true, sortable: true },
      { name: { zh: '本次', en: 'Now' }, number: true, sortable: true },
      { name: { zh: '差异', en: 'Difference' }, number: true, sortable: true },
      { name: { zh: '变错 / 变对', en: 'Lost / won' }, number: true },
      { name: { zh: 'p', en: 'p' }, number: true, sortable: true },
      { name: { zh: 'Holm 校正 p', en: 'p after Holm' }, number: true, sortable: true },
    ],
    rows: slices.map((s) =>
      row(
        rowHead(el('bdi', {}, both(facetName(s.facet))), ' ', asks({ facet: [s.facet, s.value] }, own(s.value))),
        cell(null, both(MEASURES[s.measure])),
        numberCell(s.n, s.n),
        numberCell(s.base ?? -1, showMeasure(s.measure, s.base)),
        numberCell(s.other ?? -1, showMeasure(s.measure, s.other)),
        numberCell(s.difference ?? 0, showDifference(s.measure, s.difference)),
        cell('number', `${s.lost} / ${s.won}`),
        numberCell(s.p, showP(s.p)),
        numberCell(s.holm, showP(s.holm)),
      ),
    ),
  })

function changes(way: 'better' | 'worse', title: Name, list: readonly Change[], wording: Wording): Markup {
  const flipped = list.filter((c) => c.flipped).length
  const cases = new Set(list.map((c) => c.id)).size
  return el(
    'div',
    { class: 'card changes' },
    el(
      'h3',
      {},
      el('span', { class: TONES[way] }, both(title)),
      el(
        'span',
        { class: 'muted' },
        words(
          ` ${cases} 个案例,${list.length} 处,其中 ${flipped} 处${way === 'worse' ? '由对变错' : '由错变对'}`,
          ` ${cases} cases, ${list.length} fields, ${flipped} of them from ${way === 'worse' ? 'right to wrong' : 'wrong to right'}`,
        ),
      ),
    ),
    el(
      'ul',
      {},
      list
        .slice(0, LISTED)
        .map((c) =>
          el(
            'li',
            {},
            caseButton(c.id),
            ' ',
            both(FIELDS[c.field]),
            ' ',
            el('bdi', {}, both(wording(c.field, c.before))),
            el('span', { class: 'arrow' }, ' → '),
            el('b', {}, el('bdi', {}, both(wording(c.field, c.after)))),
            el(
              'span',
              { class: 'muted' },
              words('(标注 ', ' (labelled '),
              el('bdi', {}, both(wording(c.field, c.labelled))),
              words(')', ')'),
            ),
          ),
        ),
    ),
    list.length > 0 &&
      asks({ change: way }, words(`在案例表中看全部 ${cases} 个`, `Show all ${cases} in the table of cases`)),
  )
}

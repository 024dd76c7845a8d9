import { FIELDS, type FieldId, type Name } from '../../names.ts'
import { facetName, orderFacets } from '../names-of.ts'
import type { PageData } from '../page-data.ts'
import { both, type Child, el, type Markup, option, spoken, words } from './markup.ts'
import { section } from './table.ts'

/** Facets that get a list to choose from; the others are reached from the table of groups. */
const CHOICES = 6

/** The table of cases as it stands before the page's script fills it: its controls, its head, an empty body. */
export function cases(data: PageData): Markup {
  return section(
    'cases',
    { zh: '案例', en: 'Cases' },
    {
      zh: '每行可展开:全文、各项判断的依据、标注与判定。',
      en: 'A row opens to the whole text, the words each judgement rests on, and labels beside answers.',
    },
    el('noscript', {}, el('p', {}, words('案例表需要启用脚本。', 'The table of cases needs scripts to be allowed.'))),
    el('form', { class: 'card controls', role: 'search', id: 'controls' }, controls(data)),
    el(
      'div',
      { class: 'shown' },
      el('p', { id: 'status', role: 'status', 'aria-live': 'polite', tabindex: -1 }),
      el('p', { id: 'asked' }),
    ),
    el(
      'table',
      { class: 'flow cases card', role: 'table', id: 'case-table' },
      el('caption', { class: 'unseen' }, words('案例', 'Cases')),
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, HEADS.map(head))),
      el('tbody', { role: 'rowgroup', id: 'case-rows' }),
    ),
    el(
      'nav',
      { class: 'pager', ...spoken('aria-label', { zh: '翻页', en: 'Pages' }) },
      el('button', { type: 'button', id: 'previous' }, words('上一页', 'Previous')),
      el('span', { id: 'page' }),
      el('button', { type: 'button', id: 'next' }, words('下一页', 'Next')),
    ),
  )
}

const HEADS: readonly { key: string; name: Name }[] = [
  { key: 'id', name: { zh: '编号', en: 'Id' } },
  { key: 'level', name: { zh: '级别', en: 'Level' } },
  { key: 'levelConfidence', name: { zh: '把握', en: 'Sure' } },
  { key: 'code', name: { zh: '类型', en: 'Code' } },
  { key: 'codeConfidence', name: { zh: '把握', en: 'Sure' } },
  { key: 'emotion', name: { zh: '情绪', en: 'Emotion' } },
  { key: 'wrong', name: { zh: '判错', en: 'Wrong' } },
  { key: 'length', name: { zh: '原文', en: 'Text' } },
]

const head = ({ key, name }: (typeof HEADS)[number]): Markup =>
  el(
    'th',
    { scope: 'col', role: 'columnheader', class: `at-${key}`, 'data-key': key, 'aria-sort': 'none' },
    el('button', { type: 'button', class: 'sorter' }, both(name)),
  )

const SORTS: readonly [key: string, name: Name][] = [
  ['badness', { zh: '最该看的在前', en: 'worst first' }],
  ['level', { zh: '级别差距', en: 'distance of level' }],
  ['levelConfidence', { zh: '级别把握', en: 'confidence in the level' }],
  ['code', { zh: '类型差距', en: 'distance of code' }],
  ['codeConfidence', { zh: '类型把握', en: 'confidence in the code' }],
  ['emotion', { zh: '情绪差距', en: 'distance of emotion' }],
  ['wrong', { zh: '判错项数', en: 'number of wrong fields' }],
  ['length', { zh: '原文长度', en: 'length of the text' }],
  ['latency', { zh: '耗时', en: 'time' }],
  ['id', { zh: '编号', en: 'id' }],
]

function controls({ cases: all, compared }: PageData): Child[] {
  const fields = [...new Set(all.flatMap((c) => c.outcomes.map((o) => o[0])))] as FieldId[]
  const facets = orderFacets(all.flatMap((c) => Object.keys(c.facets))).slice(0, CHOICES)
  const levels = [...new Set(all.flatMap((c) => c.outcomes.flatMap((o) => (o[0] === 'level' ? [o[3]] : []))))].sort()
  return [
    control(
      'search',
      { zh: '搜索', en: 'Search' },
      el('input', {
        type: 'search',
        id: 'search',
        autocomplete: 'off',
        spellcheck: 'false',
        ...spoken('placeholder', { zh: '原文、编号、类型', en: 'text, id, code' }),
      }),
    ),
    choice('wrong', { zh: '显示', en: 'Show' }, [
      ['any', { zh: '有判错的', en: 'with something wrong' }],
      ['', { zh: '全部案例', en: 'all cases' }],
      ['under', { zh: '级别判轻', en: 'level less grave than labelled' }],
      ['over', { zh: '级别判重', en: 'level graver than labelled' }],
      ['sure', { zh: '很有把握却判错(级别或类型,≥0.8)', en: 'sure but wrong (level or code, ≥0.8)' }],
      ...fields.map((f): [string, Name] => [f, { zh: `判错:${FIELDS[f].zh}`, en: `wrong: ${FIELDS[f].en}` }]),
      ['error', { zh: '出错、无答案', en: 'errors, no answer' }],
    ]),
    levels.length > 0 &&
      choice('level', { zh: '标注级别', en: 'Labelled level' }, [
        ['', { zh: '全部', en: 'all' }],
        ...levels.map((l): [string, Name] => [l, { zh: l, en: l }]),
      ]),
    facets.map((facet, i) => facetChoice(facet, i, all)),
    choice('review', { zh: '复核', en: 'Review' }, [
      ['', { zh: '全部', en: 'all' }],
      ['sent', { zh: '送人工的', en: 'sent to a person' }],
      ['kept', { zh: '自动作答的', en: 'answered without one' }],
    ]),
    compared &&
      choice('change', { zh: '较基线', en: 'Against the baseline' }, [
        ['', { zh: '全部', en: 'all' }],
        ['worse', { zh: '变差的', en: 'worse' }],
        ['better', { zh: '变好的', en: 'better' }],
      ]),
    choice('sort', { zh: '排序', en: 'Order' }, SORTS),
    el('button', { type: 'button', id: 'clear' }, words('清除筛选', 'Clear filters')),
  ]
}

const control = (id: string, name: Name, input: Markup): Markup =>
  el('div', { class: 'control' }, el('label', { for: id }, both(name)), input)

const choice = (id: string, name: Name, options: readonly (readonly [string, Name])[]): Markup =>
  control(
    id,
    name,
    el(
      'select',
      { id },
      options.map(([value, text]) => option(value, text)),
    ),
  )

function facetChoice(facet: string, at: number, all: PageData['cases']): Markup {
  const counts = new Map<string, number>()
  for (const c of all) {
    const value = c.facets[facet]
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const values = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const id = `facet-${at}`
  return el(
    'div',
    { class: 'control' },
    el('label', { for: id }, both(facetName(facet))),
    el(
      'select',
      { id, 'data-facet': facet },
      option('', { zh: '全部', en: 'all' }),
      values.map(([value, n]) => el('option', { value }, `${value} (${n})`)),
    ),
  )
}

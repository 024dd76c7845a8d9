import type { Name } from '../../names.ts'
import type { Report } from '../../report-data.ts'
import { dollars, milliseconds, percent } from '../figures.ts'
import { both, type Child, el, type Markup, own, words } from './markup.ts'
import { asks, section } from './table.ts'

/** Time, money, and what did not go as it should. */
export function operation({ n, answered, latency, cost, errors, degraded, quotes }: Report): Markup {
  return section(
    'operation',
    { zh: '耗时、费用与运行', en: 'Time, cost and operation' },
    null,
    el(
      'dl',
      { class: 'card facts' },
      fact({ zh: '作答', en: 'Answered' }, `${answered} / ${n}`),
      latency && [
        fact({ zh: '耗时中位数', en: 'Median time' }, milliseconds(latency.p50)),
        fact({ zh: '耗时 p95', en: 'Time, p95' }, milliseconds(latency.p95)),
        fact({ zh: '最长耗时', en: 'Longest' }, milliseconds(latency.max)),
      ],
      fact(
        { zh: '费用', en: 'Cost' },
        `${dollars(cost.totalUsd)}`,
        el('small', {}, ` (${dollars(cost.perThousandUsd)} / 1,000)`),
      ),
      fact(
        { zh: '降级', en: 'Degraded' },
        `${degraded.n}`,
        n > 0 && el('small', {}, ` (${percent(degraded.n / n)})`),
        degraded.reasons.map((r) => el('div', { class: 'why' }, own(r.reason), ` ${r.n}`)),
      ),
      fact(
        { zh: '出错', en: 'Errors' },
        `${errors.reduce((a, e) => a + e.n, 0)}`,
        errors.map((e) => el('div', { class: 'why' }, asks({ ids: e.ids }, own(e.code)), ` ${e.n}`)),
      ),
      fact(
        { zh: '依据与原文不符', en: 'Quotes not in the text' },
        quotes.wrong > 0 ? asks({ ids: quotes.ids }, `${quotes.wrong}`) : '0',
        el('small', {}, words(` / 共 ${quotes.checked} 处`, ` of ${quotes.checked}`)),
      ),
    ),
  )
}

const fact = (name: Name, ...value: Child[]): Markup => el('div', {}, el('dt', {}, both(name)), el('dd', {}, value))

import { MEASURES, type Name } from '../../names.ts'
import type { RuleOutcome, Verdict } from '../../verdict-data.ts'
import { showP } from '../figures.ts'
import { both, el, type Markup, words } from './markup.ts'
import { cell, row, rowHead, section, table } from './table.ts'

const OUTCOMES: Readonly<Record<RuleOutcome['outcome'], Name & { tone: string }>> = {
  failed: { zh: '未达标', en: 'not met', tone: 'bad' },
  passed: { zh: '达标', en: 'met', tone: 'good' },
  skipped: { zh: '未判', en: 'not judged', tone: 'quiet' },
}

/** The verdict at the top: one sentence, in the colour it has. */
export const verdictBanner = ({ passed, sentence }: Verdict): Markup =>
  el(
    'p',
    { class: `verdict ${passed ? 'good' : 'bad'}` },
    el('span', { class: 'sign', 'aria-hidden': 'true' }, passed ? '✓' : '✕'),
    el('strong', {}, words('门槛', 'Gate')),
    ' ',
    el('a', { href: '#gate' }, both(sentence)),
  )

/** Each rule of the gate: what was not met in full, the rest folded up. */
export function gate({ rules }: Verdict): Markup {
  const failed = rules.filter((r) => r.outcome === 'failed')
  const others = (['passed', 'skipped'] as const).flatMap((outcome) => rules.filter((r) => r.outcome === outcome))
  return section(
    'gate',
    { zh: '门槛', en: 'Gate' },
    null,
    failed.length > 0
      ? el('div', { class: 'card' }, ruleTable(failed, { zh: '未达标的规则', en: 'Rules that were not met' }))
      : null,
    others.length > 0 &&
      el(
        'details',
        { class: 'card' },
        el('summary', {}, words(`达标与未判的规则 ${others.length}`, `${others.length} rules met or not judged`)),
        ruleTable(others, { zh: '达标与未判的规则', en: 'Rules met or not judged' }),
      ),
  )
}

const ruleTable = (rules: readonly RuleOutcome[], caption: Name): Markup =>
  table({
    caption,
    columns: [
      { name: { zh: '指标', en: 'Measure' } },
      { name: { zh: '结果', en: 'Outcome' } },
      { name: { zh: '说明', en: 'In words' } },
      { name: { zh: 'p', en: 'p' }, number: true },
    ],
    rows: rules.map((r) =>
      row(
        rowHead(both(MEASURES[r.measure]), el('code', {}, r.rule)),
        cell(null, el('span', { class: `badge ${OUTCOMES[r.outcome].tone}` }, both(OUTCOMES[r.outcome]))),
        cell('sentence', both(r.sentence)),
        cell('number', showP(r.p)),
      ),
    ),
  })

import type { Change, Comparison } from '../../comparison-data.ts'
import { FIELDS, MEASURES, type Name } from '../../names.ts'
import type { RunMeta } from '../../run.ts'
import type { Verdict } from '../../verdict-data.ts'
import { showDifference, showInterval, showMeasure, showP, wayOf } from '../figures.ts'
import { facetName } from '../names-of.ts'
import { alignRows } from './layout.ts'
import type { Ink } from './run-lines.ts'
import { fitWidth, printable } from './width.ts'

const SHOWN = 10
const ALPHA = 0.05
const COLOUR = { better: 'green', worse: 'red', same: 'dim' } as const

/** Two runs side by side: each measure, the slices that differ after Holm, and which cases went wrong or right. */
export function comparisonLines(comparison: Comparison, ink: Ink): string[] {
  const { say, paint } = ink
  const compared = comparison.measures.filter((m) => m.n > 0 && m.difference !== null)
  const measures = compared.filter((m) => m.difference !== 0 || m.lost || m.won)
  const still = compared.length - measures.length
  const differing = comparison.slices.filter((s) => s.holm <= ALPHA)
  const left = comparison.onlyBase.length + comparison.onlyOther.length
  return [
    paint(
      'blue',
      say({
        zh: `与基线比较:${comparison.common} 个共同案例${left ? `,另有 ${left} 个只在一边` : ''}`,
        en: `Against the baseline: ${comparison.common} cases in both${left ? `, ${left} more in one only` : ''}`,
      }),
    ),
    paint('dim', `  ${say({ zh: '基线', en: 'baseline' })} ${printable(runName(comparison.base))}`),
    paint('dim', `  ${say({ zh: '本次', en: 'this run' })} ${printable(runName(comparison.other))}`),
    ...alignRows(
      measures.map((m) => {
        const way = COLOUR[wayOf(m.id, m.low, m.high)]
        return [
          say(MEASURES[m.id]),
          `${showMeasure(m.id, m.base)} > ${showMeasure(m.id, m.other)}`,
          paint(way, showDifference(m.id, m.difference)),
          paint('dim', showInterval(m.id, m.low, m.high)),
          m.p === null ? '' : `p ${showP(m.p)}`,
          m.lost === null ? '' : `-${m.lost} +${m.won}`,
        ]
      }),
      ['left', 'right', 'right', 'right', 'left', 'right'],
    ),
    ...(still
      ? [paint('dim', `  ${say({ zh: `其余 ${still} 项没有变化`, en: `${still} more have not changed` })}`)]
      : []),
    differing.length
      ? paint('blue', say({ zh: '校正(Holm)后仍有差异的分组', en: 'Groups that differ after Holm' }))
      : paint('dim', say({ zh: '校正(Holm)后没有分组有显著差异', en: 'No group differs after Holm' })),
    ...alignRows(
      differing
        .slice(0, SHOWN)
        .map((s) => [
          `${printable(say(facetName(s.facet)))} ${fitWidth(printable(s.value), 30)}`,
          say(MEASURES[s.measure]),
          showDifference(s.measure, s.difference),
          `n=${s.n}`,
          `Holm p ${showP(s.holm)}`,
        ]),
      ['left', 'left', 'right', 'right', 'left'],
    ),
    ...changeLines({ zh: '变错', en: 'Now wrong' }, comparison.worse, ink),
    ...changeLines({ zh: '变对', en: 'Now right' }, comparison.better, ink),
  ]
}

function changeLines(title: Name, changes: readonly Change[], { say, paint }: Ink): string[] {
  const flipped = changes.filter((c) => c.flipped)
  return [
    paint('blue', say(title)) + paint('dim', ` ${flipped.length}`),
    ...flipped
      .slice(0, SHOWN)
      .map(
        (c) =>
          `  ${paint('bold', printable(c.id))}  ${say(FIELDS[c.field])} ${printable(c.before)} > ${printable(c.after)} ${paint('dim', `(${say({ zh: '标注', en: 'labelled' })} ${printable(c.labelled)})`)}`,
      ),
  ]
}

/** The gate: what failed in full, the rest as a count. */
export function verdictLines({ passed, rules, sentence }: Verdict, { say, paint }: Ink): string[] {
  return [
    paint(passed ? 'green' : 'red', paint('bold', say(sentence))),
    ...rules.filter((r) => r.outcome === 'failed').map((r) => paint('red', `  x ${say(r.sentence)}`)),
  ]
}

/** Enough of a run to tell it from another: its set, engine, policy, models and day. */
const runName = (m: RunMeta): string =>
  [
    m.set,
    m.engine,
    `${m.policyVersion} (${m.policyHash.slice(0, 8)})`,
    ...Object.values(m.models),
    m.startedAt.slice(0, 16).replace('T', ' '),
  ].join(' · ')

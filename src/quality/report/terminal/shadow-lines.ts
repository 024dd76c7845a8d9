import { FIELDS, type Name } from '../../names.ts'
import type { ShadowField, ShadowGroup } from '../../shadow.ts'
import { dollars, milliseconds, percent } from '../figures.ts'
import { comparisonLines } from './comparison-lines.ts'
import { alignRows, asciiWhisker } from './layout.ts'
import type { Ink } from './run-lines.ts'
import { printable } from './width.ts'

const NAMES: Record<ShadowField, Name> = {
  nature: FIELDS.nature,
  severity: FIELDS.level,
  rules: FIELDS.rules,
  primary: FIELDS.code,
  secondary: { zh: '另外的事项', en: 'Further codes' },
  emotion: FIELDS.emotion,
  dominant: FIELDS.dominant,
  threats: FIELDS.threats,
  repeat: FIELDS.repeat,
  repeat_count: FIELDS.repeat_count,
  group: FIELDS.group,
  demands: FIELDS.demands,
} as Record<ShadowField, Name>

/** One shadow beside the answers: how often they agree, and who was right where people have settled it. */
export function shadowLines(group: ShadowGroup, ink: Ink): string[] {
  const { say, paint } = ink
  const { level, failures, agreement } = group
  const failed = failures.reduce((sum, f) => sum + f.n, 0)
  const beside = Object.entries(group.beside)
    .map(([engine, n]) => `${engine} ${n}`)
    .join(', ')
  return [
    paint('bold', `${say({ zh: '影子', en: 'Shadow' })} ${printable(group.model)} · ${printable(group.prompt)}`),
    paint(
      'dim',
      say({
        zh: `  ${group.pairs} 对,答复来自 ${beside};费用 ${dollars(group.cost.totalUsd)}(每千件 ${dollars(group.cost.perThousandUsd)});耗时 p50 ${milliseconds(group.latencyMs.p50)},p95 ${milliseconds(group.latencyMs.p95)}`,
        en: `  ${group.pairs} pairs, answered by ${beside}; cost ${dollars(group.cost.totalUsd)} (${dollars(group.cost.perThousandUsd)} per 1,000); p50 ${milliseconds(group.latencyMs.p50)}, p95 ${milliseconds(group.latencyMs.p95)}`,
      }),
    ),
    ...(failed
      ? [
          paint(
            'yellow',
            `  ${say({ zh: `未答 ${failed}`, en: `${failed} not answered` })}: ${failures.map((f) => `${printable(f.reason)} ${f.n}`).join(', ')}`,
          ),
        ]
      : []),
    paint('blue', say({ zh: '与答复一致的比例(95% 区间)', en: 'The same as the answer (95% interval)' })),
    ...alignRows(
      agreement.map((a) => [
        say(NAMES[a.field]),
        percent(a.share),
        paint('dim', `[${(a.low * 100).toFixed(1)}, ${(a.high * 100).toFixed(1)}]`),
        `${a.same}/${a.n}`,
        paint('dim', asciiWhisker(a.share, a.low, a.high)),
      ]),
      ['left', 'right', 'right', 'right', 'left'],
    ),
    say({
      zh: `  级别:更重 ${level.graver},更轻 ${level.milder},相差两级以上 ${level.byTwo}`,
      en: `  Level: graver ${level.graver}, milder ${level.milder}, by two or more ${level.byTwo}`,
    }),
    ...(group.settled
      ? [
          paint(
            'blue',
            say({
              zh: '已有定论的,谁判得对(基线为当时的答复)',
              en: 'Who was right, where it was settled (the baseline is the answer that was given)',
            }),
          ),
          ...comparisonLines(group.settled, ink),
        ]
      : [
          paint(
            'dim',
            say({
              zh: '  其中没有定论的反馈,谁对还不知道',
              en: '  none of them was settled, so who was right is not known',
            }),
          ),
        ]),
  ]
}

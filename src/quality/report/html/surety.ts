import type { Name } from '../../names.ts'
import type { Calibration, Report, RiskCoverage } from '../../report-data.ts'
import { percent } from '../figures.ts'
import { el, type Markup, words } from './markup.ts'
import { path, plot } from './plot.ts'
import { section } from './table.ts'

const FIELD: Readonly<Record<'level' | 'code', Name>> = {
  level: { zh: '级别', en: 'Level' },
  code: { zh: '主类型', en: 'Primary code' },
}

/** Does it know when it is not sure: reliability and risk-coverage of level and code. */
export function surety({ calibration, riskCoverage }: Report): Markup | null {
  const fields = (['level', 'code'] as const).filter((f) => calibration[f] ?? riskCoverage[f])
  if (fields.length === 0) return null
  return section(
    'surety',
    { zh: '把握与校准', en: 'Confidence' },
    {
      zh: '可靠性曲线:说有多大把握,实际对了多少,越靠近斜线越可信。风险-覆盖曲线:只答最有把握的那部分时,错多少。',
      en: 'Reliability: how sure it says it is against how often it is right; the nearer the diagonal, the more it can be believed. Risk and coverage: how much is wrong when only the surest part is answered.',
    },
    el(
      'div',
      { class: 'two' },
      fields.map((f) =>
        el(
          'div',
          { class: 'card plots' },
          calibration[f] ? reliability(FIELD[f], calibration[f]) : null,
          riskCoverage[f] ? risk(FIELD[f], riskCoverage[f]) : null,
        ),
      ),
    ),
  )
}

function reliability(field: Name, c: Calibration): Markup {
  const bins = c.bins.equalMass10.filter((b) => b.n > 0)
  return plot({
    title: { zh: `${field.zh}:可靠性曲线`, en: `${field.en}: reliability` },
    xName: { zh: '平均把握', en: 'mean confidence' },
    yName: { zh: '判对的比例', en: 'share right' },
    summary: {
      zh: `ECE ${percent(c.ece.equalMass10)}(完全校准时也会有约 ${percent(c.eceOfPerfect)}),平均把握 ${percent(c.confidence)},实际判对 ${percent(c.right)},n=${c.n}${c.unstated ? `,另有 ${c.unstated} 条没有给出把握` : ''}`,
      en: `ECE ${percent(c.ece.equalMass10)} (about ${percent(c.eceOfPerfect)} would be seen of a perfect one), mean confidence ${percent(c.confidence)}, right ${percent(c.right)}, n=${c.n}${c.unstated ? `, ${c.unstated} more without a confidence` : ''}`,
    },
    draw: ({ x, y }) => [
      el('line', { class: 'diagonal', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
      el('path', { class: 'curve', d: path(bins.map((b) => [x(b.confidence!), y(b.right!)])) }),
      bins.map((b) => [
        el('line', { class: 'range', x1: x(b.confidence!), x2: x(b.confidence!), y1: y(b.low!), y2: y(b.high!) }),
        el(
          'circle',
          { class: 'dot', cx: x(b.confidence!), cy: y(b.right!), r: 4 },
          el('title', {}, `${percent(b.confidence)} → ${percent(b.right)} (n=${b.n})`),
        ),
      ]),
    ],
  })
}

function risk(field: Name, { points, aurc, review, n }: RiskCoverage): Markup {
  const last = points.at(-1)
  const kept = review.sent.value === null ? null : 1 - review.sent.value
  const wrong = review.wrongKept.value
  const top = Math.max(0.1, Math.ceil(Math.max(...points.map((p) => p.risk), wrong ?? 0) * 10) / 10)
  return plot({
    title: { zh: `${field.zh}:风险-覆盖曲线`, en: `${field.en}: risk and coverage` },
    xName: { zh: '自动作答的比例', en: 'share answered without a person' },
    yName: { zh: '其中判错的比例', en: 'share of these wrong' },
    yTop: top,
    summary: {
      zh: `AURC ${aurc.toFixed(3)},全部作答时错 ${percent(last?.risk ?? null)},n=${n};按现行复核规则(◆)送人工 ${percent(review.sent.value)},留下的错 ${percent(wrong)},送走的错 ${percent(review.wrongSent.value)}`,
      en: `AURC ${aurc.toFixed(3)}, ${percent(last?.risk ?? null)} wrong when all are answered, n=${n}; by today's rule for review (◆) ${percent(review.sent.value)} go to a person, ${percent(wrong)} of those kept and ${percent(review.wrongSent.value)} of those sent are wrong`,
    },
    draw: ({ x, y }) => {
      const [px, py] = [x(kept ?? 0), y(wrong ?? 0)]
      return [
        el('path', { class: 'curve', d: path(points.map((p) => [x(p.coverage), y(p.risk)])) }),
        kept !== null && wrong !== null
          ? el('path', { class: 'review', d: `M${px} ${py - 7}L${px + 7} ${py}L${px} ${py + 7}L${px - 7} ${py}Z` })
          : null,
      ]
    },
  })
}

export const suretyTable = (report: Report): Markup | null => {
  const fields = (['level', 'code'] as const).filter((f) => report.calibration[f])
  if (fields.length === 0) return null
  return el(
    'details',
    { class: 'card' },
    el('summary', {}, words('可靠性曲线的数据', 'Figures of the reliability curves')),
    fields.map((f) =>
      el(
        'p',
        { class: 'bins' },
        el('b', {}, words(FIELD[f].zh, FIELD[f].en)),
        ' ',
        report.calibration[f]!.bins.equalMass10.filter((b) => b.n > 0).map((b) =>
          el(
            'span',
            {},
            `${percent(b.confidence, 0)}→${percent(b.right, 0)} [${percent(b.low, 0)}, ${percent(b.high, 0)}] n=${b.n}`,
          ),
        ),
      ),
    ),
  )
}

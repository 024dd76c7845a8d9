import type { Comparison, PairedMeasure } from './comparison-data.ts'
import { MEASURES, type MeasureId } from './names.ts'
import { measureOf } from './parts/measures.ts'
import type { Measure, Report } from './report-data.ts'
import { holm } from './statistics/holm.ts'
import type { Bound, Thresholds } from './thresholds.ts'
import type { RuleOutcome, Verdict } from './verdict-data.ts'

/**
 * Holds a report, and where there is one its comparison with the baseline, against the thresholds.
 *
 * Bounds read an end of each interval, so that a small set cannot pass by luck. The paired rules ask of a few yes-no
 * measures whether the run is worse than the baseline: one-sided McNemar (mid-p), weighted Holm over the rules, so that a
 * run of equal quality fails by any of them at most `alpha` of the time; and the loss must exceed `max_loss`, so that a
 * large set does not fail over a trifle. How often each is wrong is simulated in bench/gate-simulation.ts.
 */
export function checkGate(report: Report, comparison: Comparison | null, thresholds: Thresholds): Verdict {
  const rules = [
    ...Object.entries(thresholds.bounds).flatMap(([id, bound]) =>
      boundOutcomes(measureOf(report.measures, id as MeasureId), bound),
    ),
    ...pairedOutcomes(comparison, thresholds.paired),
  ]
  const count = (outcome: RuleOutcome['outcome']) => rules.filter((r) => r.outcome === outcome).length
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')]
  return {
    kind: 'suzhen-eval-verdict',
    version: 1,
    passed: failed === 0 && passed > 0,
    failed,
    skipped,
    rules,
    sentence: {
      zh:
        failed > 0
          ? `未通过:${failed} 条规则不达标,${passed} 条达标,${skipped} 条未判`
          : passed > 0
            ? `通过:${passed} 条规则达标,${skipped} 条未判`
            : '未通过:没有一条规则可判,请检查标注集与门槛文件',
      en:
        failed > 0
          ? `Failed: ${failed} rules not met, ${passed} met, ${skipped} not judged`
          : passed > 0
            ? `Passed: ${passed} rules met, ${skipped} not judged`
            : 'Failed: no rule could be judged; check the set and the thresholds',
    },
  }
}

/** A measure's value as people read it. */
export const showMeasure = (id: MeasureId, x: number | null): string =>
  x === null ? '—' : MEASURES[id].percent ? `${(x * 100).toFixed(1)}%` : x.toFixed(3)

const KINDS = {
  min_lower: { end: 'low', least: true, zh: '95% 区间下限', en: 'lower end of the 95% interval' },
  max_upper: { end: 'high', least: false, zh: '95% 区间上限', en: 'upper end of the 95% interval' },
  min_value: { end: 'value', least: true, zh: '数值', en: 'value' },
  max_value: { end: 'value', least: false, zh: '数值', en: 'value' },
} as const

const boundOutcomes = (m: Measure, bound: Bound): RuleOutcome[] =>
  (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((rule) => {
    const asked = bound[rule]
    return asked === undefined ? [] : [boundOutcome(m, rule, asked)]
  })

function boundOutcome(m: Measure, rule: keyof typeof KINDS, asked: number): RuleOutcome {
  const name = MEASURES[m.id]
  const { end, least, zh, en } = KINDS[rule]
  const value = m[end]
  const out = { rule, measure: m.id, n: m.n, value, bound: asked, p: null, alpha: null }
  if (m.value === null) {
    const sentence = { zh: `${name.zh}:没有可计分的标注,未判`, en: `${name.en}: nothing labelled to score, not judged` }
    return { ...out, outcome: 'skipped', sentence }
  }
  // A bound that nobody worked out must not pass in silence.
  if (value === null) {
    const sentence = {
      zh: `${name.zh}:未计算区间,无法判断`,
      en: `${name.en}: no interval was computed, cannot be judged`,
    }
    return { ...out, outcome: 'failed', sentence }
  }
  const met = least ? value >= asked : value <= asked
  const [shown, limit] = [showMeasure(m.id, value), showMeasure(m.id, asked)]
  const sentence = {
    zh: `${name.zh}:${zh} ${shown},${met ? '满足' : '不满足'}「${least ? '不低于' : '不高于'} ${limit}」(n=${m.n})`,
    en: `${name.en}: ${en} ${shown}, ${met ? 'meets' : 'does not meet'} «${least ? 'at least' : 'at most'} ${limit}» (n=${m.n})`,
  }
  return { ...out, outcome: met ? 'passed' : 'failed', sentence }
}

function pairedOutcomes(comparison: Comparison | null, { alpha, rules }: Thresholds['paired']): RuleOutcome[] {
  const asked = Object.entries(rules).map(([id, rule]) => {
    const found = comparison && measureOf(comparison.measures, id as MeasureId)
    return { id: id as MeasureId, ...rule, found: found && isTested(found) ? found : null }
  })
  const judged = asked.filter((a) => a.found !== null)
  const adjusted = holm(
    judged.map((a) => a.found!.pWorse!),
    judged.map((a) => a.weight),
  )
  return asked.map((a) => {
    const { zh, en, better } = MEASURES[a.id]
    const out = { rule: 'max_loss' as const, measure: a.id, bound: a.max_loss, alpha }
    if (a.found === null) {
      const why = comparison ? ['没有可配对的标注', 'nothing labelled to pair'] : ['没有基线', 'no baseline']
      return {
        ...out,
        outcome: 'skipped' as const,
        n: 0,
        value: null,
        p: null,
        sentence: { zh: `${zh}:${why[0]},未判`, en: `${en}: ${why[1]}, not judged` },
      }
    }
    const { n, difference, lost, won } = a.found
    const loss = better === 'lower' ? difference! : -difference!
    const p = adjusted[judged.indexOf(a)]!
    const failed = p <= alpha && loss > a.max_loss
    const points = `${(Math.abs(loss) * 100).toFixed(1)}`
    const shownP = p < 0.001 ? '<0.001' : `=${p.toFixed(3)}`
    return {
      ...out,
      outcome: failed ? ('failed' as const) : ('passed' as const),
      n,
      value: loss,
      p,
      sentence: {
        zh: `${zh}:较基线${loss > 0 ? '变差' : loss < 0 ? '变好' : '持平,相差'} ${points} 个百分点(变错 ${lost},变对 ${won},n=${n},校正后单侧 p${shownP})${failed ? ',属于显著退步' : ',不算显著退步'}`,
        en: `${en}: ${points} points ${loss > 0 ? 'worse than' : loss < 0 ? 'better than' : 'from'} the baseline (${lost} lost, ${won} won, n=${n}, adjusted one-sided p${shownP})${failed ? ', a significant loss' : ', no significant loss'}`,
      },
    }
  })
}

const isTested = (m: PairedMeasure): boolean => m.n > 0 && m.difference !== null && m.pWorse !== null

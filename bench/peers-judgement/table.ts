import type { LabelledCase } from '../../src/domain/labelled-case.ts'
import { familyOf } from '../../src/domain/labels.ts'
import { mcnemar } from '../../src/quality/statistics/mcnemar.ts'
import { wilson } from '../../src/quality/statistics/wilson.ts'
import { isRight, type Target, type Verdict } from './contender.ts'

/** A contender after the run: what it says of each test case, in order. A target it was not trained for is absent. */
export interface Result {
  name: string
  verdicts: Verdict[]
  trained: Partial<Record<Target, number>>
  /** Judging every test text once, one at a time, code and level; null when it could judge nothing. */
  judgeSeconds: number | null
  notes: string[]
}

/** What Suzhen is held against, in the order they run. */
export const PEERS = ['nlp.js', 'natural Bayes', 'natural logistic', 'char TF-IDF logistic'] as const

export type Measure = 'code' | 'exact' | 'family' | 'level'

const TITLES: Record<Measure, string> = {
  code: 'accepted code',
  exact: 'exact code',
  family: 'family',
  level: 'level',
}
const MEASURES = Object.keys(TITLES) as Measure[]
const targetOf = (m: Measure): Target => (m === 'level' ? 'level' : 'code')

const familyRight = (c: LabelledCase, code: string | null) =>
  code !== null && [c.primary!, ...c.also_ok].some((ok) => familyOf(ok) === familyOf(code))

/** Right or wrong, a case each; cases without a primary code count for the level only. */
export function outcomes(m: Measure, cases: readonly LabelledCase[], verdicts: readonly Verdict[]): boolean[] {
  return cases.flatMap((c, i) => {
    const { code, level } = verdicts[i]!
    if (m === 'level') return [isRight('level', c, level)]
    if (c.primary === null) return []
    return [m === 'code' ? isRight('code', c, code) : m === 'exact' ? code === c.primary : familyRight(c, code)]
  })
}

const hits = (xs: readonly boolean[]) => xs.filter(Boolean).length
const percent = (x: number) => (100 * x).toFixed(1)

/** The whole answer of the bench, as Markdown: figures, differences, and what was wanted. */
export function render(results: readonly Result[], cases: readonly LabelledCase[]): string {
  const ours = results.find((r) => r.name === 'Suzhen')!
  const peers = results.filter((r) => r !== ours)
  const has = (r: Result, m: Measure) => r.trained[targetOf(m)] !== undefined
  const of = (r: Result, m: Measure) => outcomes(m, cases, r.verdicts)
  const share = (r: Result, m: Measure) => {
    if (!has(r, m)) return '-'
    const right = of(r, m)
    const { low, high } = wilson(hits(right), right.length)!
    return `${percent(hits(right) / right.length)} [${percent(low)}, ${percent(high)}]`
  }
  const perSecond = (r: Result) => (r.judgeSeconds === null ? null : cases.length / r.judgeSeconds)
  const training = (r: Result) => {
    const { code, level } = r.trained
    if (r === ours) return code === undefined || code < 1 ? 'shipped' : `${code.toFixed(0)} (all heads)`
    return [code, level].map((s) => s?.toFixed(0) ?? '-').join(' + ')
  }
  const figures = [
    `| % right [95%] | ${MEASURES.map((m) => `${TITLES[m]}, n=${of(ours, m).length}`).join(' | ')} | training, s (code + level) | texts a second |`,
    `|---|${'---|'.repeat(MEASURES.length + 2)}`,
    ...results.map(
      (r) =>
        `| ${r.name} | ${MEASURES.map((m) => share(r, m)).join(' | ')} | ${training(r)} | ${perSecond(r)?.toFixed(perSecond(r)! < 10 ? 1 : 0) ?? '-'} |`,
    ),
  ]
  const difference = (r: Result, m: Measure) => {
    if (!has(r, m)) return null
    const [a, b] = [of(r, m), of(ours, m)]
    const lost = a.filter((x, i) => x && !b[i]).length
    const won = a.filter((x, i) => !x && b[i]).length
    return { points: (100 * (won - lost)) / a.length, lost, won, p: mcnemar(lost, won).midP }
  }
  const shown = (r: Result, m: Measure) => {
    const d = difference(r, m)
    if (!d) return '-'
    return `${d.points >= 0 ? '+' : ''}${d.points.toFixed(1)} (${d.won}:${d.lost}, p ${d.p < 1e-4 ? '< 0.0001' : `= ${d.p.toFixed(4)}`})`
  }
  const differences = [
    `| Suzhen minus, points (won:lost, McNemar mid-p) | ${MEASURES.map((m) => TITLES[m]).join(' | ')} |`,
    `|---|${'---|'.repeat(MEASURES.length)}`,
    ...peers.map((r) => `| ${r.name} | ${MEASURES.map((m) => shown(r, m)).join(' | ')} |`),
  ]
  const notes = results.flatMap((r) => r.notes.map((n) => `- ${r.name}: ${n}`))
  return [...figures, '', ...differences, '', ...notes, '', ...verdicts()].join('\n')

  function verdicts(): string[] {
    const margins = (['code', 'level'] as const).map((m) => {
      const [best, d] = peers
        .flatMap((r) => {
          const found = difference(r, m)
          return found ? [[r, found] as const] : []
        })
        .sort(([, a], [, b]) => a.points - b.points)[0]!
      const missing = 12 - d.points
      return {
        reached: missing <= 0,
        text: `${m} ${d.points >= 0 ? '+' : ''}${d.points.toFixed(1)} over ${best.name}${missing > 0 ? `, ${missing.toFixed(1)} short` : ''}`,
      }
    })
    const whole = peers.filter((r) => has(r, 'code') && has(r, 'level')).map((r) => r.name)
    const partial = whole.length < PEERS.length ? ` (with figures: ${whole.join(', ') || 'none'})` : ''
    const theirs = results.find((r) => r.name === 'nlp.js')
    const [mine, other] = [perSecond(ours), theirs ? perSecond(theirs) : null]
    const speed =
      mine === null || other === null
        ? 'not measured (nlp.js was not run)'
        : `${mine >= other ? 'reached' : `NOT reached, ${(other - mine).toFixed(0)} a second short`} (${mine.toFixed(0)} against ${other.toFixed(0)}; ${(mine / other).toFixed(2)} times)`
    return [
      `12 points more on code and level than the best of them${partial}: ${margins.every((m) => m.reached) ? 'reached' : 'NOT reached'} (${margins.map((m) => m.text).join('; ')})`,
      `at least as many texts a second as nlp.js: ${speed}`,
    ]
  }
}

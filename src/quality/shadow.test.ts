import { expect, it } from 'vitest'
import { aShadow, shadowAnswer } from '../../test/harness/shadows.ts'
import { labelsOfDecision } from '../domain/feedback-labels.ts'
import type { Level } from '../domain/labels.ts'
import { DECISION_EXAMPLE } from '../http/routes/triage-example.ts'
import type { ShadowPair } from '../ports/shadow-store.ts'
import { renderTerminalShadows } from './report/terminal.ts'
import { compareShadows } from './shadow.ts'

const { severity } = DECISION_EXAMPLE
const at = (level: Level) => ({ ...severity, level })
const settledAt = (level: Level) => ({ ...labelsOfDecision(DECISION_EXAMPLE), severity: level })
let n = 0
/** The answer that was given stands at the example's level, the shadow at `level`. */
const pair = (level: Level, over: Partial<ShadowPair> = {}): ShadowPair => ({
  ...aShadow({ triageId: `tri_${String(++n).padStart(4, '0')}`, answer: shadowAnswer({ severity: at(level) }) }),
  given: DECISION_EXAMPLE,
  final: null,
  ...over,
})
const times = (count: number, of: () => ShadowPair) => Array.from({ length: count }, of)
const compare = (pairs: ShadowPair[]) => compareShadows(pairs, { resamples: 200 })
const other = (severity.level === 1 ? 3 : 1) as Level
const step = Math.sign(other - severity.level)

it('counts in how many pairs a field is the same, with an interval, and which way the level moved', () => {
  const { groups } = compare([...times(8, () => pair(severity.level)), ...times(2, () => pair(other))])
  const [group] = groups
  const level = group!.agreement.find((a) => a.field === 'severity')!
  expect(level).toMatchObject({ n: 10, same: 8, share: 0.8 })
  // Wilson by hand: (0.8 + 1.92/10 ± 1.96 sqrt(0.16/10 + 0.96/100)) / 1.384
  expect([level.low, level.high].map((x) => x.toFixed(3))).toEqual(['0.490', '0.943'])
  expect(group!.agreement.find((a) => a.field === 'primary')).toMatchObject({ same: 10, n: 10, high: 1 })
  const moved = step < 0 ? { graver: 2, milder: 0 } : { graver: 0, milder: 2 }
  expect(group!.level).toMatchObject({ same: 8, ...moved })
  expect(group!.differing.map((d) => d.fields)).toEqual([['severity'], ['severity']])
  expect(group!.settled).toBeNull()
})

it('says who was right where people have settled it, by McNemar', () => {
  const pairs = [
    ...times(12, () => pair(other, { final: settledAt(other) })),
    ...times(2, () => pair(other, { final: settledAt(severity.level) })),
    ...times(5, () => pair(severity.level, { final: settledAt(severity.level) })),
    pair(other),
  ]
  const { settled } = compare(pairs).groups[0]!
  const exact = settled!.measures.find((m) => m.id === 'level.exact')!
  expect(settled!.common).toBe(19)
  expect(exact).toMatchObject({ n: 19, lost: 2, won: 12 })
  // Twice the tail of 14 fair coins with 2 heads or fewer: 2 (1 + 14 + 91) / 2^14.
  expect(exact.p).toBeCloseTo((2 * 106) / 2 ** 14, 10)
  expect(settled!.measures.find((m) => m.id === 'quotes.wrong')!.other).toBeNull()
})

it('counts a failure as what the service would have answered, and not as a disagreement', () => {
  const late = () => pair(severity.level, { failure: 'llm-timeout', final: settledAt(severity.level) })
  const [group] = compare([...times(3, late), pair(other)]).groups
  expect(group!.failures).toEqual([{ reason: 'llm-timeout', n: 3 }])
  expect(group!.agreement[0]!.n).toBe(1)
  expect(group!.settled!.measures.find((m) => m.id === 'level.exact')).toMatchObject({ base: 1, other: 1 })
  const none = compare(times(2, late)).groups[0]!
  expect(none.agreement).toEqual([])
})

it('keeps models and prompts apart, with cost and time', () => {
  const { groups } = compare([
    pair(severity.level),
    pair(severity.level, { model: 'another', prompts: ['triage@2#aaaaaaaaaaaa', 'verify@1#bbbbbbbbbbbb'] }),
    pair(severity.level, { prompts: ['triage@2#aaaaaaaaaaaa'] }),
    pair(severity.level, { latencyMs: 1000, spent: { ...aShadow({ triageId: '' }).spent, costUsd: 0.0006 } }),
  ])
  expect(groups.map((g) => [g.model, g.prompt, g.pairs])).toEqual([
    ['another', 'triage@2#aaaaaaaaaaaa', 1],
    ['shadow-model', 'triage@1#0123456789ab', 2],
    ['shadow-model', 'triage@2#aaaaaaaaaaaa', 1],
  ])
  expect(groups[1]!.cost.perThousandUsd).toBeCloseTo(0.5, 10)
  expect(groups[1]!.latencyMs).toEqual({ p50: 812.5, p95: 1000 })
  expect(compare([])).toEqual({ kind: 'suzhen-shadow-comparison', version: 1, groups: [] })
})

it('prints both languages without a control character of a model’s name', () => {
  const report = compare([
    pair(other, { model: 'evil\u001b[31m', final: settledAt(other) }),
    pair(other, { model: 'evil\u001b[31m', failure: 'llm-refused' }),
  ])
  const zh = renderTerminalShadows(report, { lang: 'zh', colour: false })
  const en = renderTerminalShadows(report, { lang: 'en', colour: false })
  expect(zh + en).not.toContain('\u001b')
  expect(zh).toMatch(/影子 evil.*\n.*2 对[\s\S]*未答 1: llm-refused 1[\s\S]*级别 +0\.0%[\s\S]*谁判得对/)
  expect(en).toMatch(/Shadow evil.*\n.*2 pairs[\s\S]*1 not answered[\s\S]*Level exact +0\.0% > 100\.0%/)
})

import { type JudgedCase, learnWeights } from '../../src/assess/learn-weights.ts'
import { reconcile } from '../../src/assess/reconcile.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import type { LabelledCase } from '../../src/domain/labelled-case.ts'
import { POOLED_FIELDS } from '../../src/domain/policy/reconcile-rules.ts'
import { readPolicy, readReconcileRules } from '../../src/node/policy-files.ts'
import { createRandom } from '../../src/quality/statistics/random.ts'
import { MIDDLING, type Qualities, simulateOpinion } from '../../test/harness/simulated-opinions.ts'
import { localAnswers } from './local-answers.ts'

/**
 * Where the weights of policy/reconcile.yaml come from: the real local engine's answers on dev beside made-up opinions of
 * assumed quality. Says nothing about any real model. Learnt on the even cases, held against the odd ones.
 */
const POOR: Qualities = {
  ...MIDDLING,
  nature: { right: 0.9, wrong: 0.4 },
  severity: { right: 0.65, wrong: 0.3 },
  types: { right: 0.65, wrong: 0.15 },
  emotion: { right: 0.5, wrong: 0.3 },
  repeat: { right: 0.85, wrong: 0.4 },
  group: { right: 0.92, wrong: 0.4 },
  trust: { right: 0.8, wrong: 0.8 },
}
/** Shares that are right, of cases: the local engine, the model, both with the weights of the policy. */
const FIELDS: [string, (a: Assessment, label: LabelledCase) => boolean][] = [
  ['nature', (a, l) => a.nature.value === l.nature],
  ['level', (a, l) => a.severity.level === l.severity],
  ['level 1 found', (a, l) => l.severity !== 1 || a.severity.level === 1],
  ['code', (a, l) => l.primary === null || [l.primary, ...l.also_ok].includes(a.types[0]?.code ?? '')],
  ['emotion', (a, l) => a.emotion.level === l.emotion],
  ['repeat', (a, l) => a.repeat.mentioned === l.repeat],
  ['group', (a, l) => a.group.mentioned === l.group],
]
function shares(rows: readonly (JudgedCase & { label: LabelledCase })[]): void {
  const both = rows.map(
    ({ local, opinion, label }) =>
      reconcile(
        { local, opinion, quarrel: null, second: null, alone: false, raiseOnly: false, original: label.text },
        policy,
        rules,
      ).assessment,
  )
  for (const [field, right] of FIELDS) {
    const of = rows.map((r, i) => [right(r.local, r.label), right(both[i]!, r.label)] as const)
    const share = (k: 0 | 1) => `${((100 * of.filter((r) => r[k]).length) / of.length).toFixed(1)}%`
    console.log(`${field.padEnd(14)} right: local ${share(0)}, both with the policy's weights ${share(1)}`)
  }
}

const policy = await readPolicy([])
const rules = await readReconcileRules()
const codes = policy.codes.map((c) => c.code)
const { answers, degraded } = await localAnswers(policy, 'dev')
console.log(`${answers.length} cases of dev${degraded ? `, degraded: ${degraded}` : ''}`)
for (const [name, quality] of [
  ['middling', MIDDLING],
  ['poor', POOR],
] as const) {
  const random = createRandom('weights')
  const rows = answers.map(({ one, result }) => ({
    local: result.assessment,
    opinion: simulateOpinion(one, result.assessment, quality, codes, random),
    label: one,
  }))
  const half = (odd: number) => rows.filter((_, i) => i % 2 === odd)
  const learnt = learnWeights(half(0), rules, codes.length)
  const held = learnWeights(half(1), { ...rules, ...learnt }, codes.length)
  console.log(`\n${name}`)
  for (const field of POOLED_FIELDS) {
    const { cases, local: alone, before } = held.figures[field]
    console.log(
      `${field.padEnd(9)} agrees ${learnt.weights[field].agrees.toFixed(2)} differs ${learnt.weights[field].differs.toFixed(2)}  log-loss on ${cases} held out: local alone ${alone.toFixed(3)}, both ${before.toFixed(3)}`,
    )
  }
  console.log('demands', learnt.demands)
  shares(rows)
}

import type { Assessment } from '../domain/assessment.ts'
import type { LabelledCase } from '../domain/labelled-case.ts'
import { DEMANDS, NATURES } from '../domain/labels.ts'
import { POOLED_FIELDS, type PooledField, type ReconcileRules, type Weight } from '../domain/policy/reconcile-rules.ts'
import { mentionOf } from './fields/mentions.ts'
import { natureOf } from './fields/nature.ts'
import { aroundStep, type Push, pushOne, pushStep } from './fields/pool.ts'
import { spread } from './fields/types.ts'
import type { CheckedOpinion } from './llm/check-opinion.ts'

/** One labelled case, what the local engine thinks of it, and what a model said of it, after the check. */
export interface JudgedCase {
  local: Assessment
  opinion: CheckedOpinion
  label: Pick<LabelledCase, 'nature' | 'severity' | 'primary' | 'also_ok' | 'emotion' | 'repeat' | 'group' | 'demands'>
}

export type Weights = Pick<ReconcileRules, 'weights' | 'demands'>
export interface Learnt extends Weights {
  /** By field: cases that teach it, and the mean log-loss (nats) of the local engine alone, with the weights it began from, and with those it learnt. */
  figures: Record<PooledField, { cases: number; local: number; before: number; after: number }>
}

/** Between how many probabilities to choose, which of them is right, and how the model's word would move them. */
interface Choice {
  p: readonly number[]
  push: Push
  right: readonly number[]
  /** Whether the model says what the local engine says. */
  same: boolean
}

// So much of the loss of one case does it cost to go one unit away from where a weight began: a few cases change little.
const RIDGE = 2
const ROUNDS = 6
/** As the policy's schema has it. */
const MOST = 8

/**
 * The weights under which the reconciled probabilities of labelled cases have the least log-loss, begun from those in
 * `start`. Pure and deterministic. `codes`: how many the policy has. Learn on cases that neither engine was taught from.
 */
export function learnWeights(
  cases: readonly JudgedCase[],
  start: Weights & Pick<ReconcileRules, 'types'>,
  codes: number,
): Learnt {
  const figures = {} as Learnt['figures']
  const weights = {} as Weights['weights']
  for (const field of POOLED_FIELDS) {
    const choices = cases.flatMap((c) => choiceOf(field, c, start.types.beside, codes) ?? [])
    const same = choices.filter((c) => c.same)
    const other = choices.filter((c) => !c.same)
    const best = (of: readonly Choice[], from: number) =>
      rounded(descend([from], ([weight]) => lossOf(of, weight!), of.length)[0]!)
    const { agrees, differs } = start.weights[field]
    weights[field] = { agrees: best(same, agrees), differs: best(other, differs) }
    const mean = (w: Weight) => (lossOf(same, w.agrees) + lossOf(other, w.differs)) / Math.max(1, choices.length)
    figures[field] = {
      cases: choices.length,
      local: mean({ agrees: 0, differs: 0 }),
      before: mean(start.weights[field]),
      after: mean(weights[field]),
    }
  }
  return { weights, demands: learnDemands(cases, start.demands), figures }
}

function choiceOf(
  field: PooledField,
  { local, opinion, label }: JudgedCase,
  beside: number,
  codes: number,
): Choice | null {
  switch (field) {
    case 'nature':
      return {
        p: natureOf(local),
        push: pushOne(NATURES.length, NATURES.indexOf(opinion.nature.value), opinion.nature.trust),
        right: [NATURES.indexOf(label.nature)],
        same: opinion.nature.value === local.nature.value,
      }
    case 'severity': {
      const grave = local.severity.distribution.slice(0, 3)
      const sum = grave.reduce((a, b) => a + b, 0)
      if (label.nature !== 'complaint' || label.severity === 4 || sum <= 0) return null
      const { value, trust } = opinion.severity
      return {
        p: grave.map((x) => x / sum),
        push: pushStep(3, Math.min(value.level, 3) - 1, trust),
        right: [label.severity - 1],
        same: value.level === local.severity.level,
      }
    }
    case 'types':
      return typesChoice(local, opinion, label, beside, codes)
    case 'emotion':
      return {
        p: aroundStep(5, local.emotion.level - 1, local.emotion.confidence),
        push: pushStep(5, opinion.emotion.value.level - 1, opinion.emotion.trust),
        right: [label.emotion - 1],
        same: opinion.emotion.value.level === local.emotion.level,
      }
    case 'repeat':
      return {
        p: mentionOf(local.repeat),
        push: pushOne(2, Number(opinion.repeat.value.mentioned), opinion.repeat.trust),
        right: [Number(label.repeat)],
        same: opinion.repeat.value.mentioned === local.repeat.mentioned,
      }
    case 'group':
      return {
        p: mentionOf(local.group),
        push: pushOne(2, Number(opinion.group.value), opinion.group.trust),
        right: [Number(label.group)],
        same: opinion.group.value === local.group.mentioned,
      }
  }
}

function typesChoice(
  local: Assessment,
  { types: { value, trust } }: CheckedOpinion,
  label: JudgedCase['label'],
  beside: number,
  codes: number,
): Choice | null {
  if (label.primary === null || value.primary === null || local.types.length === 0) return null
  const named = [...new Set([...local.types.map((t) => t.code), value.primary, ...value.others.map((o) => o.code)])]
  const accepted = [label.primary, ...label.also_ok].map((code) => named.indexOf(code)).filter((k) => k >= 0)
  return {
    p: spread(local.types, named, codes),
    push: [
      ...named.map((code) =>
        code === value.primary ? trust : value.others.some((o) => o.code === code) ? trust * beside : 0,
      ),
      0,
    ],
    right: accepted.length > 0 ? accepted : [named.length],
    same: value.primary === local.types[0]!.code,
  }
}

/** Negative log-likelihood, in nats. */
const lossOf = (choices: readonly Choice[], weight: number): number =>
  choices.reduce((sum, { p, push, right }) => {
    const score = (k: number) => Math.log(Math.max(1e-6, p[k]!)) + weight * push[k]!
    let all = 0
    let hit = 0
    for (let k = 0; k < p.length; k++) {
      const odds = Math.exp(score(k))
      all += odds
      if (right.includes(k)) hit += odds
    }
    return sum - Math.log(Math.max(1e-12, hit / all))
  }, 0)

function learnDemands(cases: readonly JudgedCase[], start: Weights['demands']): Weights['demands'] {
  const rows = cases
    .filter((c) => c.local.nature.value === 'complaint' && c.label.nature === 'complaint')
    .flatMap(({ local, opinion, label }) =>
      DEMANDS.map((d) => ({
        ours: local.demands.includes(d),
        theirs: (opinion.demands.value.includes(d) ? 1 : -1) * opinion.demands.trust,
        right: label.demands.includes(d),
      })),
    )
  const loss = ([said, silent, model]: readonly number[]) =>
    rows.reduce((sum, r) => sum + logistic((r.ours ? said! : -silent!) + model! * r.theirs, r.right), 0)
  const [said, silent, model] = descend([start.said, start.silent, start.model], loss, rows.length)
  return { said: rounded(said!), silent: rounded(silent!), model: rounded(model!) }
}

const logistic = (odds: number, right: boolean): number => Math.log1p(Math.exp(right ? -odds : odds))

/** One weight after the other, each by golden section. */
function descend(from: readonly number[], loss: (at: readonly number[]) => number, cases: number): number[] {
  if (cases === 0) return [...from]
  const cost = (at: readonly number[]) => loss(at) + RIDGE * at.reduce((sum, x, i) => sum + (x - from[i]!) ** 2, 0)
  let at = [...from]
  for (let round = 0; round < ROUNDS; round++)
    for (let i = 0; i < at.length; i++)
      at = at.with(
        i,
        goldenSection(0, MOST, (x) => cost(at.with(i, x))),
      )
  return at
}

const GOLDEN = (Math.sqrt(5) - 1) / 2

function goldenSection(low: number, high: number, cost: (x: number) => number): number {
  let [a, b] = [low, high]
  let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)]
  let [atC, atD] = [cost(c), cost(d)]
  while (b - a > 0.005) {
    if (atC < atD) {
      ;[b, d, atD] = [d, c, atC]
      c = b - GOLDEN * (b - a)
      atC = cost(c)
    } else {
      ;[a, c, atC] = [c, d, atD]
      d = a + GOLDEN * (b - a)
      atD = cost(d)
    }
  }
  return (a + b) / 2
}

const rounded = (x: number): number => Math.round(x * 100) / 100

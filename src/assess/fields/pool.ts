import type { Weight } from '../../domain/policy/reconcile-rules.ts'

/** What one statement does to each class, in natural log-odds. */
export type Push = readonly number[]

const LEAST = 1e-6

/**
 * Local probabilities and statements as one distribution: p(k) ∝ local(k) · exp(Σ push(k)). What both say becomes more
 * likely, what they disagree on less, and without a push nothing moves.
 */
export function pool(local: readonly number[], pushes: readonly Push[]): number[] {
  const scores = local.map((p, k) => Math.log(Math.max(LEAST, p)) + pushes.reduce((sum, push) => sum + push[k]!, 0))
  const top = Math.max(...scores)
  const odds = scores.map((s) => Math.exp(s - top))
  const sum = odds.reduce((a, b) => a + b, 0)
  return odds.map((o) => o / sum)
}

/**
 * The class that is said, and the distribution. The local engine cuts where its calibration learnt to, not always at the
 * most likely class: what it said starts out at least as likely as any other, while the distribution stays what it was.
 */
export function decide(
  local: readonly number[],
  said: number,
  pushes: readonly Push[],
): { index: number; p: number[] } {
  const p = pool(local, pushes)
  if (pushes.length === 0) return { index: said, p }
  const top = Math.max(...local)
  const lifted = pool(
    local.map((x, k) => (k === said ? top : x)),
    pushes,
  )
  const index = lifted.reduce((best, x, k) => (x > lifted[best]! ? k : best), said)
  return { index, p }
}

/** How much a statement weighs. */
export const natsOf = ({ agrees, differs }: Weight, same: boolean, trust: number): number =>
  (same ? agrees : differs) * trust

/** The distribution of a statement by itself. */
export const alone = (push: Push): number[] =>
  pool(
    push.map(() => 1),
    [push],
  )

/** A statement of one of `count` classes. */
export const pushOne = (count: number, said: number, nats: number): Push =>
  Array.from({ length: count }, (_, k) => (k === said ? nats : 0))

/** A statement of a step on a scale: each step away from it costs the same. */
export const pushStep = (count: number, said: number, nats: number): Push =>
  Array.from({ length: count }, (_, k) => -nats * Math.abs(k - said))

/** What a scale looks like of which only the step and its probability are known: the rest falls off by two thirds a step. */
export function aroundStep(count: number, said: number, confidence: number): number[] {
  const falls = Array.from({ length: count }, (_, k) => (k === said ? 0 : (1 / 3) ** Math.abs(k - said)))
  const rest = falls.reduce((a, b) => a + b, 0)
  return falls.map((f, k) => (k === said ? confidence : ((1 - confidence) * f) / rest))
}

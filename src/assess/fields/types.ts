import type { Assessment } from '../../domain/assessment.ts'
import type { ReconcileRules } from '../../domain/policy/reconcile-rules.ts'
import type { CheckedOpinion, CheckedVerdict } from '../llm/check-opinion.ts'
import type { PooledNature } from './nature.ts'
import { alone, decide, natsOf, type Push, pushOne } from './pool.ts'
import { distinct } from './severity.ts'

type Types = Assessment['types']

/** What it is about. The codes that neither named share what is left, so that a probability stays one. */
export function reconcileTypes(
  local: Types,
  said: CheckedOpinion['types'],
  second: CheckedVerdict | null,
  nature: PooledNature,
  { weights, types: { beside, most }, alone: { leastTrust } }: ReconcileRules,
  how: { alone: boolean; codes: number; perhaps: number },
): Types {
  const { primary, others } = said.value
  // What is no complaint has a code where it may yet be one, or where a question or a proposal has a subject (guide 1).
  const mayHave = nature.value === 'complaint' || nature.value === 'enquiry' || nature.value === 'suggestion'
  if (!mayHave && nature.complaint < how.perhaps) return []
  if (primary === null) return local
  const named = [...new Set([...local.map((t) => t.code), primary, ...others.map((o) => o.code), ...codeOf(second)])]
  const p = spread(local, named, how.codes)
  const judgesAlone = how.alone && said.trust >= leastTrust
  const ours = local[0]?.code
  const nats = (code: string, trust: number) => natsOf(weights.types, code === ours, trust)
  const pushes: Push[] = [
    p.map((_, k) => {
      const code = named[k] ?? ''
      if (code === primary) return nats(code, said.trust)
      return others.some((o) => o.code === code) ? nats(code, said.trust) * beside : 0
    }),
    ...codeOf(second).map((code) => pushOne(p.length, named.indexOf(code), nats(code, second!.level.trust))),
  ]
  const was = named.indexOf(ours ?? primary)
  const pooled = judgesAlone ? { index: named.indexOf(primary), p: alone(pushes[0]!) } : decide(p, was, pushes)
  const { index: first } = pooled
  const ranked = named
    .map((code, k) => ({ code, k, confidence: pooled.p[k]! }))
    .sort((a, b) => Number(b.k === first) - Number(a.k === first) || b.confidence - a.confidence || a.k - b.k)
  return ranked
    .map(({ code, confidence, k }) => ({
      code,
      role: k === first ? ('primary' as const) : roleOf(code),
      confidence,
      evidence: wordsOf(code),
    }))
    .sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))
    .slice(0, most)

  function roleOf(code: string): 'secondary' | 'alternative' {
    const theirs = others.find((o) => o.code === code)
    const earlier = local.find((t) => t.code === code)
    if (judgesAlone) return theirs?.role ?? 'alternative'
    return theirs?.role === 'secondary' || earlier?.role === 'secondary' ? 'secondary' : 'alternative'
  }
  function wordsOf(code: string) {
    const theirs = code === primary ? said.evidence : (others.find((o) => o.code === code)?.evidence ?? [])
    return distinct([...theirs, ...(local.find((t) => t.code === code)?.evidence ?? [])]).slice(0, 3)
  }
}

const ORDER = ['primary', 'secondary', 'alternative']
const codeOf = (second: CheckedVerdict | null): string[] => (second?.primary ? [second.primary] : [])

/** The probability of each code that somebody named, and last of all others together. */
export function spread(local: Types, named: readonly string[], codes: number): number[] {
  const told = local.reduce((sum, t) => sum + t.confidence, 0)
  const each = Math.max(1e-4, 1 - told) / Math.max(1, codes - local.length)
  const p = named.map((code) => local.find((t) => t.code === code)?.confidence ?? each)
  return [...p, each * Math.max(0, codes - named.length)]
}

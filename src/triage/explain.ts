import type { Assessment } from '../domain/assessment.ts'
import { levelOfRule } from '../domain/labels.ts'
import type { Policy } from '../domain/policy/parse.ts'

/** Why not one level graver: each rule of the graver levels, and how far it fell short. One sentence a rule, nearest first. */
export function explain(assessment: Assessment, policy: Policy): string[] {
  const { level, ruleScores } = assessment.severity
  if (assessment.nature.value !== 'complaint' && level === 4)
    return [`判为「${assessment.nature.value}」而非投诉,故为4级 · not a complaint, so level 4`]
  return policy.levels
    .flatMap((l) => l.rules)
    .filter((rule) => levelOfRule(rule.id) < level)
    .map((rule) => ({ rule, p: ruleScores[rule.id] ?? 0 }))
    .sort((a, b) => b.p - a.p || (a.rule.id < b.rule.id ? -1 : 1))
    .slice(0, 5)
    .map(({ rule, p }) => {
      const share = Math.round(p * 100)
      return `未达${levelOfRule(rule.id)}级 ${rule.id}「${rule.zh}」:把握 ${share}%,低于 ${Math.round(policy.thresholds.rule * 100)}% · rule ${rule.id} (${rule.en}) fell short at ${share}%`
    })
}

import type { Routing } from '../domain/decision.ts'
import type { Audience } from '../domain/labels.ts'
import { type Facts, holds } from '../domain/policy/condition.ts'
import type { Policy } from '../domain/policy/parse.ts'

/** E3, E4: the team, who helps, whether a senior hand takes it, and what the caller's role may promise. */
export function route(facts: Facts, role: Audience, policy: Policy): Routing {
  const fitting = policy.routing.filter((r) => holds(r.when, facts))
  const code = policy.codes.find((c) => c.code === facts.codes[0])
  const team = fitting.find((r) => r.team)?.team ?? code?.department ?? 'customer-service'
  const collaborators = [
    // Of every matter the text raises: RL-09 brings in legal also where it comes second (B2).
    ...facts.codes.flatMap((raised) => policy.codes.find((c) => c.code === raised)?.collaborators ?? []),
    ...(code && code.department !== team ? [code.department] : []),
    ...fitting.flatMap((r) => r.collaborators),
  ]
  const power = policy.powers.find((p) => p.role === role) ?? policy.powers[0]!
  return {
    team,
    teamName: policy.departments[team]?.zh ?? team,
    // A grave matter's helpers are not called for an ordinary one of the same code.
    collaborators: [...new Set(collaborators)].filter((d) => d !== team && (d !== 'executive' || facts.level === 1)),
    senior: fitting.some((r) => r.senior),
    approval: { role: power.role, limitYuan: power.limitYuan },
  }
}

import type { Decision } from '../domain/decision.ts'

/** One field that two decisions on the same text see differently. */
export interface Difference {
  /** Dotted path in the decision, for example `severity.level`. */
  field: string
  before: unknown
  after: unknown
}

/** What an agent's desktop shows of a decision, field by field; quotes and times of the engine are left out. */
const FIELDS: Record<string, (d: Decision) => unknown> = {
  nature: (d) => d.nature,
  'severity.level': (d) => d.severity.level,
  'severity.rules': (d) => d.severity.rules,
  'severity.confidence': (d) => d.severity.confidence,
  'types.primary': (d) => d.types.find((t) => t.role === 'primary')?.code ?? null,
  'types.secondary': (d) => d.types.filter((t) => t.role === 'secondary').map((t) => t.code),
  'emotion.level': (d) => d.emotion.level,
  'emotion.dominant': (d) => d.emotion.dominant,
  threats: (d) => d.threats.map((t) => `${t.channel}/${t.stance}`).sort(),
  flags: (d) => Object.keys(d.flags).filter((f) => d.flags[f as keyof Decision['flags']]),
  'repeat.mentioned': (d) => d.repeat.mentioned,
  'repeat.risk': (d) => d.repeat.risk,
  'group.mentioned': (d) => d.group.mentioned,
  'escalation.risk': (d) => d.escalation.risk,
  demands: (d) => d.demands,
  'routing.team': (d) => d.routing.team,
  'routing.senior': (d) => d.routing.senior,
  'clocks.firstResponseBy': (d) => d.clocks.firstResponseBy,
  'clocks.resolveBy': (d) => d.clocks.resolveBy,
  similarCases: (d) => d.similarCases.map((c) => c.id),
  scripts: (d) => d.scripts.map((s) => s.id),
  'review.required': (d) => d.review.required,
}

/** What the later decision says otherwise, in the order of the answer. */
export function differences(before: Decision, after: Decision): Difference[] {
  return Object.entries(FIELDS)
    .map(([field, of]) => ({ field, before: of(before), after: of(after) }))
    .filter((d) => JSON.stringify(d.before) !== JSON.stringify(d.after))
}

import type { Decision } from '../../../domain/decision.ts'
import type { Difference } from '../../../triage/differences.ts'
import type { Bit, Dom } from './dom.ts'
import type { PolicyNames } from './tools.ts'

export interface RefinedView {
  /** What a second look changed, field by field, as it was and as it is. */
  list(differences: readonly Difference[], decision: Decision, names: PolicyNames): HTMLElement
  /** The kinds of judgements that it touched. */
  kinds(differences: readonly Difference[]): Set<string>
}

/** What the language model changed, in words. Everything is text and never markup, whoever wrote it. */
export function createRefinedView(dom: Dom): RefinedView {
  const { node, say, named, both } = dom
  const GROUPS: Record<string, string> = {
    nature: 'nature',
    'severity.level': 'level',
    'emotion.dominant': 'dominant',
    flags: 'flag',
    demands: 'demand',
    'repeat.risk': 'risk',
    'escalation.risk': 'risk',
  }
  const KINDS: Record<string, string> = { severity: 'level', types: 'type', threats: 'threat' }

  const code = (value: string, { codes }: PolicyNames): Bit => {
    const found = codes.find((c) => c.code === value)
    return [node('code', {}, value), found && [' ', both(found.zh, found.en)]]
  }
  const one = (field: string, value: unknown, names: PolicyNames): Bit => {
    if (value === null || value === undefined) return '—'
    if (typeof value === 'boolean') return named('yes', String(value))
    if (field === 'severity.confidence') return `${Math.round(Number(value) * 100)}%`
    if (field.startsWith('types.')) return code(String(value), names)
    if (field.startsWith('clocks.')) return dom.moment(String(value))
    if (field === 'threats') {
      const [channel, stance] = String(value).split('/')
      return [named('threat', channel!), ' ', named('stance', stance ?? '')]
    }
    if (field === 'routing.team') {
      const team = String(value)
      const found = Object.hasOwn(names.departments, team) ? names.departments[team]! : null
      return found ? both(found.zh, found.en) : team
    }
    const group = GROUPS[field]
    return group ? named(group, String(value)) : String(value)
  }
  const spoken = (field: string, value: unknown, names: PolicyNames): Bit =>
    Array.isArray(value)
      ? value.length === 0
        ? '—'
        : value.map((v, i) => [i > 0 && ', ', one(field, v, names)])
      : one(field, value, names)

  return {
    kinds: (differences) =>
      new Set(differences.map(({ field }) => KINDS[field.split('.')[0]!] ?? field.split('.')[0]!)),
    list(differences, decision, names) {
      const failed = decision.engine.reasons.some((r) => r.startsWith('llm-'))
      // Where it failed, what differs is what follows from that: somebody has to look.
      const title = failed
        ? say('console.refined.off')
        : differences.length > 0
          ? say('console.refined', { n: differences.length })
          : say('console.refined.not')
      return node(
        'div',
        { class: differences.length > 0 ? 'refined' : 'refined muted' },
        node('p', {}, differences.length > 0 ? node('b', {}, title) : title),
        differences.length > 0 &&
          node(
            'dl',
            {},
            differences.map(({ field, before, after }) => [
              node('dt', { 'data-field': field }, named('what', field)),
              node(
                'dd',
                {},
                node(
                  'span',
                  { class: 'was' },
                  node('span', { class: 'unseen' }, say('diff.was'), ' '),
                  spoken(field, before, names),
                ),
                ' → ',
                node('b', {}, node('span', { class: 'unseen' }, say('diff.is'), ' '), spoken(field, after, names)),
              ),
            ]),
          ),
      )
    },
  }
}

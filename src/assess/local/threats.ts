import type { Stance, ThreatChannel } from '../../domain/labels.ts'
import { compilePatterns } from '../../domain/policy/patterns.ts'
import type { PolicyRules } from '../../domain/policy/schema.ts'
import type { Span } from '../../domain/text/clauses.ts'

/** A channel named in the text; `stance` null where it is named without a threat (guide 5). Offsets are of the reading. */
export interface ThreatHit extends Span {
  channel: ThreatChannel
  stance: Stance | null
  clause: number
  /** Called in by a tag: «@…». */
  tag: boolean
}

/**
 * Reads threats clause by clause: the channel named, and whether the words beside it say «will» or «have». A `done`
 * pattern wins over `threatened`; a refusal, another's words or a channel in another role (policy signal `old-channel`)
 * leaves it named only. The words for all this are the policy's `threatScope`.
 */
export function createThreatReader(policy: PolicyRules): (text: string, clauses: readonly Span[]) => ThreatHit[] {
  const channels = policy.threats.map((t) => ({
    channel: t.channel,
    bare: compilePatterns(t.any, policy.lexicons),
    any: compilePatterns([...t.any, ...t.threatened.filter((p) => p !== '.'), ...t.done], policy.lexicons),
    threatened: compilePatterns(t.threatened, policy.lexicons),
    done: compilePatterns(t.done, policy.lexicons),
  }))
  const scope = Object.fromEntries(
    Object.entries(policy.threatScope).map(([name, words]) => [name, compilePatterns(words, policy.lexicons)]),
  ) as Record<keyof PolicyRules['threatScope'], RegExp>
  const intent = compilePatterns(policy.lexicons.intent ?? [], policy.lexicons)
  const otherRole = policy.signals.find((s) => s.id === 'old-channel')
  const otherRolePattern = otherRole ? compilePatterns(otherRole.any, policy.lexicons) : /(?!)/u

  return (text, clauses) => {
    const out: ThreatHit[] = []
    const toCity = has(scope.city, text)
    const stranger = has(scope.stranger, text)
    clauses.forEach((clause, index) => {
      const words = text.slice(clause.start, clause.end)
      const listed = text.slice(listStart(text, clauses, index), clause.start)
      for (const c of channels) {
        const named = first(c.any, words)
        if (!named) continue
        const told = stanceOf(
          c,
          words,
          first(c.bare, words) ?? named,
          text.slice(Math.max(0, clause.start - 16), clause.start),
          listed,
        )
        const beside =
          has(scope.dropped, text.slice(clause.end, clause.end + 20)) ||
          (toCity && c.channel === 'regulator') ||
          (stranger && c.channel === 'legal' && has(scope.police, words.slice(named.start, named.end)))
        out.push({
          channel: c.channel,
          stance: beside ? null : told,
          start: clause.start + named.start,
          end: clause.start + named.end,
          clause: index,
          tag: words[named.start] === '@',
        })
      }
    })
    return out
  }

  function stanceOf(
    c: (typeof channels)[number],
    words: string,
    named: Span,
    before: string,
    listed: string,
  ): Stance | null {
    if (has(scope.doorOpen, words)) return 'threatened'
    if (has(scope.refused, words.slice(0, named.start + 6)) || has(scope.othersSay, words.slice(0, named.start)))
      return null
    if (has(otherRolePattern, words)) return null
    const done = inList(c.done, listed, words)
    // Beside what is still to come «向消协投诉» or «报警» have not happened yet, unless a mark of completion says so. A tag
    // calls as it is written, whatever the clause before it tells.
    const calls = done && done.said[done.start] === '@'
    if (done && (calls || !has(scope.toCome, done.said.slice(0, done.end)) || has(scope.happened, done.said)))
      return 'done'
    if (c.channel === 'unspecified' && has(scope.openEnded, words)) return 'threatened'
    const threatened = inList(c.threatened, listed, words)
    if (!threatened) return null
    if (has(scope.past, words)) return null
    return has(intent, words) || has(intent, before) || threatened.end - threatened.start > 4 ? 'threatened' : null
  }
}

/** Clauses of a list that are read together, at most: reading must not grow with the square of a list. */
const LISTED = 3

/** Where the list that the clause ends begins: «通过网络、媒体、法院» is one saying in three clauses. */
function listStart(text: string, clauses: readonly Span[], index: number): number {
  let i = index
  while (i > 0 && i > index - LISTED && text.slice(clauses[i - 1]!.end, clauses[i]!.start).includes('、')) i--
  return clauses[i]!.start
}

/** The first match that reaches into the clause: in its own words, else in those of the list that it ends. */
function inList(pattern: RegExp, listed: string, words: string): (Span & { said: string }) | null {
  const own = first(pattern, words)
  if (own) return { ...own, said: words }
  const whole = listed ? first(pattern, listed + words) : null
  return whole && whole.end > listed.length ? { ...whole, said: listed + words } : null
}

function has(pattern: RegExp, words: string): boolean {
  pattern.lastIndex = 0
  return pattern.test(words)
}

function first(pattern: RegExp, words: string): Span | null {
  pattern.lastIndex = 0
  const m = pattern.exec(words)
  return m ? { start: m.index, end: m.index + m[0].length } : null
}

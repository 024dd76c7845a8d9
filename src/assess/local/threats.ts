import type { Stance, ThreatChannel } from '../../domain/labels.ts'
import { compilePatterns } from '../../domain/policy/patterns.ts'
import type { PolicyRules } from '../../domain/policy/schema.ts'
import type { Span } from '../../domain/text/clauses.ts'

/** A channel named in the text; `stance` null where it is named without a threat (guide 5). Offsets are of the reading. */
export interface ThreatHit extends Span {
  channel: ThreatChannel
  stance: Stance | null
  clause: number
}

// «I will not go to the press» is no threat; «I would rather not have to» leaves the door open.
const REFUSED =
  /(?:不会|没打算|没想过|不打算|无意|懒得|没必要|用不着|没有?想|并不想|不至于|犯不着|没去|不用|不是要|没有(?:去|找)|别人|听说|看到有人|网友说|有人|won't|will not|not going to|no intention|don't (?:want|intend)|didn't|haven't|never)/iu
const DOOR_OPEN =
  /(?:不想|不愿|不希望)(?:意)?.{0,8}(?:闹|走到|惊动|麻烦|把|捅|找|上|打|用|投诉|曝光|发)|不(?:想|要)逼我/u
const QUESTION_OF_OTHERS =
  /(?:你们|他们|商家|老板|客服|店家|骗子|物业|对方|店员).{0,6}(?:说|让|叫|要我|还|反而|威胁|扬言).{0,10}$/u

/**
 * Reads threats clause by clause: the channel named, and whether the words beside it say «will» or «have». A `done`
 * pattern wins over `threatened`; a refusal, another's words or a channel in another role (policy signal `old-channel`)
 * leaves it named only.
 */
export function createThreatReader(policy: PolicyRules): (text: string, clauses: readonly Span[]) => ThreatHit[] {
  const channels = policy.threats.map((t) => ({
    channel: t.channel,
    any: compilePatterns([...t.any, ...t.threatened.filter((p) => p !== '.'), ...t.done], policy.lexicons),
    threatened: compilePatterns(t.threatened, policy.lexicons),
    done: compilePatterns(t.done, policy.lexicons),
  }))
  const intent = compilePatterns(policy.lexicons.intent ?? [], policy.lexicons)
  const otherRole = policy.signals.find((s) => s.id === 'old-channel')
  const otherRolePattern = otherRole ? compilePatterns(otherRole.any, policy.lexicons) : /(?!)/u

  return (text, clauses) => {
    const out: ThreatHit[] = []
    clauses.forEach((clause, index) => {
      const words = text.slice(clause.start, clause.end)
      for (const c of channels) {
        const named = first(c.any, words)
        if (!named) continue
        out.push({
          channel: c.channel,
          stance: stanceOf(c, words, named, text.slice(Math.max(0, clause.start - 16), clause.start)),
          start: clause.start + named.start,
          end: clause.start + named.end,
          clause: index,
        })
      }
    })
    return out
  }

  function stanceOf(c: (typeof channels)[number], words: string, named: Span, before: string): Stance | null {
    if (DOOR_OPEN.test(words)) return 'threatened'
    if (REFUSED.test(words.slice(0, named.start + 6)) || QUESTION_OF_OTHERS.test(words.slice(0, named.start)))
      return null
    if (first(otherRolePattern, words)) return null
    if (first(c.done, words)) return 'done'
    const threatened = first(c.threatened, words)
    if (!threatened) return null
    if (/^(?:past|去年|前年|以前)/u.test(words)) return null
    return first(intent, words) || first(intent, before) || threatened.end - threatened.start > 4 ? 'threatened' : null
  }
}

function first(pattern: RegExp, words: string): Span | null {
  pattern.lastIndex = 0
  const m = pattern.exec(words)
  return m ? { start: m.index, end: m.index + m[0].length } : null
}

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
  /(?:不会|没打算|没想过|不打算|无意|懒得|没必要|用不着|没有?想|并不想|不至于|犯不着|没去|不用|不是要|没有?(?:去|找|报警|报案|起诉|上访|上网|曝光|投诉到)|别人|听说|看到有人|网友说|有人|won't|will not|not going\b|no intention|don't (?:want|intend)|didn't|haven't|never)/iu
const DOOR_OPEN =
  /(?:不想|不愿|不希望)(?:意)?.{0,8}(?:闹|走到|惊动|麻烦|把|捅|找|上|打|用|投诉|曝光|发)|不(?:想|要)逼我|(?:don't|do not) want (?:it |this )?to (?:have to )?(?:go|take|involve|call|post|report)/iu
const QUESTION_OF_OTHERS =
  /(?<!(?:跟|和|对|向|给|找|告诉|问)(?:你们|他们)?的?)(?:你们|他们|商家|老板|客服|店家|骗子|物业|对方|店员|店长|经理|催收|保安|司机|骑手|快递员|工作人员).{0,6}(?:说|让|叫|要我|还|反而|威胁|扬言).{0,10}$/u
// What is still to come: beside it «done» words such as «向消协投诉» or «报警» have not happened yet …
const TO_COME =
  /(?:(?<!协|委员|委)会(?!员)|将|(?<!主|需|重|必|不)要|准备|打算|只能|只好|马上|明天|后天|立刻|决定|考虑|不得不|否则|不然|再不|再这样|大不了|保留|(?<!早|那时)就|\b(?:will|going to|shall)\b|'ll\b)/u
// … unless a mark of completion says that they have.
const HAPPENED =
  /(?:打|找|报|投诉|举报|反映|联系|发|写|去|请|签)(?:了|过)(?!$)|已|曾|昨|前天|上周|上个?月|受理|编号|单号|回执|答复|无果|没结果|\b(?:ha(?:ve|s)|already)\b/u
// Words that are a threat by themselves, without a channel and without an intent beside them.
const OPEN_ENDED =
  /(?<!没|未|无|否)(?:有|存在)升级意向|走着瞧|等着(?:瞧|吧)|没完(?!没了|成|全)|不会善罢甘休|奉陪到底|后果自负|追究到底|维权到底|不会就此罢休|别怪我不客气|撕破脸|斗到底|\b(?:take this further|hear from me again|not (?:be )?the end of (?:this|it))\b/iu

/**
 * Reads threats clause by clause: the channel named, and whether the words beside it say «will» or «have». A `done`
 * pattern wins over `threatened`; a refusal, another's words or a channel in another role (policy signal `old-channel`)
 * leaves it named only.
 */
export function createThreatReader(policy: PolicyRules): (text: string, clauses: readonly Span[]) => ThreatHit[] {
  const channels = policy.threats.map((t) => ({
    channel: t.channel,
    bare: compilePatterns(t.any, policy.lexicons),
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
          stance: stanceOf(
            c,
            words,
            first(c.bare, words) ?? named,
            text.slice(Math.max(0, clause.start - 16), clause.start),
          ),
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
    const done = first(c.done, words)
    if (done && (!TO_COME.test(words.slice(0, done.end)) || HAPPENED.test(words))) return 'done'
    if (c.channel === 'unspecified' && OPEN_ENDED.test(words)) return 'threatened'
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

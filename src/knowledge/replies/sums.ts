import type { Measured } from '../../domain/assessment.ts'
import { compileReplyWords, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import { CN, found, NUM, parseNumber, plainNumerals, SCALE, sumsOfMoney } from '../../domain/text/amounts.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { ENGLISH_NUMBERS } from './english-numbers.ts'
import type { Passage } from './passage.ts'
import { has, type ScopeReader } from './scope.ts'
import type { Breach } from './spoken.ts'

// «赔您两千五», «给您六千六»: no unit of money is named, the verb says that it is one.
const BARE = new RegExp(
  `(?<=(?:赔偿?|补偿?|给|送|减免|按|出|返|付|转|(?<!拨)打|掏|到)(?:给|到|您|你|个|了)*\\s?)(?<![\\d${CN}])(${NUM})(?:\\s?(万|千|百|[wWkK])(?:([1-9一二两三四五六七八九])(?![\\d${CN}]))?)?(?![\\d${CN}.:%])(?!\\s?(?:多|来|几)?\\s?(?:元|块|万|千|百|积分|分|个|天|日|次|点|号|倍|折|里|张|份|年|月|小时|工作|周|星期|件|台|部|套|斤|瓶|盒|包|条|间|晚|节|位|人|户|笔|遍|趟|步|楼|栋|室|[a-zA-Z]|-|~))`,
  'gu',
)

const VAGUE = /(?:上|小一)万|万把块|万儿?八千/gu
const ENGLISH =
  /\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)\s?(?:thousand|grand|k)\b/giu

/** Promises of money beyond a role's power (E3). `limit` in yuan; null: no limit. */
export function createSums(
  { sums, lexicons }: Pick<ReplyRules, 'sums' | 'lexicons'>,
  inScope: ScopeReader,
): (passage: Passage, limit: number | null) => Breach[] {
  const promise = compileReplyWords(sums.promise, lexicons)
  const thing = compileReplyWords(sums.thing, lexicons)
  const paidBack = compileReplyWords(sums.paidBack, lexicons)
  const named = compileReplyWords(sums.named, lexicons)
  const strong = compileReplyWords(sums.strong, lexicons)
  const refused = compileReplyWords(sums.refused, lexicons)
  const unbounded = compileReplyWords(sums.unbounded, lexicons)
  const notUnbounded = compileReplyWords(sums.notUnbounded, lexicons)

  /** Whether the words about a sum say that it is given: the thing behind it, or the nearest verb ahead. */
  function isGiven(passage: Passage, sum: Span): boolean {
    const { text } = passage
    const clause = passage.clauseOf(sum.start, sum.end)
    if (has(refused, text.slice(clause.start, clause.end))) return false
    if (has(thing, text.slice(sum.end, clause.end))) return true
    const ahead = text.slice(clause.start, sum.start)
    const given = lastEnd(promise, ahead)
    // «维修费6000元» is a price, «赔您维修费6000元» is not.
    const back = Math.max(lastEnd(paidBack, ahead), has(strong, ahead) ? -1 : lastEnd(named, ahead))
    if (given >= 0 || back >= 0) return given > back
    // «我给您免一年物业费,四千三百块»: a sum that stands by itself belongs to what was said before it.
    const before = passage.clauseBefore(clause.start)
    if (before === null || inScope(passage, clause, ['customer'])) return false
    const said = text.slice(before.start, before.end)
    return (
      lastEnd(promise, said) > lastEnd(paidBack, said) &&
      !has(refused, said) &&
      !inScope(passage, { start: before.end, end: before.end }, ['customer', 'others'])
    )
  }

  return (passage, limit) => {
    if (limit === null) return []
    const { text } = passage
    const given = sumsIn(text).filter(
      (s) => s.value > limit && isGiven(passage, s) && !inScope(passage, s, ['customer', 'others']),
    )
    const open = [...text.matchAll(unbounded)]
      .map((m) => ({ start: m.index, end: m.index + m[0].length }))
      .filter((span) => {
        const { start, end } = passage.clauseOf(span.start, span.end)
        return !has(notUnbounded, text.slice(start, end)) && !inScope(passage, span, ['negated', 'customer', 'others'])
      })
    return [...given, ...open].map((s) => ({ rule: 'over-powers', span: passage.clauseOf(s.start, s.end) }))
  }
}

/** Sums of money as replies name them, in digits, Chinese numerals and the numerals of cheques. */
export function sumsIn(reading: string): Measured[] {
  const text = plainNumerals(reading)
  const bare = found(text, BARE, (m) => {
    const scale = SCALE[m[2] ?? ''] ?? 1
    const rest = m[3] ? parseNumber(m[3]) * (scale / 10) : 0
    return parseNumber(m[1]!) * scale + rest
  })
  const vague = [...text.matchAll(VAGUE)].map((m) => ({ value: 10_000, start: m.index, end: m.index + m[0].length }))
  const english = found(text, ENGLISH, (m) => (ENGLISH_NUMBERS[m[1]!.toLowerCase()] ?? Number(m[1])) * 1000)
  return [...sumsOfMoney(text), ...bare, ...vague, ...english]
}

function lastEnd(pattern: RegExp, words: string): number {
  let at = -1
  for (const m of words.matchAll(pattern)) at = m.index + m[0].length
  return at
}

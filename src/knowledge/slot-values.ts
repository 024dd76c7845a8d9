import type { TriageRequest } from '../domain/complaint.ts'
import type { Decision, FilledSlot } from '../domain/decision.ts'
import type { SlotRule, SlotSource } from '../domain/policy/knowledge-rules.ts'
import { splitClauses } from '../domain/text/clauses.ts'
import { type Reading, toOriginal } from '../domain/text/reading.ts'

/** What slots are filled from: this complaint, its request and its decision, and nothing else. Offsets are of `text`. */
export interface SlotFacts {
  text: string
  customer?: TriageRequest['customer']
  order?: TriageRequest['order']
  decision: Pick<Decision, 'entities' | 'clocks' | 'receivedAt' | 'language'>
}

/** A value and what ends it («前», «元»), left away where the script goes on with it. */
export interface SlotValue {
  body: string
  tail: string
}

type At = FilledSlot['at']

// What stands for a name that nobody knows, or was masked before it came.
const NO_NAME = /^(?:匿名.{0,2}|未知|不详|无|客户|用户|顾客|anonymous|unknown|none|n\/?a)$/iu
const NOT_CLEAR = /[*{}〔〕]|^[^\p{L}\p{N}]*$/u

/** The value that a source gives; null where it knows none. `at`: which words of the text, for text.*. */
export function valueFrom(from: SlotSource, at: At, { text, customer, order, decision }: SlotFacts): SlotValue | null {
  const english = decision.language === 'en'
  switch (from) {
    case 'customer.name':
      return plain(NO_NAME.test(customer?.name?.trim() ?? '') ? undefined : customer?.name)
    case 'order.product':
      return plain(order?.product)
    case 'order.id':
      return plain(order?.id)
    case 'order.amount':
      return sum(order?.amount, english)
    case 'text.amount': {
      const named = decision.entities.find((e) => e.kind === 'amount' && e.start === at?.start && e.end === at.end)
      return sum(named?.value, english)
    }
    case 'text.date':
      return plain(at ? text.slice(at.start, at.end) : undefined)
    case 'clocks.firstResponseBy':
      return deadline(decision.clocks.firstResponseBy, decision.receivedAt, english)
    case 'clocks.resolveBy':
      return deadline(decision.clocks.resolveBy, decision.receivedAt, english)
  }
}

function plain(value: string | undefined): SlotValue | null {
  const body = value?.replace(/[\s\p{Cc}]+/gu, ' ').trim() ?? ''
  return body === '' || NOT_CLEAR.test(body) ? null : { body, tail: '' }
}

const sum = (yuan: unknown, english: boolean): SlotValue | null =>
  typeof yuan === 'number' ? { body: String(yuan), tail: english ? ' yuan' : '元' } : null

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** `2026-11-24T18:00:00+08:00` -> «11月24日18:00前», «18:00 on 24 November»; with its year where the complaint came in another. */
export function deadline(instant: string, receivedAt: string, english: boolean): SlotValue {
  const [, year, month, day, time] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(instant)!
  const other = year === receivedAt.slice(0, 4) ? null : year
  return english
    ? { body: `${time} on ${Number(day)} ${MONTHS[Number(month) - 1]}${other ? ` ${other}` : ''}`, tail: '' }
    : { body: `${other ? `${other}年` : ''}${Number(month)}月${Number(day)}日${time}`, tail: '前' }
}

const DATE =
  /(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:\s?(?:凌晨|早上|上午|中午|下午|晚上|夜里)?\s?\d{1,2}(?::\d\d|[点时](?:\d{1,2}分?|半)?))?|(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)|\b(?:\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2})\b/gu
// A sum in other money, or one that is only about right, is none to repeat to a customer.
const OTHER_MONEY = /[$£€]|dollar|pound|euro/iu
const ABOUT = /[几数余]|多|来[元块]|\d来/u
const ABOUT_BEFORE =
  /(?:[约約近]|about|around|over|nearly|almost|(?:大概|差不多|大约|大約|不到|超过|超過|至少|起码|最多)[^,,。;;!!??\d]{0,6})(?:了|是|有)?\s?$/iu
const ABOUT_AFTER = /^\s?(?:左右|上下|以上|以内|以內|多|来)/u

/** Where in the complaint the one sum or day stands that the rule's words are about; null where there is none, or more than one. */
export function placeInText(
  from: 'text.amount' | 'text.date',
  rule: Pick<SlotRule, 'near' | 'notNear'>,
  reading: Reading,
  entities: Decision['entities'],
): At {
  const candidates = from === 'text.amount' ? sumsIn(reading.original, entities) : datesIn(reading, entities)
  const clauses = splitClauses(reading.text).map(({ start, end }) => ({
    words: reading.text.slice(start, end).toLowerCase(),
    ...toOriginal(reading, start, end),
  }))
  const fitting = candidates.filter(({ at }) => {
    const clause = clauses.find((c) => c.start <= at.start && at.end <= c.end)
    return clause !== undefined && holdsOneOf(clause.words, rule.near) && !holdsOneOf(clause.words, rule.notNear)
  })
  const values = new Set(fitting.map((c) => c.value))
  return values.size === 1 && !values.has(null) ? fitting[0]!.at : null
}

export const holdsOneOf = (words: string, list: readonly string[]): boolean => list.some((w) => words.includes(w))

interface Candidate {
  at: NonNullable<At>
  /** Null: not to be repeated, and it leaves open which one was meant. */
  value: string | null
}

const sumsIn = (text: string, entities: Decision['entities']): Candidate[] =>
  entities
    .filter((e) => e.kind === 'amount')
    .map(({ start, end, value }) => {
      const words = text.slice(start, end)
      const vague =
        OTHER_MONEY.test(words) ||
        ABOUT.test(words) ||
        ABOUT_BEFORE.test(text.slice(Math.max(0, start - 14), start)) ||
        ABOUT_AFTER.test(text.slice(end, end + 4))
      return { at: { start, end }, value: vague ? null : String(value) }
    })

const PERSONAL = new Set(['phone', 'idcard', 'bankcard', 'plate', 'email', 'address', 'name'])

const datesIn = (reading: Reading, entities: Decision['entities']): Candidate[] =>
  [...reading.text.matchAll(DATE)].flatMap((m) => {
    const at = toOriginal(reading, m.index, m.index + m[0].length)
    // A number that is personal data is no day.
    const hidden = entities.some((e) => PERSONAL.has(e.kind) && e.start < at.end && at.start < e.end)
    return hidden ? [] : [{ at, value: m[0] }]
  })

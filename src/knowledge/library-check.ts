import type { Script } from '../domain/knowledge.ts'
import type { Audience } from '../domain/labels.ts'
import type { KnowledgeRules } from '../domain/policy/knowledge-rules.ts'
import type { Policy } from '../domain/policy/parse.ts'
import { sumsOfMoney } from '../domain/text/amounts.ts'
import { readText, toOriginal } from '../domain/text/reading.ts'
import { slotsIn } from './check-body.ts'
import { besideOneOf } from './fill-slots.ts'
import type { ReplyChecker } from './replies/check-reply.ts'

/** What no agent may say, in whatever script: the rules of the reply check about what is promised and given away. */
const SAID = ['over-powers', 'guarantee', 'liability', 'journalist', 'personal-data'] as const
type Said = (typeof SAID)[number]

export type LibraryRule =
  | Said
  | 'limit-over-powers'
  | 'sum-over-powers'
  | 'promise-without-limit'
  | 'missing-slot'
  | 'idle-slot'
  | 'broken-slot'
  | 'misnamed-slot'
  | 'blank'
  | 'avoided'

/** One thing wrong with one published script. */
export interface LibraryFinding {
  id: string
  rule: LibraryRule
  field: 'text' | 'slots' | 'maxPromiseYuan'
  /** The words it is about; null where it is about no words. */
  quote: string | null
  zh: string
  en: string
}

const WORDS: Record<LibraryRule, { zh: string; en: string }> = {
  'limit-over-powers': {
    zh: '可承诺上限高于该角色的权限',
    en: 'what it may promise is over the power of its audience',
  },
  'sum-over-powers': { zh: '正文写出的金额高于该角色的权限', en: 'it names a sum over the power of its audience' },
  'over-powers': { zh: '正文承诺了超出权限的赔付', en: 'it promises more than its audience may' },
  'promise-without-limit': {
    zh: '有补偿金额的空,却没有写可承诺上限',
    en: 'it has a slot for a promised sum and names no limit for it',
  },
  guarantee: { zh: '保证了谁也不能保证的结果', en: 'it guarantees an outcome that nobody can be sure of' },
  liability: { zh: '在查清之前承认了责任', en: 'it admits liability before it is established' },
  journalist: { zh: '对媒体表态或要求删帖', en: 'it speaks to the press or asks for posts to go' },
  'personal-data': { zh: '含有个人信息', en: 'it holds personal data' },
  'missing-slot': { zh: '正文用到的空没有列入 slots', en: 'a slot of the text is not listed' },
  'idle-slot': { zh: '列出的空正文没有用到', en: 'a listed slot is not in the text' },
  'broken-slot': { zh: '花括号不成对,空不会被认出', en: 'a brace without its other half: the slot is not seen' },
  'misnamed-slot': {
    zh: '此处不是这个空所指的意思(例如预计、每天、补偿),永远不会被填,请另取名字',
    en: 'what stands beside the slot says that it means something else, so that it is never filled; name it otherwise',
  },
  blank: { zh: '空白处没有写成 {空},无法填写也看不出没填', en: 'an empty place that is no {slot}' },
  avoided: { zh: '正文用了它自己列为不要说的话', en: 'it says what its own list says to avoid' },
}

export interface LibraryCheckParts {
  policy: Pick<Policy, 'powers'>
  rules: Pick<KnowledgeRules, 'slots' | 'library'>
  checkReply: ReplyChecker
}

/**
 * Checks every published script (E3, S3: nothing is promised that cannot be kept): its limit and the sums in its text
 * against the power of the lowest audience that reads it, what nobody may say, and slots that would go out unfilled.
 * Findings in the order of the scripts; pure, so that the whole library is one call.
 */
export function createLibraryCheck({ policy, rules, checkReply }: LibraryCheckParts) {
  const blanks = new RegExp(rules.library.blanks.join('|'), 'giu')
  const promised = new Set(rules.slots.filter((r) => r.promised).flatMap((r) => r.names))
  const limitOf = (role: Audience): number => {
    const power = policy.powers.find((p) => p.role === role)
    // A role that the policy does not name may promise nothing.
    return power ? (power.limitYuan ?? Number.POSITIVE_INFINITY) : 0
  }

  return (scripts: readonly Script[]): LibraryFinding[] => scripts.flatMap(findingsOf)

  function findingsOf(script: Script): LibraryFinding[] {
    const { id, text, slots, audience, avoid, maxPromiseYuan } = script
    const limit = limitOf(audience)
    const found: LibraryFinding[] = []
    const add = (rule: LibraryRule, field: LibraryFinding['field'], quote: string | null = null) =>
      found.push({ id, rule, field, quote, ...WORDS[rule] })

    if (maxPromiseYuan > limit) add('limit-over-powers', 'maxPromiseYuan')
    const reading = readText(text)
    for (const sum of sumsOfMoney(reading.text)) {
      if (sum.value <= limit) continue
      const { start, end } = toOriginal(reading, sum.start, sum.end)
      add('sum-over-powers', 'text', text.slice(start, end))
    }
    const inText = slotsIn(text)
    const sums = inText.filter((slot) => promised.has(slot))
    if (sums.length > 0 && maxPromiseYuan === 0) add('promise-without-limit', 'maxPromiseYuan', `{${sums[0]}}`)
    for (const { rule, span } of checkReply(text, audience))
      if (span && SAID.includes(rule as Said)) add(rule as Said, 'text', text.slice(span.start, span.end))
    for (const slot of inText) if (!slots.includes(slot)) add('missing-slot', 'slots', slot)
    for (const slot of slots) if (!inText.includes(slot)) add('idle-slot', 'slots', slot)
    for (const { names, notBeside } of rules.slots)
      for (const slot of inText)
        if (names.includes(slot) && besideOneOf(text, slot, notBeside)) add('misnamed-slot', 'slots', slot)
    const [broken] = text.replace(/\{[^{}]{1,40}\}/g, '').match(/.{0,8}[{}].{0,8}/u) ?? []
    if (broken) add('broken-slot', 'text', broken)
    for (const [blank] of text.matchAll(blanks)) add('blank', 'text', blank)
    for (const words of avoid) if (text.includes(words)) add('avoided', 'text', words)
    return found
  }
}

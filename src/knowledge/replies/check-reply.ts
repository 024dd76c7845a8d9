import type { Audience } from '../../domain/labels.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { REPLY_RULES, type ReplyRule, type ReplyRules } from '../../domain/policy/reply-rules.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { toOriginal } from '../../domain/text/reading.ts'
import type { ReplyReader } from '../../ports/reply-reader.ts'
import { heedReading } from './meaning.ts'
import { createPassage, type Passage } from './passage.ts'
import { createPersonal } from './personal.ts'
import { createScope } from './scope.ts'
import { type Breach, createSpoken } from './spoken.ts'
import { createSums } from './sums.ts'
import { createWhole } from './whole.ts'

/** A finding before its words are put to it. The span is of the text as it was sent, in UTF-16 units; null: of the whole reply. */
export interface Found {
  rule: ReplyRule
  span: Span | null
}

/** Finds breaches in a reply of someone in this role. Pure, the same for the same text. */
export type ReplyChecker = (text: string, role: Audience) => Found[]

/** Compiles the rules once. Powers are the policy's (E3). Without a reader the patterns judge alone. */
export function createReplyChecker({
  rules,
  policy,
  reader,
}: {
  rules: ReplyRules
  policy: Pick<Policy, 'powers'>
  reader?: ReplyReader | undefined
}): ReplyChecker {
  const inScope = createScope(rules)
  const spoken = createSpoken(rules, inScope)
  const sums = createSums(rules, inScope)
  const personal = createPersonal(rules)
  const whole = createWhole(rules)
  const limitOf = (role: Audience) => {
    const power = policy.powers.find((p) => p.role === role)
    // A role that the policy does not name may promise nothing.
    return power ? power.limitYuan : 0
  }

  return (text, role) => {
    const passage = createPassage(text)
    const back = ({ start, end }: Span) => toOriginal(passage.reading, start, end)
    const meaning = reader && heedReading(reader, passage)
    const matched = [...spoken(passage), ...sums(passage, limitOf(role))]
    const said = meaning?.spoken(matched) ?? matched
    const found = said.map(({ rule, span }) => ({
      rule,
      span: span && back(span),
    }))
    const data = personal(passage, back).map((span): Found => ({ rule: 'personal-data', span }))
    return [...joined([...found, ...data], passage), ...whole(passage.text, said, meaning?.lacks)]
  }
}

const order = (a: Found, b: Found) =>
  a.span!.start - b.span!.start ||
  a.span!.end - b.span!.end ||
  REPLY_RULES.indexOf(a.rule) - REPLY_RULES.indexOf(b.rule)

/** Findings of one rule that touch, or have but a comma between them, are one. */
function joined(found: readonly Found[], { reading }: Passage): Found[] {
  const out: Found[] = []
  for (const f of [...found].sort(order)) {
    const last = out.filter((o) => o.rule === f.rule).at(-1)?.span
    const { start, end } = f.span!
    if (last && (start <= last.end || /^[\s,,、]*$/u.test(reading.original.slice(last.end, start))))
      last.end = Math.max(last.end, end)
    else out.push({ rule: f.rule, span: { start, end } })
  }
  return out.sort(order)
}

export type { Breach }

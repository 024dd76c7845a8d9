import { fitReplyHeads, type ReplyExample } from '../assess/replies/fit.ts'
import { CLAUSE_RULES, createReplyReader, WHOLE_RULES } from '../assess/replies/heads.ts'
import { learnCut, type Score, scoreOf, type Tally } from '../assess/replies/learn-cuts.ts'
import type { ReplyRule } from '../domain/policy/reply-rules.ts'
import { toOriginal } from '../domain/text/reading.ts'
import type { Found, ReplyChecker } from '../knowledge/replies/check-reply.ts'
import { likeliest, readableClauses } from '../knowledge/replies/meaning.ts'
import { createPassage } from '../knowledge/replies/passage.ts'
import type { ReplyCut, ReplyReading } from '../ports/reply-reader.ts'
import type { LabelledReply } from './labelled-replies.ts'

const FOLDS = 5
/** Replies that were written one after another are of one situation: they are held out together. */
const SITUATION = 12

/** A reply to learn from. */
export interface TrainingReply extends LabelledReply {
  /** `fitted`: the patterns were mended by it; `fresh`: they were not; `script`: words of the library, which break nothing. */
  kind: 'fitted' | 'fresh' | 'script'
}

export interface ReplyCutReport extends ReplyCut {
  rule: ReplyRule
  labels: number
  /** On all replies, by cross-validation. */
  patterns: Score
  both: Score
  /** On those that no pattern was mended by. */
  fresh: { patterns: Score; both: Score }
}

/**
 * Fits the reader of replies, and learns by cross-validation when it is heeded beside `check`, the check by patterns alone.
 * Deterministic: the same replies and patterns, the same heads and cuts.
 */
export function trainReplies(replies: readonly TrainingReply[], check: ReplyChecker) {
  const examples = replies.map((r) => exampleOf(r, check))
  const foldOf = replies.map((_, i) => Math.floor(i / SITUATION) % FOLDS)
  const readings: ReplyReading[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const reader = createReplyReader({ ...fitReplyHeads(examples.filter((_, i) => foldOf[i] !== fold)), cuts: {} })
    for (const [i, e] of examples.entries()) if (foldOf[i] === fold) readings[i] = reader.read(e.clauses)
  }
  const judged = replies.map((reply, i) => ({ reply, said: check(reply.text, reply.role), reading: readings[i]! }))
  const report = [...CLAUSE_RULES, ...WHOLE_RULES].map((rule): ReplyCutReport => {
    const talliesOf = (kinds: readonly TrainingReply['kind'][]) =>
      judged
        .filter(({ reply }) => kinds.includes(reply.kind))
        .map(({ reply, said, reading }) => tallyOf(rule, reply, said, reading))
    const all = talliesOf(isWhole(rule) ? ['fitted', 'fresh'] : ['fitted', 'fresh', 'script'])
    const cut = learnCut(all)
    const scores = (of: readonly Tally[]) => ({
      patterns: scoreOf(of, { add: null, keep: null }),
      both: scoreOf(of, cut),
    })
    const labels = all.reduce((n, t) => n + t.labels, 0)
    return { rule, ...cut, labels, ...scores(all), fresh: scores(talliesOf(['fresh'])) }
  })
  const cuts = Object.fromEntries(
    report.flatMap(({ rule, add, keep }) => (add === null && keep === null ? [] : [[rule, { add, keep }]])),
  ) as Partial<Record<ReplyRule, ReplyCut>>
  return { heads: { ...fitReplyHeads(examples), cuts }, report }
}

const isWhole = (rule: ReplyRule): boolean => WHOLE_RULES.some((w) => w === rule)

function exampleOf({ text, role, findings, kind }: TrainingReply, check: ReplyChecker): ReplyExample {
  const passage = createPassage(text)
  const has = (rule: ReplyRule) => findings.some((f) => f.rule === rule)
  return {
    clauses: readableClauses(passage),
    broken: passage.clauses.map((c) => {
      const { start, end } = toOriginal(passage.reading, c.start, c.end)
      return CLAUSE_RULES.map((rule) =>
        findings.some((f) => {
          const at = f.rule === rule && f.quote !== null ? text.indexOf(f.quote) : -1
          return at >= 0 && at < end && start < at + f.quote!.length
        }),
      )
    }),
    lacks: kind === 'script' ? null : WHOLE_RULES.map(has),
    hints: passage.clauses.map((c) => {
      const lacking = check(passage.text.slice(c.start, c.end), role).map((f) => f.rule)
      return WHOLE_RULES.map((rule) => !lacking.includes(rule))
    }),
  }
}

function tallyOf(
  rule: ReplyRule,
  { text, findings }: LabelledReply,
  said: readonly Found[],
  reading: ReplyReading,
): Tally {
  const labels = findings.filter((f) => f.rule === rule)
  const ours = said.filter((f) => f.rule === rule)
  if (isWhole(rule)) {
    const word = { p: reading.lacks(rule), right: labels.length > 0 }
    return { labels: labels.length, found: ours.map(() => word), top: word }
  }
  const passage = createPassage(text)
  const right = ({ start, end }: { start: number; end: number }) =>
    labels.some(({ quote }) => {
      const at = text.indexOf(quote!)
      return at < end && start < at + quote!.length
    })
  const clauses = passage.clauses.map((c) => toOriginal(passage.reading, c.start, c.end))
  const top = likeliest(reading, clauses, rule)
  return {
    labels: labels.length,
    found: ours.map((f) => ({ p: likeliest(reading, clauses, rule, f.span!).p, right: right(f.span!) })),
    top: { p: top.p, right: top.at >= 0 && right(clauses[top.at]!) },
  }
}

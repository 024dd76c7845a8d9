import type { ReplyRule } from '../domain/policy/reply-rules.ts'

/** What a reader of meaning makes of one reply: probabilities. */
export interface ReplyReading {
  /** That this clause breaks the rule. */
  breaks(rule: ReplyRule, clause: number): number
  /** That the reply as a whole lacks what the rule asks for. */
  lacks(rule: ReplyRule): number
}

/** When a reading is heeded beside the patterns of policy/replies.yaml; null: never. */
export interface ReplyCut {
  /** Where the patterns are silent, a finding is made from this probability on. */
  add: number | null
  /** A pattern's finding is dropped below this probability. */
  keep: number | null
}

/** Reads a reply clause by clause, by its words alone. Pure: the same clauses, the same reading. */
export interface ReplyReader {
  /** By rule; a rule that is not named goes by the patterns alone. */
  cuts: Readonly<Partial<Record<ReplyRule, ReplyCut>>>
  /** The clauses of a reading, each with the question mark that follows it. */
  read(clauses: readonly string[]): ReplyReading
}

import { REPLY_RULES } from '../../domain/policy/reply-rules.ts'
import type { ReplyReader, ReplyReading } from '../../ports/reply-reader.ts'
import type { Passage } from './passage.ts'
import type { Breach } from './spoken.ts'

/** Clauses as the reader is given them: with the question mark behind them, which tells a reproach from a fact. */
export const readableClauses = ({ text, clauses }: Pick<Passage, 'text' | 'clauses'>): string[] =>
  clauses.map((c) => `${text.slice(c.start, c.end)}${text[c.end] === '?' ? '?' : ''}`)

/** What the patterns found, corrected by the reading: dropped where it doubts, added where they are silent and it is sure. */
export interface Meaning {
  /** Breaches in clauses; `said` are the patterns'. At most one more a rule: the clause that speaks most for it. */
  spoken(said: readonly Breach[]): Breach[]
  /** Whether the reply lacks what a rule of the whole asks for; `lacks`: the patterns' word. */
  lacks(rule: Breach['rule'], lacks: boolean): boolean
}

export function heedReading(reader: ReplyReader, passage: Passage): Meaning {
  const reading = reader.read(readableClauses(passage))
  const { clauses } = passage
  return {
    spoken(said) {
      const kept = said.filter(({ rule, span }) => {
        const keep = reader.cuts[rule]?.keep
        return keep == null || span === null || likeliest(reading, clauses, rule, span).p >= keep
      })
      const more = REPLY_RULES.flatMap((rule): Breach[] => {
        const add = reader.cuts[rule]?.add
        if (add == null || said.some((b) => b.rule === rule)) return []
        const { p, at } = likeliest(reading, clauses, rule)
        return p >= add ? [{ rule, span: { ...clauses[at]! } }] : []
      })
      return [...kept, ...more]
    },
    lacks(rule, lacks) {
      const cut = reader.cuts[rule]
      if (!cut) return lacks
      return lacks
        ? cut.keep === null || reading.lacks(rule) >= cut.keep
        : cut.add !== null && reading.lacks(rule) >= cut.add
    },
  }
}

/** The clause, among those that `within` touches, that most likely breaks the rule. */
export function likeliest(
  reading: ReplyReading,
  clauses: Passage['clauses'],
  rule: Breach['rule'],
  within = { start: 0, end: Number.POSITIVE_INFINITY },
): { p: number; at: number } {
  let best = { p: 0, at: -1 }
  for (const [at, c] of clauses.entries()) {
    const p = c.start < within.end && within.start < c.end ? reading.breaks(rule, at) : 0
    if (p > best.p) best = { p, at }
  }
  return best
}

import type { Evidence } from '../../domain/decision.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { type Reading, toOriginal } from '../../domain/text/reading.ts'
import { countGrams, withoutCounts } from './features.ts'
import type { HeadName, HeadRunner, Row } from './heads.ts'
import type { SignalReader, Signals } from './signals.ts'

/** Longest quote, in characters of the reading; a longer clause is quoted by the words that fired alone. */
const MAX_QUOTE = 60
/** How many of the clauses that look strongest are asked about again. */
const ASKED_AGAIN = 3

/** A judgement as a sum of head outputs: `{ head: 'level', outputs: { 1: -1 } }` is «not at most level 2». */
export interface Judgement {
  head: HeadName
  /** Weight of each output that counts. */
  outputs: Readonly<Record<number, number>>
}

export interface EvidenceFinder {
  /** The clause whose removal most lowers the judgement; the strongest by itself where no removal lowers it; null for a text without words. */
  strongestClause(judgement: Judgement): Span | null
  quote(span: Span): Evidence
  /** The clause a hit stands in when it is short, else the hit's own words. */
  quoteHit(hit: Span & { clause: number }): Evidence
}

/**
 * Finds the words a judgement rests on by asking again without each clause. The lexical heads are asked:
 * they are linear, so a handful of clauses costs less than one embedding.
 */
export function createEvidenceFinder(
  reading: Reading,
  signals: Signals,
  whole: { grams: ReadonlyMap<number, number>; features: ReadonlyMap<string, number> },
  reader: SignalReader,
  runner: HeadRunner,
): EvidenceFinder {
  const { clauses } = signals
  const once = (make: (i: number) => Row) => {
    const made = new Map<number, Row>()
    return (i: number): Row => {
      let row = made.get(i)
      if (!row) {
        row = make(i)
        made.set(i, row)
      }
      return row
    }
  }
  const grams = clauses.map((c) => countGrams(reading.text.slice(c.start, c.end)))
  const alone = once((i) => runner.row(grams[i]!, new Map()))
  /** The text without clause i; the whole text for -1. */
  const without = once((i) => {
    const gone = clauses[i]
    if (!gone) return runner.row(whole.grams, whole.features)
    const text = `${reading.text.slice(0, gone.start)} ${reading.text.slice(gone.end)}`
    return runner.row(withoutCounts(whole.grams, grams[i]!), reader.featuresOf(dropClause(signals, i), text))
  })
  const quote = (span: Span): Evidence => {
    const { start, end } = toOriginal(reading, span.start, span.end)
    return { quote: reading.original.slice(start, end), start, end }
  }

  return {
    strongestClause({ head, outputs }) {
      if (clauses.length <= 1) return clauses[0] ?? null
      const score = (row: Row) =>
        Object.entries(outputs).reduce((sum, [k, weight]) => sum + weight * runner.logit(row, head, Number(k)), 0)
      const promising = clauses
        .map((_, i) => ({ i, score: score(alone(i)) }))
        .sort((a, b) => b.score - a.score || a.i - b.i)
        .slice(0, ASKED_AGAIN)
      const asked = promising.map(({ i }) => ({ i, left: score(without(i)) }))
      const best = asked.reduce((a, b) => (b.left < a.left ? b : a))
      return clauses[best.left < score(without(-1)) ? best.i : promising[0]!.i]!
    },
    quote,
    quoteHit(hit) {
      const clause = clauses[hit.clause]
      return quote(
        clause && clause.end - clause.start <= MAX_QUOTE && hit.start >= clause.start && hit.end <= clause.end
          ? clause
          : hit,
      )
    },
  }
}

/** The signals as they would be had the clause not been written. */
function dropClause(s: Signals, index: number): Signals {
  const gone = s.clauses[index]!
  const kept = <T extends Span>(xs: readonly T[]) => xs.filter((x) => x.end <= gone.start || x.start >= gone.end)
  return {
    ...s,
    hits: kept(s.hits),
    cues: kept(s.cues),
    threats: kept(s.threats),
    demands: kept(s.demands),
    measures: {
      amounts: kept(s.measures.amounts),
      days: kept(s.measures.days),
      contacts: kept(s.measures.contacts),
      people: kept(s.measures.people),
    },
  }
}

import type { Evidence } from '../../domain/decision.ts'
import type { Span } from '../../domain/text/clauses.ts'
import { type Reading, toOriginal } from '../../domain/text/reading.ts'
import type { HeadName, HeadRunner } from './heads.ts'
import type { SignalReader, Signals } from './signals.ts'

/** Longest quote, in characters of the reading; a longer clause is quoted by the words that fired alone. */
const MAX_QUOTE = 60
/** How many of the clauses that look strongest are asked about again. */
const ASKED_AGAIN = 3

export interface EvidenceFinder {
  /** The clause whose removal most lowers `score`, or null when no removal lowers it. */
  strongestClause(score: (run: (names: readonly HeadName[]) => Partial<Record<HeadName, number[]>>) => number): Span | null
  quote(span: Span): Evidence
  /** The clause a hit stands in when it is short, else the hit's own words. */
  quoteHit(hit: Span & { clause: number }): Evidence
}

/**
 * Finds the words a judgement rests on by asking again without each clause. The heads without the embedding are asked:
 * they are linear, so a handful of clauses costs less than one embedding.
 */
export function createEvidenceFinder(reading: Reading, signals: Signals, reader: SignalReader, runner: HeadRunner): EvidenceFinder {
  const { clauses } = signals
  const asked = new Map<number, (names: readonly HeadName[]) => Partial<Record<HeadName, number[]>>>()

  /** The whole text (-1), or the text without clause i. */
  const without = (i: number) => {
    let run = asked.get(i)
    if (!run) {
      const gone = clauses[i]
      const text = gone ? `${reading.text.slice(0, gone.start)} ${reading.text.slice(gone.end)}` : reading.text
      const row = runner.row(text, reader.featuresOf(gone ? dropClause(signals, i) : signals, text), null)
      run = (names) => runner.run(row, names)
      asked.set(i, run)
    }
    return run
  }
  const alone = clauses.map((c) => {
    let row: ReturnType<HeadRunner['row']> | undefined
    return (names: readonly HeadName[]) => {
      row ??= runner.row(reading.text.slice(c.start, c.end), new Map(), null)
      return runner.run(row, names)
    }
  })

  const quote = (span: Span): Evidence => {
    const { start, end } = toOriginal(reading, span.start, span.end)
    return { quote: reading.original.slice(start, end), start, end }
  }

  return {
    strongestClause(score) {
      if (clauses.length <= 1) return clauses[0] ?? null
      const whole = score(without(-1))
      const promising = alone
        .map((run, i) => ({ i, score: score(run) }))
        .sort((a, b) => b.score - a.score || a.i - b.i)
        .slice(0, ASKED_AGAIN)
      let best: { i: number; drop: number } | null = null
      for (const { i } of promising) {
        const drop = whole - score(without(i))
        if (!best || drop > best.drop) best = { i, drop }
      }
      return best && best.drop > 0 ? clauses[best.i]! : (clauses[promising[0]!.i] ?? null)
    },
    quote,
    quoteHit(hit) {
      const clause = clauses[hit.clause]
      return quote(clause && clause.end - clause.start <= MAX_QUOTE && hit.start >= clause.start && hit.end <= clause.end ? clause : hit)
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

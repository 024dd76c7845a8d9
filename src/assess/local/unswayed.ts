import type { AssessInput, Assessment } from '../../domain/assessment.ts'
import type { Evidence } from '../../domain/decision.ts'
import { ADDRESSED, INJECTION, standingLevel } from '../../domain/floors.ts'
import type { Policy } from '../../domain/policy/parse.ts'
import { compilePatterns } from '../../domain/policy/patterns.ts'
import { type Span, splitClauses } from '../../domain/text/clauses.ts'
import { applyMask, maskText } from '../../domain/text/mask.ts'
import { type Reading, readText, toOriginal } from '../../domain/text/reading.ts'
import type { Assessor, AssessorResult } from '../../ports/assessor.ts'

/** Characters that must be left for a text to be judged without the rest. */
const LEAST_LEFT = 6

/**
 * An engine that words to whoever judges cannot make milder: a text with such words (signal `addressed`) is judged without
 * their clauses, and without their sentences, too, and the gravest of these counts. Where that is graver than the whole, the
 * words swayed the engine, and the text is suspected.
 */
export function createUnswayed(policy: Policy, engine: Assessor): Assessor {
  const rule = policy.signals.find((s) => s.id === ADDRESSED)
  if (!rule) return engine
  const pattern = compilePatterns(rule.any, policy.lexicons)

  return {
    ...engine,
    async assess(input) {
      const first = await engine.assess(input)
      if (!first.assessment.signals.some((s) => s.id === ADDRESSED)) return first
      let result = first
      for (const cut of cutsOf(input.reading.text)) {
        const without = await engine.assess({ ...inputWithout(input, cut), noVector: true })
        const spoken = cut.map((span) => quoteOf(input.reading, span))
        result = gravest(result, without, spoken, input.reading.original)
      }
      return result
    },
  }

  /** What to take out: the clauses in which the words stand; and where these are more, the sentences. */
  function cutsOf(text: string): Span[][] {
    const hits = [...text.matchAll(pattern)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
    const clauses = covering(splitClauses(text), hits)
    const sentences = covering(sentencesOf(text), hits)
    const cuts = lengthOf(sentences) > lengthOf(clauses) ? [clauses, sentences] : [clauses]
    return cuts.filter((cut) => text.replace(/\s/g, '').length - lengthOf(cut) >= LEAST_LEFT)
  }

  /** The first with what is graver in the second. `spoken`: the words that the second is without. */
  function gravest(
    first: AssessorResult,
    second: AssessorResult,
    spoken: readonly Evidence[],
    original: string,
  ): AssessorResult {
    const [a, b] = [first.assessment, onOriginal(second.assessment, original)]
    const swayed = standingLevel(b, original, policy) < standingLevel(a, original, policy)
    const [base, other] = swayed ? [b, a] : [a, b]
    // What a floor excepts must not come in from the other.
    const excepted = new Set(policy.floors.flatMap((f) => f.none))
    const signals = [...base.signals, ...lacking(base.signals, other.signals, 'id').filter((s) => !excepted.has(s.id))]
    const suspected = swayed && !signals.some((s) => s.id === INJECTION)
    return {
      ...first,
      degraded: first.degraded || second.degraded,
      reasons: [...new Set([...first.reasons, ...second.reasons])],
      latencyMs: added(first.latencyMs, second.latencyMs),
      assessment: {
        ...base,
        emotion: other.emotion.level > base.emotion.level ? other.emotion : base.emotion,
        threats: [...base.threats, ...lacking(base.threats, other.threats, 'channel')],
        repeat: base.repeat.mentioned ? base.repeat : other.repeat,
        group: base.group.mentioned ? base.group : other.group,
        demands: [...new Set([...base.demands, ...other.demands])],
        signals: suspected ? [...signals, { id: INJECTION, evidence: spoken.slice(0, 2) }] : signals,
        measures: a.measures,
        vector: a.vector,
        tags: a.tags,
      },
    }
  }
}

/** The text with blanks in place of what is cut, so that every offset stays what it was. */
function inputWithout(input: AssessInput, cut: readonly Span[]): AssessInput {
  const { reading, spans = [] } = input
  let text = reading.original
  const gone = cut.map((span) => toOriginal(reading, span.start, span.end))
  for (const { start, end } of gone) text = `${text.slice(0, start)}\n${' '.repeat(end - start - 1)}${text.slice(end)}`
  const left = readText(text)
  const kept = spans.filter((s) => gone.every((g) => s.end <= g.start || s.start >= g.end))
  const whole = input.masked === reading.original || spans.length > 0
  return { ...input, reading: left, masked: whole ? applyMask(text, kept) : maskText(left).text, spans: kept }
}

const SENTENCE = /[^。!?;…\n]+?(?:[。!?;…\n]+|\.(?=\s|$)|$)/gu
const sentencesOf = (text: string): Span[] =>
  [...text.matchAll(SENTENCE)].map((m) => ({ start: m.index, end: m.index + m[0].length }))

const covering = (spans: readonly Span[], hits: readonly Span[]): Span[] =>
  spans.filter((s) => hits.some((h) => s.start < h.end && h.start < s.end))
const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, s) => sum + s.end - s.start, 0)

function quoteOf(reading: Reading, span: Span): Evidence {
  const { start, end } = toOriginal(reading, span.start, span.end)
  return { quote: reading.original.slice(start, end), start, end }
}

/** The same evidence in the text as it came: what was cut stands there again. */
function onOriginal(assessment: Assessment, original: string): Assessment {
  const own = <T extends { evidence: Evidence[] }>(x: T): T => ({
    ...x,
    evidence: x.evidence.map(({ start, end }) => ({ start, end, quote: original.slice(start, end) })),
  })
  return {
    ...assessment,
    severity: own(assessment.severity),
    types: assessment.types.map(own),
    emotion: own(assessment.emotion),
    threats: assessment.threats.map(own),
    repeat: own(assessment.repeat),
    group: own(assessment.group),
    signals: assessment.signals.map(own),
  }
}

function lacking<T, K extends keyof T>(base: readonly T[], other: readonly T[], key: K): T[] {
  const known = new Set(base.map((x) => x[key]))
  return other.filter((x) => !known.has(x[key]))
}

const added = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((k) => [k, (a[k] ?? 0) + (b[k] ?? 0)]))

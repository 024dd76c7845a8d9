import type { Comparison } from '../comparison-data.ts'
import { fieldsOf } from '../fields.ts'
import { FACETS, FIELDS, type FieldId, type Name, VALUES } from '../names.ts'
import { isQuoteWrong, primaryOf } from '../reading.ts'
import type { Answer, Run, RunRow } from '../run.ts'
import { judgeCase } from './worst.ts'

/** What the page's own script reads: the cases of the run, and the names to show them with. */

export type SpanKind = 'level' | 'code' | 'emotion' | 'threat' | 'repeat' | 'group'
/** Words that a judgement rests on: UTF-16 units of the text, and what exactly they speak for. */
export type PageSpan = [kind: SpanKind, start: number, end: number, what: string]
export type PageOutcome = [field: FieldId, right: boolean, distance: number, labelled: string, answered: string]
export type PageChange = [field: FieldId, way: 'better' | 'worse', before: string]

export interface PageCase {
  id: string
  text: string
  facets: Record<string, string>
  error: string | null
  badness: number
  outcomes: PageOutcome[]
  changes: PageChange[]
  levelConfidence: number | null
  codeConfidence: number | null
  distribution: readonly number[]
  /** Of the level: rules that speak for it, and the floor that raised it. */
  rules: string[]
  floor: string | null
  types: [code: string, role: string, confidence: number][]
  spans: PageSpan[]
  /** Null: not sent to a person. */
  review: string[] | null
  flags: string[]
  degraded: string[]
  /** Each line in pieces: a number is an index into `phrases`, a string stands for itself. */
  explanation: (number | string)[][]
  latencyMs: number
}

export interface PageData {
  fields: Record<string, Name>
  facets: Record<string, Name>
  values: Record<string, Name>
  codes: Record<string, Name>
  levels: Record<string, Name>
  /** The words of explanations, which differ from case to case in their percentages only: half the file if written out. */
  phrases: string[]
  /** Whether the answers of a baseline stand beside these. */
  compared: boolean
  cases: PageCase[]
}

export function pageData({ rows }: Run, comparison: Comparison | null | undefined): PageData {
  const codes: Record<string, Name> = {}
  const levels: Record<string, Name> = {}
  for (const { answer } of rows) {
    for (const t of answer?.types ?? []) codes[t.code] = { zh: t.name, en: t.nameEn }
    if (answer) levels[answer.severity.level] = { zh: answer.severity.label, en: answer.severity.labelEn }
  }
  const changes = new Map<string, PageChange[]>()
  for (const way of ['better', 'worse'] as const)
    for (const c of comparison?.[way] ?? []) changes.set(c.id, [...(changes.get(c.id) ?? []), [c.field, way, c.before]])
  const phrases = new Map<string, number>()
  const cases = rows.map((row) => pageCase(row, changes.get(row.id) ?? [], phrases))
  return {
    fields: FIELDS,
    facets: FACETS,
    values: VALUES,
    codes,
    levels,
    compared: comparison != null,
    phrases: [...phrases.keys()],
    cases,
  }
}

function pageCase(row: RunRow, changes: PageChange[], phrases: Map<string, number>): PageCase {
  const { id, text, facets, answer, error, latencyMs } = row
  const outcomes = fieldsOf(row)
  return {
    id,
    text,
    facets,
    error,
    badness: Math.round(judgeCase(row, outcomes).badness * 1000) / 1000,
    outcomes: outcomes.map((o) => [o.field, o.right, o.distance, o.labelled, o.answered]),
    changes,
    levelConfidence: answer?.severity.confidence ?? null,
    codeConfidence: primaryOf(answer)?.confidence ?? null,
    distribution: answer?.severity.distribution ?? [],
    rules: answer?.severity.rules ?? [],
    floor: answer?.severity.floor ?? null,
    types: answer?.types.map((t) => [t.code, t.role, t.confidence]) ?? [],
    spans: answer ? spansOf(text, answer) : [],
    review: answer?.review.required ? answer.review.reasons : null,
    flags: Object.entries(answer?.flags ?? {}).flatMap(([flag, on]) => (on ? [flag] : [])),
    degraded: answer?.engine.degraded ? answer.engine.reasons : [],
    explanation: answer?.explanation?.map((line) => inPieces(line, phrases)) ?? [],
    latencyMs,
  }
}

/** Splits a line at its percentages; every second piece is one. */
function inPieces(line: string, phrases: Map<string, number>): (number | string)[] {
  return line.split(/(\d+%)/).map((piece, i) => {
    if (i % 2 === 1) return piece
    const at = phrases.get(piece) ?? phrases.size
    phrases.set(piece, at)
    return at
  })
}

/** Every quote that stands where it says; one that does not would colour the wrong words. */
function spansOf(text: string, answer: Answer): PageSpan[] {
  const of = (kind: SpanKind, what: string, evidence: Answer['severity']['evidence']): PageSpan[] =>
    evidence.filter((e) => !isQuoteWrong(text, e)).map((e) => [kind, e.start, e.end, what])
  return [
    ...of('level', String(answer.severity.level), answer.severity.evidence),
    ...answer.types.flatMap((t) => of('code', t.code, t.evidence)),
    ...of('emotion', String(answer.emotion.level), answer.emotion.evidence),
    ...answer.threats.flatMap((t) => of('threat', `${t.channel}/${t.stance}`, t.evidence)),
    ...of('repeat', 'true', answer.repeat.evidence),
    ...of('group', 'true', answer.group.evidence),
  ]
}

/**
 * JSON that may stand in a script element: nothing in it can end the element or open a comment, and the two line
 * separators that are white space to some readers are escaped.
 */
export const embeddedJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

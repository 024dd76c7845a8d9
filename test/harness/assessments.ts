import type { Assessment } from '../../src/domain/assessment.ts'
import type { Evidence } from '../../src/domain/decision.ts'
import { familyOf } from '../../src/domain/labels.ts'
import type { Facts } from '../../src/domain/policy/condition.ts'
import type { Prior } from '../../src/ports/triage-store.ts'
import { DAY, NOW } from './records.ts'

/** A calm complaint about one late order; what a test is about is laid over it. */
export const anAssessment = (over: Partial<Assessment> = {}): Assessment => ({
  nature: { value: 'complaint', confidence: 0.9 },
  severity: {
    level: 3,
    confidence: 0.8,
    distribution: [0.02, 0.1, 0.8, 0.08],
    rules: [],
    ruleScores: {},
    evidence: [],
  },
  types: [{ code: 'SP-07', role: 'primary', confidence: 0.8, evidence: [] }],
  emotion: { level: 2, score: 0.3, confidence: 0.7, dominant: 'disappointment', evidence: [] },
  threats: [],
  repeat: { mentioned: false, confidence: 0.9, count: null, evidence: [] },
  group: { mentioned: false, confidence: 0.9, evidence: [] },
  demands: [],
  signals: [],
  measures: { amounts: [], days: [], contacts: [], people: [] },
  vector: null,
  tags: [],
  ...over,
})

/** The assessment at a level, by the rules named. */
export const atLevel = (
  level: Assessment['severity']['level'],
  rules: Assessment['severity']['rules'] = [],
): Assessment['severity'] => ({ ...anAssessment().severity, level, rules })

/** Where `quote` first stands in `text`. */
export function evidenceOf(text: string, quote: string): Evidence {
  const start = text.indexOf(quote)
  if (start < 0) throw new Error(`«${quote}» does not stand in the text`)
  return { quote, start, end: start + quote.length }
}

export const signal = (id: string, evidence: Evidence[] = []) => ({ id, evidence })

/** An earlier complaint of customer c1, a day ago, on the same order and fault. */
export const aPrior = (over: Partial<Prior> & { id: string }): Prior => ({
  receivedAt: NOW - DAY,
  keys: { customer: 'c1', phone: null, order: 'o1' },
  product: null,
  codes: ['SP-07'],
  channel: 'phone',
  outside: false,
  similarity: null,
  ...over,
})

/** An ordinary complaint as clocks and routing see it. */
export const someFacts = (over: Partial<Facts> = {}): Facts => {
  const codes = over.codes ?? ['SP-07']
  return {
    level: 3,
    rules: [],
    codes,
    families: [...new Set(codes.map(familyOf))],
    nature: 'complaint',
    domain: null,
    channel: 'phone',
    tier: 'ordinary',
    flags: new Set(),
    repeatRisk: 'none',
    emotionAlert: false,
    tags: new Set(),
    ...over,
  }
}

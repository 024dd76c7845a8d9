import type { Evidence } from './decision.ts'
import type { Demand, Dominant, EmotionLevel, Level, Nature, Rule, Stance, ThreatChannel } from './labels.ts'
import type { MaskedSpan } from './text/mask.ts'
import type { Reading } from './text/reading.ts'

/** What an engine thinks of one text. Offsets of evidence are of the original text. */
export interface Assessment {
  nature: { value: Nature; confidence: number }
  severity: {
    level: Level
    confidence: number
    /** Probability of level 1, 2, 3, 4. */
    distribution: [number, number, number, number]
    rules: Rule[]
    /** How likely each rule of guide 2 holds; what `explain` names the shortfall from. */
    ruleScores: Readonly<Partial<Record<Rule, number>>>
    evidence: Evidence[]
  }
  /** Most likely first: one primary (none for a text that is no complaint), then secondary matters, then rivals. */
  types: { code: string; role: 'primary' | 'secondary' | 'alternative'; confidence: number; evidence: Evidence[] }[]
  emotion: { level: EmotionLevel; score: number; confidence: number; dominant: Dominant; evidence: Evidence[] }
  threats: { channel: ThreatChannel; stance: Stance; evidence: Evidence[] }[]
  repeat: { mentioned: boolean; confidence: number; count: number | null; evidence: Evidence[] }
  group: { mentioned: boolean; confidence: number; evidence: Evidence[] }
  demands: Demand[]
  signals: SignalHit[]
  measures: Measures
  /** The unit vector of the reading, for recall and for telling the same matter; null without an embedder. */
  vector: Float32Array | null
  tags: { scheme: string; item: string; evidence: Evidence[] }[]
}

/** One signal that fired, and where. */
export interface SignalHit {
  id: string
  evidence: Evidence[]
}

/** Numbers read from the text, each with where it stands. Amounts in yuan. */
export interface Measures {
  amounts: Measured[]
  /** Days of waiting or delay. */
  days: Measured[]
  /** Earlier contacts. */
  contacts: Measured[]
  /** People or households with the same problem. */
  people: Measured[]
}
export interface Measured {
  value: number
  start: number
  end: number
}

/** What the assess stage is given. */
export interface AssessInput {
  reading: Reading
  /** The text with personal data masked; all that may leave the process. */
  masked: string
  /** What was masked: the way back from a quote of the masked text. Absent: nothing was. */
  spans?: readonly MaskedSpan[]
  explain: boolean
  /** `local`: no language model is asked; `llm`: it judges alone where it answers, above the floor. */
  engine?: 'auto' | 'local' | 'llm'
  /** Whose caps a language model's cost counts against. */
  account?: string
  /** The text's vector is not wanted: nothing is looked for by it (an evaluation), or it is judged a second time, with a part out. */
  noVector?: boolean
  /** When the request came, by `performance.now()`: a budget runs from there. Absent: from now. */
  since?: number
  signal?: AbortSignal
}

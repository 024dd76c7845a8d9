import type { Decision } from '../domain/decision.ts'
import type { Corrected, FeedbackField, FeedbackLabels, FeedbackStatus } from '../domain/feedback.ts'
import { differingFields, disputedFields, labelsOfDecision } from '../domain/feedback-labels.ts'
import type { Channel } from '../domain/labels.ts'
import { formatInstant } from '../domain/working-time.ts'
import type { FeedbackItem } from '../ports/feedback-store.ts'
import { onMaskedText } from './stored.ts'

/** What of a decision an analyst judges: nothing from records of others, no cases and no scripts, so no audience is passed over. */
export type FeedbackJudged = Pick<
  Decision,
  'language' | 'nature' | 'severity' | 'types' | 'emotion' | 'threats' | 'flags' | 'demands' | 'review'
> & {
  repeat: Pick<Decision['repeat'], 'mentioned' | 'count' | 'evidence'>
  group: Pick<Decision['group'], 'mentioned' | 'evidence'>
  engine: Pick<Decision['engine'], 'name' | 'degraded' | 'policyVersion' | 'policyHash'>
}

/** One entry of the review queue. Times are ISO 8601 in the policy's zone. */
export interface FeedbackView {
  triageId: string
  receivedAt: string
  channel: Channel
  domain: string | null
  status: FeedbackStatus
  /** Personal data masked; offsets of `judged` refer to it. */
  text: string
  judged: FeedbackJudged
  /** The decision in the words of the corrections. */
  labels: FeedbackLabels
  /** Fields that somebody sees otherwise than the decision. */
  differs: FeedbackField[]
  /** Fields that people see otherwise than one another. */
  disputed: FeedbackField[]
  corrections: {
    actor: string
    by: string | null
    version: number
    at: string
    /** False: the same person has said something else since. */
    current: boolean
    agree: boolean
    corrected: Corrected
    differs: FeedbackField[]
    why: string | null
  }[]
  settlements: { version: number; actor: string; at: string; final: FeedbackLabels; why: string; own: boolean }[]
}

export function viewOf({ triage, status, corrections, settlements }: FeedbackItem, timezone: string): FeedbackView {
  const labels = labelsOfDecision(triage.decision)
  const when = (ms: number) => formatInstant(ms, timezone)
  const said = corrections.map(({ at, ...c }) => ({
    ...c,
    at: when(at),
    current: !corrections.some((d) => d.actor === c.actor && d.version > c.version),
    differs: differingFields(c.corrected, labels),
  }))
  const current = said.filter((c) => c.current)
  const differing = new Set(current.flatMap((c) => c.differs))
  return {
    triageId: triage.id,
    receivedAt: when(triage.receivedAt),
    channel: triage.channel,
    domain: triage.domain,
    status,
    text: triage.maskedText,
    judged: judgedOf(onMaskedText(triage.decision, triage.maskedText, triage.maskedSpans)),
    labels,
    differs: (Object.keys(labels) as FeedbackField[]).filter((f) => differing.has(f)),
    disputed: disputedFields(current, labels),
    corrections: said,
    settlements: settlements.map((s) => ({ ...s, at: when(s.at) })),
  }
}

function judgedOf(decision: Decision): FeedbackJudged {
  const { language, nature, severity, types, emotion, threats, flags, demands, review } = decision
  const { repeat, group, engine } = decision
  return {
    language,
    nature,
    severity,
    types,
    emotion,
    threats,
    flags,
    demands,
    review,
    repeat: { mentioned: repeat.mentioned, count: repeat.count, evidence: repeat.evidence },
    group: { mentioned: group.mentioned, evidence: group.evidence },
    engine: {
      name: engine.name,
      degraded: engine.degraded,
      policyVersion: engine.policyVersion,
      policyHash: engine.policyHash,
    },
  }
}
